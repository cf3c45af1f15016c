"""What a writer can do, in the languages of today."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from areopagus import markup
from areopagus.markup import Dialect, Features, Quoted
from areopagus.markup.wall import walled


class TownLinks(markup.PlainLinks):
    """Links of a board with two members, whose old addresses have moved."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def member(self, name: str) -> str | None:
        self.asked.append(name)
        return {"Ada": "/members/1-ada/", "Max Muster": "/members/3-max/"}.get(name)

    def rewrite(self, url: str) -> str:
        return url.replace("https://old.example/viewtopic.php?id=", "/topics/")


def bbcode(source: str, **features: object) -> str:
    return markup.render(source, Dialect.BBCODE, TownLinks(), Features(**features)).html  # type: ignore[arg-type]


def markdown(source: str, **features: object) -> str:
    return markup.render(source, Dialect.MARKDOWN, TownLinks(), Features(**features)).html  # type: ignore[arg-type]


@pytest.mark.parametrize("dialect", [Dialect.BBCODE, Dialect.MARKDOWN, Dialect.FLUXBB12])
def test_a_mention_links_a_member_and_nobody_else(dialect: Dialect) -> None:
    links = TownLinks()
    made = markup.render('@Ada, @"Max Muster" and @Nobody! mail@Ada.example', dialect, links)
    assert '<a href="/members/1-ada/" class="mention">@Ada</a>, ' in made.html
    assert '<a href="/members/3-max/" class="mention">@Max Muster</a>' in made.html
    assert "@Nobody!" in made.html
    assert made.mentions == ("Ada", "Max Muster")
    assert links.asked == ["Ada", "Max Muster", "Nobody"]


def test_who_is_mentioned_in_a_quotation_is_not_called_again() -> None:
    assert markup.render("[quote]@Ada[/quote]", Dialect.BBCODE, TownLinks()).mentions == ()
    assert markup.render("> @Ada", Dialect.MARKDOWN, TownLinks()).mentions == ()


@pytest.mark.parametrize("dialect", [Dialect.BBCODE, Dialect.MARKDOWN])
def test_a_quotation_leads_back_to_its_post(dialect: Dialect) -> None:
    source = markup.quote("They land.", dialect, "Ada_L", 42)
    made = markup.render(f"{source}\nDo they?", dialect)
    assert '<cite dir="auto"><a href="/posts/42/">Ada_L</a> wrote:</cite>' in made.html
    assert made.quoted == (Quoted("Ada_L", 42),)
    assert made.text == "Ada_L:\n> They land.\n\nDo they?"
    assert markup.excerpt(made.text, 50) == "Do they?"


def test_only_the_outermost_quotation_counts_as_quoted() -> None:
    source = "[quote=Ada post=5][quote=Max post=4]a[/quote]b[/quote]"
    assert markup.render(source, Dialect.BBCODE).quoted == (Quoted("Ada", 5),)


def test_quoting_keeps_the_language_and_the_reply_whole() -> None:
    source = "a[/quote] [b]b[/b] [img]https://a.example/i.png[/img] [code][/quote][/code]"
    assert markup.quote(source, Dialect.BBCODE, "O'Neil [x]", 7) == (
        '[quote="O\'Neil [x]" post=7]a [b]b[/b] https://a.example/i.png [code][/quote][/code][/quote]\n'
    )
    assert markup.quote("a\n\n*b*", Dialect.MARKDOWN, "Ada", 7) == (
        "> **Ada** wrote (post 7):\n>\n> a\n>\n> *b*\n\n"
    )


def test_quoting_into_the_other_language_quotes_the_words() -> None:
    told = markup.quote("[b]5*4[/b] :)", Dialect.BBCODE, "Ada", 7, Dialect.MARKDOWN)
    assert markup.render(told, Dialect.MARKDOWN).text == "Ada:\n> 5*4 :)"
    told = markup.quote("*so* [x](https://a.example)", Dialect.MARKDOWN, "Ada", 7, Dialect.BBCODE)
    assert told == "[quote=Ada post=7]so x[/quote]\n"


@pytest.mark.parametrize("write", [bbcode, markdown])
def test_addresses_become_links_without_the_punctuation_around_them(
    write: Callable[[str], str],
) -> None:
    html = write(
        "(see https://en.wikipedia.org/wiki/Foo_(bar)), www.example.com/a?b=c. http://a.b/c!"
    )
    for url in ("https://en.wikipedia.org/wiki/Foo_(bar)", "http://a.b/c"):
        assert f'<a href="{url}" rel="nofollow ugc noopener">{url}</a>' in html
    assert '<a href="http://www.example.com/a?b=c"' in html
    assert ">www.example.com/a?b=c</a>. " in html
    assert html.endswith("</a>!</p>")


@pytest.mark.parametrize("write", [bbcode, markdown])
def test_a_long_address_loses_its_middle(
    write: Callable[[str], str],
) -> None:
    url = "https://www.example.com/" + "a/long/way/" * 6 + "the-end.html"
    assert f'<a href="{url}"' in write(url)
    assert ">https://www.example.com/a/long/way/a/lo … e-end.html</a>" in write(url)


def test_markdown_does_not_emphasise_inside_addresses() -> None:
    html = markdown("**see https://a.example/_x_/*y*/z**, _http://b.example/_")
    assert '<strong>see <a href="https://a.example/_x_/*y*/z"' in html
    assert (
        '<em><a href="http://b.example/" rel="nofollow ugc noopener">http://b.example/</a></em>'
        in html
    )
    assert markdown("[https://a.example/](https://b.example/)").count("<a ") == 1


def test_plain_text_has_the_whole_address() -> None:
    url = "https://www.example.com/" + "a/long/way/" * 6
    assert markup.render(f"see {url} now", Dialect.BBCODE).text == f"see {url} now"


def test_a_board_may_want_every_line_end_of_markdown() -> None:
    assert markdown("a\nb") == '<p dir="auto">a\nb</p>'
    assert markdown("a\nb", line_breaks=True) == '<p dir="auto">a<br>b</p>'


def test_who_may_not_link_writes_words() -> None:
    source = "[url=https://a.example/]a[/url] https://b.example/ [topic=1]t[/topic]"
    html = bbcode(source, may_link=False)
    assert html == '<p dir="auto">a https://b.example/ <a href="/topics/1/">t</a></p>'
    assert "<a" not in markdown("[a](https://a.example/) https://b.example/", may_link=False)


def test_links_and_pictures_are_told_and_addresses_that_moved_are_rewritten() -> None:
    source = (
        "[url=https://old.example/viewtopic.php?id=9]x[/url] [email]a@b.example[/email] "
        "[img]https://c.example/i.png[/img] [topic=1]t[/topic]"
    )
    made = markup.render(source, Dialect.BBCODE, TownLinks())
    assert made.links == ("/topics/9",)
    assert made.images == ("https://c.example/i.png",)


def test_pictures_are_lazy_and_tell_nobody_where_they_are_shown() -> None:
    html = bbcode("[img=Moon]https://a.example/i.png[/img]")
    assert 'alt="Moon" loading="lazy" referrerpolicy="no-referrer"' in html
    assert "<img" not in markdown("![Moon](https://a.example/i.png)", images=False)
    assert "<img" not in markdown("![Moon](data:image/png;base64,AAAA)")


def test_a_reader_without_pictures_gets_links_and_without_smilies_what_was_typed() -> None:
    html = bbcode(
        "a :) [img=M]https://a.example/i.png[/img] [url=/x][img]https://a.example/j.png[/img][/url]"
    )
    assert markup.for_reader(html, images=True, smilies=True) is html
    read = markup.for_reader(html, images=False, smilies=False)
    assert read == (
        '<p dir="auto">a :) <a href="https://a.example/i.png" rel="nofollow ugc noopener">'
        '&lt;image - M&gt;</a> <a href="/x" rel="nofollow ugc noopener">&lt;image - j.png&gt;</a></p>'
    )
    assert walled(read) == read


def test_a_smiley_says_its_name_and_keeps_what_was_typed() -> None:
    assert bbcode(":D") == (
        '<p dir="auto"><span class="smiley" role="img" aria-label="big smile" title=":D">😃</span></p>'
    )
    assert markup.render(":D x :/", Dialect.BBCODE).text == ":D x :/"


MARS = markup.OwnSmiley(":mars:", 'red "planet"', "/media/moved/a.webp")
PICTURE = (
    '<img class="smiley" src="/media/moved/a.webp" alt="red &quot;planet&quot;" title=":mars:"'
    ' loading="lazy">'
)


@pytest.mark.parametrize("dialect", Dialect)
def test_a_board_has_smilies_of_its_own(dialect: Dialect) -> None:
    own = Features(own_smilies=(MARS, markup.OwnSmiley(":D", "grin", "/media/moved/b.webp")))
    made = markup.render("To :mars: :D :) and :marsh:", dialect, features=own)
    assert made.html.count("<img") == 2
    assert PICTURE in made.html
    assert 'aria-label="smile"' in made.html
    assert made.text == "To :mars: :D :) and :marsh:"
    assert made.images == ()
    without = markup.render("To :mars:", dialect)
    assert "<img" not in without.html


def test_own_smilies_stay_without_other_pictures_and_go_with_other_smilies() -> None:
    html = bbcode("To :mars: [img]https://a.example/i.png[/img] :)", own_smilies=(MARS,))
    assert PICTURE in markup.for_reader(html, images=False, smilies=True)
    assert markup.for_reader(html, images=True, smilies=False).count("<img") == 1
    assert ">To :mars: <img" in markup.for_reader(html, images=True, smilies=False)
    assert walled(html) == html
    quiet = Features(own_smilies=(MARS,), smilies=False)
    assert "<img" not in markup.render(":mars:", Dialect.BBCODE, features=quiet).html


def test_pictures_of_a_board_that_moved_in_show_from_where_they_are_now() -> None:
    old = "https://old.example/viewtopic.php?id=9.png"
    assert 'src="/topics/9.png"' in bbcode(f"[img]{old}[/img]")
    assert 'src="/topics/9.png"' in markdown(f"![Moon]({old})")


def test_colours_become_the_nearest_ink_and_sizes_one_of_seven() -> None:
    for colour, ink in {
        "#f00": "red", "#FFA500": "orange", "#000080": "blue", "Maroon": "brown", "#fefefe": "white",
    }.items():  # fmt: skip
        assert f'<span class="ink-{ink}">x</span>' in bbcode(f"[color={colour}]x[/color]")
    for size, step in {"7": 7, "20": 5, "85": 3, "200": 7, "+1": 4, "8px": 1, "150%": 6}.items():
        assert f'<span class="size-{step}">x</span>' in bbcode(f"[size={size}]x[/size]")


def test_tags_of_imported_boards_are_understood() -> None:
    assert bbcode("[center]a[/center]") == '<div class="align-center"><p dir="auto">a</p></div>'
    assert bbcode("[spoiler=End]They land.[/spoiler]") == (
        '<details class="spoiler"><summary dir="auto">End</summary>'
        '<p dir="auto">They land.</p></details>'
    )
    assert bbcode("[table][tr][th]a[/th][td]b[/td][/tr][/table]") == (
        '<table><tbody><tr><th dir="auto">a</th><td dir="auto">b</td></tr></tbody></table>'
    )
    assert bbcode("H[sub]2[/sub]O x[sup]2[/sup]") == (
        '<p dir="auto">H<sub>2</sub>O x<sup>2</sup></p>'
    )
    assert bbcode("[font=Arial]a[/font][hr]b") == '<p dir="auto">a</p><hr><p dir="auto">b</p>'
    assert 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"' in bbcode(
        "[youtube]dQw4w9WgXcQ[/youtube]"
    )


def test_code_is_coloured_only_when_its_language_is_named() -> None:
    assert '<span class="k">def</span>' in bbcode("[code=python]def f(): pass[/code]")
    assert bbcode("[code]def f()[/code]") == (
        '<pre class="code" tabindex="0"><code>def f()</code></pre>'
    )
    assert "<span" not in markdown("```nonsense\ndef f()\n```")
    assert "<span" not in bbcode("[code=python]" + "x = 1\n" * 5_000 + "[/code]")
    # Of these Pygments would make minutes of work.
    assert "<span" not in bbcode("[code=c]" + "//" * 5_000 + "[/code]")
    assert "<span" not in bbcode("[code=c]a" + "\n" * 5_000 + "b[/code]")


def test_formulas_are_mathml_and_money_is_money() -> None:
    assert "<mfrac>" in bbcode(r"[math]\frac{a}{b}[/math]")
    html = markdown(r"It costs $5 or $6, but $\Delta v$ and" + "\n\n$$E=mc^2$$")
    assert "$5 or $6" in html
    assert html.count("<math") == 2
    assert 'display="block"' in html


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\def\a{\a\a}\a",
        "x^{" * 2_000,
        r"\begin{matrix}",
        "a" * 2_000,
    ],
)
def test_a_formula_that_cannot_be_shown_is_shown_as_source(tex: str) -> None:
    html = bbcode(f"[math]{tex}[/math]")
    assert "<math" not in html
    assert "<code>" in html


def test_text_inside_a_formula_is_not_html() -> None:
    html = bbcode(r"[math]\text{<img src=x onerror=alert(1)>}[/math]")
    assert "<img" not in html
    assert "onerror=alert(1)" not in html.replace("<code>", "") or "&lt;img" in html


def test_footnotes_of_two_posts_do_not_meet() -> None:
    one, other = (markdown(f"{word}[^1]\n\n[^1]: note") for word in ("a", "b"))
    ids = [html.split('<li dir="auto" id="')[1].split('"')[0] for html in (one, other)]
    assert ids[0] != ids[1]
    assert f'href="#{ids[0]}"' in one
    assert markdown("a[^1]\n\n[^1]: note", prefix="p7").count('id="p7-note-1"') == 1


def test_a_signature_has_no_blocks() -> None:
    assert bbcode("[quote]a[/quote]", signature=True) == '<p dir="auto">[quote]a[/quote]</p>'
    assert markdown("# a", signature=True) == '<p dir="auto"># a</p>'
    assert markdown("*a*", signature=True) == '<p dir="auto"><em>a</em></p>'


def test_quotations_deeper_than_the_board_wants_are_left_out() -> None:
    assert "deep" not in bbcode("[quote]a[quote]deep[/quote]b[/quote]", quote_depth=1)
    assert "deep" not in markdown("> a\n> > deep\n>\n> b", quote_depth=1)
    assert "deep" in markdown("> a\n> > deep\n>\n> b", quote_depth=2)


def test_an_excerpt_ends_between_words() -> None:
    assert markup.excerpt("One two three four five six.", 18) == "One two three…"
    assert markup.excerpt("short", 20) == "short"
    assert markup.excerpt("字" * 50, 10) == "字" * 9 + "…"
    assert markup.excerpt("Ada:\n> only quoted", 50) == "Ada: only quoted"


@pytest.mark.parametrize("example", markup.HELP, ids=lambda e: f"{e.dialect}-{e.heading}")
def test_the_help_shows_what_works(example: markup.Example) -> None:
    made = markup.render(example.source, example.dialect, TownLinks())
    assert markup.problems(example.source, example.dialect) == []
    assert made.text.strip()
    # Something became of the notation.
    assert "<" in made.html.removeprefix('<p dir="auto">').removesuffix("</p>")
