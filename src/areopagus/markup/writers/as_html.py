"""The tree as HTML: classes instead of styles, nothing that runs."""

from __future__ import annotations

from collections.abc import Sequence

from areopagus.markup import formulas, highlight
from areopagus.markup.highlight import text_of
from areopagus.markup.smilies import SMILIES
from areopagus.markup.tree import (
    Aligned,
    Block,
    Bond,
    Break,
    Cell,
    CodeBlock,
    Formula,
    Gap,
    Heading,
    Image,
    Inline,
    InlineCode,
    Item,
    Link,
    ListBlock,
    Mark,
    Note,
    NoteMark,
    Notes,
    Paragraph,
    Quote,
    Row,
    Rule,
    Smiley,
    Spoiler,
    Styled,
    Table,
    Text,
)

# A post stands below the page's h1 and the topic's h2.
FIRST_HEADING, LAST_HEADING = 3, 6
# From this many line ends on code gets a scroll bar of its own, as in FluxBB.
TALL = 28
# Characters of formulas and of coloured code in one text; what is beyond is shown plain, because
# both cost a hundred times more than words. Looking up a language costs as much as some code.
MOST_FORMULAS, MOST_COLOURED, COST_OF_LEXER = 5_000, 20_000, 150
_ELEMENTS = {
    Mark.STRONG: "strong", Mark.EMPHASIS: "em", Mark.UNDERLINE: "u", Mark.STRIKE: "s",
    Mark.DELETED: "del", Mark.INSERTED: "ins", Mark.SUBSCRIPT: "sub", Mark.SUPERSCRIPT: "sup",
}  # fmt: skip
_FOREIGN = 'rel="nofollow ugc noopener"'


def written(blocks: Sequence[Block], prefix: str) -> str:
    """`prefix` begins the ids of footnotes."""
    writer = _Writer(prefix)
    writer.blocks(blocks)
    return "".join(writer.out)


def _attribute(value: str) -> str:
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("\u00a0", "&nbsp;") \
        .replace("<", "&lt;").replace(">", "&gt;")  # fmt: skip


def _smiley(node: Smiley) -> str:
    typed = _attribute(node.code)
    if node.own is not None:
        url, name = _attribute(node.own.url), _attribute(node.own.name)
        return f'<img class="smiley" src="{url}" alt="{name}" title="{typed}" loading="lazy">'
    name, picture = SMILIES[node.code]
    return f'<span class="smiley" role="img" aria-label="{name}" title="{typed}">{picture}</span>'


class _Writer:
    def __init__(self, prefix: str) -> None:
        self.out: list[str] = []
        self._prefix = prefix
        self._formulas = MOST_FORMULAS
        self._coloured = MOST_COLOURED

    def blocks(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            self._block(block)

    def _block(self, block: Block) -> None:  # noqa: C901, PLR0912 - one case for each kind.
        write = self.out.append
        match block:
            case Paragraph(bare=True):
                self._inlines(block.children)
            case Paragraph():
                write('<p dir="auto">')
                self._inlines(block.children)
                write("</p>")
            case Heading():
                element = f"h{min(FIRST_HEADING - 1 + block.level, LAST_HEADING)}"
                write(f'<{element} dir="auto">')
                self._inlines(block.children)
                write(f"</{element}>")
            case Gap():
                write("<br>")
            case Rule():
                write("<hr>")
            case CodeBlock():
                self._code(block)
            case Quote():
                self._quote(block)
            case Spoiler():
                title = text_of(block.title or "Spoiler")
                write(f'<details class="spoiler"><summary dir="auto">{title}</summary>')
                self.blocks(block.children)
                write("</details>")
            case Aligned():
                write(f'<div class="align-{block.side}">')
                self.blocks(block.children)
                write("</div>")
            case ListBlock():
                self._list(block)
            case Table():
                self._table(block)
            case Notes():
                write('<section class="footnotes" role="doc-endnotes"><ol>')
                for note in block.children:
                    self._note(note)
                write("</ol></section>")

    def _code(self, block: CodeBlock) -> None:
        coloured = None
        if block.language and self._coloured > 0:
            self._coloured -= len(block.text) + COST_OF_LEXER
            coloured = highlight.highlighted(block.text, block.language)
        tall = " tall" if block.text.count("\n") > TALL else ""
        language = f' class="language-{_attribute(block.language)}"' if block.language else ""
        # A region that scrolls must be reachable with the keyboard.
        self.out.append(f'<pre class="code{tall}" tabindex="0"><code{language}>')
        self.out.append(text_of(block.text) if coloured is None else coloured)
        self.out.append("</code></pre>")

    def _quote(self, block: Quote) -> None:
        self.out.append('<blockquote class="quote">')
        if block.name:
            name = text_of(block.name)
            if block.url:
                name = f'<a href="{_attribute(block.url)}">{name}</a>'
            self.out.append(f'<cite dir="auto">{name} wrote:</cite>')
        self.blocks(block.children)
        self.out.append("</blockquote>")

    def _list(self, block: ListBlock) -> None:
        element, attributes = "ul", ""
        if block.kind:
            element = "ol"
            attributes = ' class="letters"' if block.kind in "aA" else ""
            attributes += f' start="{block.start}"' if block.start != 1 else ""
        self.out.append(f"<{element}{attributes}>")
        for item in block.children:
            self._holder("li", "", item)
        self.out.append(f"</{element}>")

    def _table(self, block: Table) -> None:
        self.out.append("<table>")
        for element, rows in (
            ("thead", block.children[: block.heads]),
            ("tbody", block.children[block.heads :]),
        ):
            if rows:
                self.out.append(f"<{element}>")
                for row in rows:
                    self._row(row)
                self.out.append(f"</{element}>")
        self.out.append("</table>")

    def _row(self, row: Row) -> None:
        self.out.append("<tr>")
        for cell in row.children:
            side = f' class="align-{cell.side}"' if cell.side else ""
            self._holder("th" if cell.header else "td", side, cell)
        self.out.append("</tr>")

    def _holder(self, element: str, attributes: str, holder: Item | Cell) -> None:
        self.out.append(f'<{element} dir="auto"{attributes}>')
        self.blocks(holder.children)
        self.out.append(f"</{element}>")

    def _note(self, note: Note) -> None:
        self.out.append(f'<li dir="auto" id="{self._prefix}-note-{note.number}">')
        self.blocks(note.children)
        for ref in range(note.refs):
            place = f"#{self._prefix}-mark-{note.number}-{ref}"
            self.out.append(f' <a href="{place}" class="back" aria-label="Back to the text">↩</a>')
        self.out.append("</li>")

    def _inlines(self, nodes: Sequence[Inline]) -> None:
        for node in nodes:
            self._inline(node)

    def _inline(self, node: Inline) -> None:
        write = self.out.append
        match node:
            case Text():
                write(text_of(node.text))
            case Break():
                write("<br>")
            case Styled():
                self._styled(node)
            case Link():
                self._link(node)
            case Image():
                self._image(node)
            case Smiley():
                write(_smiley(node))
            case InlineCode():
                write(f"<code>{text_of(node.text)}</code>")
            case Formula():
                self._formula(node)
            case NoteMark():
                place = f"{self._prefix}-note-{node.number}"
                own = f"{self._prefix}-mark-{node.number}-{node.ref}"
                write(f'<sup><a href="#{place}" class="note" id="{own}">{node.number}</a></sup>')

    def _formula(self, node: Formula) -> None:
        self._formulas -= len(node.tex)
        shown = None
        if self._formulas > 0:
            shown = formulas.mathml(node.tex, display=node.display)
        self.out.append(f"<code>{text_of(node.tex)}</code>" if shown is None else shown)

    def _styled(self, node: Styled) -> None:
        element, attributes = _ELEMENTS.get(node.mark, "span"), ""
        if element == "span":
            # A colour or size nobody knows leaves no trace.
            if not node.value:
                self._inlines(node.children)
                return
            attributes = f' class="{node.mark}-{_attribute(node.value)}"'
        self.out.append(f"<{element}{attributes}>")
        self._inlines(node.children)
        self.out.append(f"</{element}>")

    def _link(self, node: Link) -> None:
        kind = {Bond.ADDRESS: _FOREIGN, Bond.MENTION: 'class="mention"'}.get(node.bond, "")
        title = f' title="{_attribute(node.title)}"' if node.title else ""
        self.out.append(f'<a href="{_attribute(node.url)}"{title}{" " if kind else ""}{kind}>')
        self._inlines(node.children)
        self.out.append("</a>")

    def _image(self, node: Image) -> None:
        title = f' title="{_attribute(node.title)}"' if node.title else ""
        self.out.append(
            f'<img src="{_attribute(node.url)}" alt="{_attribute(node.alt)}"{title}'
            ' loading="lazy" referrerpolicy="no-referrer">'
        )
