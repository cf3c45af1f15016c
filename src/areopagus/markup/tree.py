"""The tree every dialect is read into and every writer reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from areopagus.markup.contract import OwnSmiley


class Mark(StrEnum):
    STRONG = "strong"
    EMPHASIS = "emphasis"
    UNDERLINE = "underline"
    STRIKE = "strike"
    DELETED = "deleted"
    INSERTED = "inserted"
    SUBSCRIPT = "subscript"
    SUPERSCRIPT = "superscript"
    # These two have a value: the name of an ink, a size from 1 to 7.
    INK = "ink"
    SIZE = "size"


class Bond(StrEnum):
    """What kind of place a link leads to."""

    ADDRESS = "address"
    MAIL = "mail"
    INTERNAL = "internal"
    MENTION = "mention"


@dataclass(slots=True)
class Text:
    text: str


@dataclass(slots=True)
class Break:
    pass


@dataclass(slots=True)
class Smiley:
    """`own` when it is one of this board only."""

    code: str
    own: OwnSmiley | None = None


@dataclass(slots=True)
class InlineCode:
    text: str


@dataclass(slots=True)
class Formula:
    """TeX source. `display`: on a line of its own."""

    tex: str
    display: bool = False


@dataclass(slots=True)
class Image:
    url: str
    alt: str
    title: str = ""


@dataclass(slots=True)
class NoteMark:
    """The raised number that leads to a footnote; `ref` counts the marks of one note."""

    number: int
    ref: int


@dataclass(slots=True)
class Styled:
    mark: Mark
    value: str = ""
    children: list[Inline] = field(default_factory=list)


@dataclass(slots=True)
class Link:
    """`name` is the member's name in a mention."""

    url: str
    bond: Bond = Bond.ADDRESS
    title: str = ""
    name: str = ""
    children: list[Inline] = field(default_factory=list)


Inline = Text | Break | Smiley | InlineCode | Formula | Image | NoteMark | Styled | Link


@dataclass(slots=True)
class Paragraph:
    """`bare`: written without an element of its own, as in a tight list."""

    children: list[Inline] = field(default_factory=list)
    bare: bool = False


@dataclass(slots=True)
class Heading:
    """`level` counts from 1 inside the post."""

    level: int
    children: list[Inline] = field(default_factory=list)


@dataclass(slots=True)
class CodeBlock:
    text: str
    language: str = ""


@dataclass(slots=True)
class Gap:
    """One empty line more than a new paragraph needs."""


@dataclass(slots=True)
class Rule:
    pass


@dataclass(slots=True)
class Quote:
    """`url` leads to the quoted post."""

    name: str = ""
    post_id: int | None = None
    url: str = ""
    children: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Spoiler:
    title: str = ""
    children: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Aligned:
    """`side` is left, center, right or justify."""

    side: str
    children: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    children: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class ListBlock:
    """`kind` is "" for bullets, "1" for numbers, "a" for letters."""

    kind: str = ""
    start: int = 1
    children: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Cell:
    header: bool = False
    side: str = ""
    children: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Row:
    children: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """The first `heads` rows are the head."""

    heads: int = 0
    children: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Note:
    """A footnote's text; `refs` is how many marks lead to it."""

    number: int
    refs: int
    children: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Notes:
    children: list[Note] = field(default_factory=list)


Container = Quote | Spoiler | Aligned | Item | Cell | Note
Block = (
    Paragraph
    | Heading
    | CodeBlock
    | Gap
    | Rule
    | Quote
    | Spoiler
    | Aligned
    | ListBlock
    | Table
    | Notes
)
