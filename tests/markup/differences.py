"""Where our result differs from FluxBB's on purpose: the reason, and what comes out here."""

from __future__ import annotations

from areopagus.markup import Dialect

BBCODE = {
    "20-in": (
        "Fault: FluxBB opens a heading around a quotation and ends it with a paragraph open; the heading is empty.",
        '<blockquote class="quote"><p dir="auto">x</p></blockquote>',
    ),
    "34-in": (
        "Fault, mended in FluxBB's later version: //host became a path of the board.",
        '<p dir="auto"><a href="http://cdn.example.com/x" rel="nofollow ugc noopener">//cdn.example.com/x</a></p>',
    ),
    "35-in": (
        "Unsafe scheme, and FluxBB's http://javascript:… leads nowhere: the words stay, without a link.",
        '<p dir="auto">x</p>',
    ),
    "36-in": (
        "Unsafe scheme, and FluxBB's http://javascript:… leads nowhere: the words stay, without a link.",
        '<p dir="auto">x</p>',
    ),
    "37-in": (
        "Unsafe scheme, and FluxBB's http://javascript:… leads nowhere: the words stay, without a link.",
        '<p dir="auto">x</p>',
    ),
    "38-in": (
        "Fault: mailto: and tel: became http://mailto:… and led nowhere.",
        '<p dir="auto"><a href="mailto:a@b.c" rel="nofollow ugc noopener">x</a></p>',
    ),
    "44-in": (
        "Unsafe: FluxBB writes tags into an address. Tags inside [url] make it no address.",
        '<p dir="auto">[url]<a href="http://example.com/" rel="nofollow ugc noopener">http://example.com/</a><strong>x</strong>[/url]</p>',
    ),
    "47-in": (
        "Fault: FluxBB's autolinker runs first and destroys [url] and [img] with spaces inside; here they are trimmed.",
        '<p dir="auto"><a href="http://example.com/" rel="nofollow ugc noopener">http://example.com/</a></p>',
    ),
    "66-in": (
        "Fault: FluxBB leaves a query that follows the host out of the address.",
        '<p dir="auto"><a href="http://example.com:8080/x?y#z" rel="nofollow ugc noopener">http://example.com:8080/x?y#z</a> <a href="http://example.com?x=1" rel="nofollow ugc noopener">http://example.com?x=1</a> <a href="http://example.com" rel="nofollow ugc noopener">http://example.com</a></p>',
    ),
    "73-in": (
        "Fault: FluxBB takes the quotation mark after an address into its label.",
        '<p dir="auto">[img]<a href="http://example.com/a.png" rel="nofollow ugc noopener">http://example.com/a.png</a>" onerror="x[/img]</p>',
    ),
    "74-in": (
        "Fault: FluxBB's autolinker runs first and destroys [url] and [img] with spaces inside; here they are trimmed.",
        '<p dir="auto"><img src="http://example.com/a.png" alt="a.png" loading="lazy" referrerpolicy="no-referrer"></p>',
    ),
    "86-in": (
        "Fault: FluxBB ends a quotation that was never begun and breaks the page; the stray end stays as typed.",
        '<blockquote class="quote"><cite dir="auto">A wrote:</cite><p dir="auto">x</p></blockquote><p dir="auto">[/quote]</p>',
    ),
    "94-in": (
        "Addition: imported boards name the language of their code.",
        '<pre class="code" tabindex="0"><code class="language-php"><span class="x">x</span></code></pre>',
    ),
    "118-in": (
        "Punctuation after an address does not belong to it, whatever follows.",
        '<p dir="auto"><a href="http://example.com/" rel="nofollow ugc noopener">http://example.com/</a><span class="smiley" role="img" aria-label="smile" title=":)">🙂</span></p>',
    ),
    "122-in": (
        "Fault: FluxBB's database could not hold characters beyond the first plane.",
        '<p dir="auto">zero\u200bwidth and emoji 😀 here</p>',
    ),
    "129-in": (
        "Unsafe scheme, and FluxBB's http://javascript:… leads nowhere: the words stay, without a link.",
        '<p dir="auto">x</p>',
    ),
    "130-in": (
        "FluxBB tidies lists when it saves; here the typed form is read, so it has its items.",
        '<ul><li dir="auto">one</li><li dir="auto">two</li></ul>',
    ),
    "133-in": (
        "Fault: FluxBB ends a quotation that was never begun and breaks the page; the stray end stays as typed.",
        '<p dir="auto">[quote=A<br>B]x[/quote]</p>',
    ),
    "136-in": (
        "FluxBB refuses these in signatures and shows them only by oversight; here they stay as typed.",
        '<p dir="auto">[quote]x[/quote]</p>',
    ),
    "137-in": (
        "FluxBB rewrites what was typed; here it stays as typed.",
        '<p dir="auto">[list][*]x[/list]</p>',
    ),
    "138-in": (
        "FluxBB refuses these in signatures and shows them only by oversight; here they stay as typed.",
        '<p dir="auto">[h]x[/h]</p>',
    ),
    "141-in": (
        "Fault: a link inside a link is no HTML. The outer one stands.",
        '<p dir="auto"><a href="http://a.example/" rel="nofollow ugc noopener">see http://b.example/ now</a></p>',
    ),
    "141-stored": (
        "Fault: a link inside a link is no HTML. The outer one stands.",
        '<p dir="auto"><a href="http://a.example/" rel="nofollow ugc noopener">see http://b.example/ now</a></p>',
    ),
    "147-in": (
        "Fault: FluxBB ends a quotation that was never begun and breaks the page; the stray end stays as typed.",
        '<p dir="auto">[quote =A]x[/quote]</p>',
    ),
    "162-in": (
        "Fault: FluxBB takes a bracket into the address that was opened before it.",
        '<p dir="auto">(see <a href="http://www.a.example/foo" rel="nofollow ugc noopener">www.a.example/foo</a>)</p>',
    ),
    "163-in": (
        "Fault: HTTP:// in capitals became http://HTTP://.",
        '<p dir="auto"><a href="HTTP://A.EXAMPLE/X" rel="nofollow ugc noopener">HTTP://A.EXAMPLE/X</a></p>',
    ),
    "163-stored": (
        "Fault: HTTP:// in capitals became http://HTTP://.",
        '<p dir="auto"><a href="HTTP://A.EXAMPLE/X" rel="nofollow ugc noopener">HTTP://A.EXAMPLE/X</a></p>',
    ),
    "171-in": (
        "Unsafe: script in FluxBB 1.5.11 (an anchor in the address of a picture).",
        '<p dir="auto">[b=[img]https://[/b]onerror=alert(1)//[b=[/img]a[/b]</p>',
    ),
    "174-in": (
        "Unsafe: FluxBB writes a tag into an address. An argument with brackets makes no tag.",
        '<p dir="auto">[email=a@b.cc<strong>]x[/email]</strong></p>',
    ),
    "175-in": (
        "Fault: FluxBB puts a smiley into an address.",
        '<p dir="auto"><a href="mailto:a@b.cc%20:)">a@b.cc :)</a></p>',
    ),
    "179-in": (
        "Fault: HTTP:// in capitals became http://HTTP://.",
        '<p dir="auto"><a href="HTTP://EXAMPLE.COM/" rel="nofollow ugc noopener">x</a></p>',
    ),
    "182-in": (
        "Unknown schemes may start any program: magnet and vbscript led nowhere, abc:// is not known; the words stay.",
        '<p dir="auto"><a href="irc://irc.libera.chat/x" rel="nofollow ugc noopener">i</a> <a href="magnet:?xt=x" rel="nofollow ugc noopener">m</a> <a href="steam://run" rel="nofollow ugc noopener">s</a> v y z</p>',
    ),
    "183-in": (
        "Fault: backslashes vanish from labels.",
        '<p dir="auto"><a href="http://a.example/" rel="nofollow ugc noopener">C:\\dir\\new</a></p>',
    ),
    "189-in": (
        "Fault: FluxBB's autolinker runs first and destroys [url] and [img] with spaces inside; here they are trimmed.",
        '<p dir="auto"><a href="http://a.example/" rel="nofollow ugc noopener">x</a></p>',
    ),
    "189-stored": (
        "Unsafe: FluxBB writes an anchor into an address. An argument with brackets makes no tag.",
        '<p dir="auto">[url= <a href="http://a.example/" rel="nofollow ugc noopener">http://a.example/</a> ]x[/url]</p>',
    ),
    "190-in": (
        "Fault: mailto: and tel: became http://mailto:… and led nowhere.",
        '<p dir="auto"><a href="mailto:a@b.cc" rel="nofollow ugc noopener">m</a> <a href="tel:123" rel="nofollow ugc noopener">t</a> <a href="ftps://h/x" rel="nofollow ugc noopener">f</a> <a href="https://a.example/" rel="nofollow ugc noopener">s</a></p>',
    ),
    "192-in": (
        "Addition: tags that imported boards have.",
        '<p dir="auto"><span class="size-5">x</span> </p><div class="align-center"><p dir="auto">y</p></div><p dir="auto"> z </p><details class="spoiler"><summary dir="auto">Spoiler</summary><p dir="auto">q</p></details><p dir="auto"> [c]inline[/c] <sub>2</sub></p>',
    ),
    "194-in": (
        "An item with nothing in it is left out, as FluxBB means to do.",
        '<ul><li dir="auto"><strong>a</strong></li></ul>',
    ),
    "194-stored": (
        "An item with nothing in it is left out, as FluxBB means to do.",
        '<ul><li dir="auto"><strong>a</strong></li></ul>',
    ),
    "199-in": (
        "Fault: a link inside a link is no HTML. The outer one stands.",
        '<p dir="auto"><a href="BASE/viewtopic.php?id=12">http://a.example/</a></p>',
    ),
    "199-stored": (
        "Fault: a link inside a link is no HTML. The outer one stands.",
        '<p dir="auto"><a href="BASE/viewtopic.php?id=12">http://a.example/</a></p>',
    ),
    "201-in": (
        "Fault: apostrophes vanish from addresses.",
        '<p dir="auto"><a href="http://a.example/x\'y" rel="nofollow ugc noopener">http://a.example/x\'y</a> "<a href="http://a.example/q" rel="nofollow ugc noopener">http://a.example/q</a>"</p>',
    ),
    "204-in": (
        "Fault: FluxBB cuts hosts of international top domains.",
        '<p dir="auto">xn--e1afmkfd.xn--p1ai <a href="http://www.xn--e1afmkfd.xn--p1ai" rel="nofollow ugc noopener">www.xn--e1afmkfd.xn--p1ai</a></p>',
    ),
    "212-in": (
        "Addition: a quotation says which post it is from; the stray end at the end stays as typed.",
        '<blockquote class="quote"><cite dir="auto">Bob;123 wrote:</cite><p dir="auto">x</p></blockquote><blockquote class="quote"><cite dir="auto"><a href="BASE/viewtopic.php?pid=5#p5">Bob</a> wrote:</cite><p dir="auto">y</p></blockquote><p dir="auto"> [quote name=Bob]z[/quote]</p>',
    ),
    "217-in": (
        "There is no switch that turns BBCode off in signatures.",
        '<p dir="auto"><strong>x</strong></p>',
    ),
}

FLUXBB12 = {
    "3-in": (
        "Fault: 1.2 takes punctuation into addresses and ends them at brackets; such addresses led nowhere.",
        '<p dir="auto">(<a href="http://example.com/a(b)" rel="nofollow ugc noopener">http://example.com/a(b)</a>)</p>',
    ),
    "4-in": (
        "Fault: 1.2 takes punctuation into addresses and ends them at brackets; such addresses led nowhere.",
        '<p dir="auto"><a href="http://example.com/x" rel="nofollow ugc noopener">http://example.com/x</a>, and <a href="http://example.com/y" rel="nofollow ugc noopener">http://example.com/y</a>!</p>',
    ),
    "6-in": (
        "Unsafe scheme, and http://javascript:… leads nowhere: the words stay, without a link.",
        '<p dir="auto">x</p>',
    ),
    "9-in": (
        "The address inside the literal tag becomes a link, as everywhere in running text.",
        '<p dir="auto">[img=alt]<a href="http://example.com/a.png" rel="nofollow ugc noopener">http://example.com/a.png</a>[/img]</p>',
    ),
    "15-in": (
        "Fault: 1.2 cuts code inside code in pieces; it is shown whole.",
        '<pre class="code" tabindex="0"><code>a [code]b[/code] c</code></pre>',
    ),
    "15-stored": (
        "Fault: 1.2 cuts code inside code in pieces; it is shown whole.",
        '<pre class="code" tabindex="0"><code>a [code]b[/code]\nc</code></pre>',
    ),
}

DIFFERENCES = {Dialect.BBCODE: BBCODE, Dialect.FLUXBB12: FLUXBB12}
