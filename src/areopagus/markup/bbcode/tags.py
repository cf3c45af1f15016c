"""What tags there are and what each takes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from areopagus.markup.tree import Mark


class Kind(Enum):
    MARK = auto()  # A range of formatting; may cross others.
    LINK = auto()  # A range that is a link, or a link to its own text.
    BLOCK = auto()  # On the stack.
    ITEM = auto()  # [*]
    RAW = auto()  # What is inside is not read: code, math, youtube.
    IMAGE = auto()
    EMPTY = auto()  # Without an end tag: hr.
    IGNORED = auto()  # Known, and shows nothing: font.


@dataclass(frozen=True, slots=True)
class Tag:
    """`argument`: what `[name=…]` must match; None means it takes no argument.

    `bare`: whether `[name]` without an argument is a tag. `deepest`: how far it nests in itself.
    """

    name: str
    kind: Kind
    mark: Mark | None = None
    argument: re.Pattern[str] | None = None
    bare: bool = True
    deepest: int = 1

    def takes(self, argument: str | None) -> bool:
        if argument is None:
            return self.bare
        return self.argument is not None and self.argument.fullmatch(argument) is not None


_ANY = re.compile(r".+", re.DOTALL)
_NO_BRACKET = re.compile(r"[^\[]+")
_ID = re.compile(r"[\"']?[1-9][0-9]{0,17}[\"']?")
_COLOUR = re.compile(r"[A-Za-z]{3,20}|#[0-9A-Fa-f]{6}|#[0-9A-Fa-f]{3}")
_COLOUR_12 = re.compile(r"[A-Za-z]{3,20}|#?[0-9A-Fa-f]{6}|\"[^\"]*\"|'[^']*'")
_SIZE = re.compile(r"[+-]?[0-9]{1,3}(?:px|pt|em|%)?")
_LIST = re.compile(r"[*1aA]")
_LANGUAGE = re.compile(r"[\w+#.-]{1,30}")
MOST_LISTS, MOST_BLOCKS = 5, 40

_SIMPLE = {
    "b": Mark.STRONG, "i": Mark.EMPHASIS, "em": Mark.EMPHASIS, "u": Mark.UNDERLINE,
    "s": Mark.STRIKE, "del": Mark.DELETED, "ins": Mark.INSERTED, "sub": Mark.SUBSCRIPT,
    "sup": Mark.SUPERSCRIPT,
}  # fmt: skip


def _bbcode() -> list[Tag]:
    return [
        *(Tag(name, Kind.MARK, mark) for name, mark in _SIMPLE.items()),
        Tag("color", Kind.MARK, Mark.INK, _COLOUR, bare=False),
        Tag("size", Kind.MARK, Mark.SIZE, _SIZE, bare=False, deepest=5),
        Tag("url", Kind.LINK, argument=_NO_BRACKET),
        Tag("email", Kind.LINK, argument=_NO_BRACKET),
        *(Tag(name, Kind.LINK, argument=_ID) for name in ("topic", "post", "forum", "user")),
        Tag("img", Kind.IMAGE, argument=_NO_BRACKET),
        Tag("code", Kind.RAW, argument=_LANGUAGE),
        Tag("math", Kind.RAW),
        Tag("youtube", Kind.RAW),
        Tag("quote", Kind.BLOCK, argument=_ANY, deepest=20),
        Tag("list", Kind.BLOCK, argument=_LIST, deepest=MOST_LISTS),
        Tag("*", Kind.ITEM),
        Tag("h", Kind.BLOCK),
        Tag("spoiler", Kind.BLOCK, argument=_NO_BRACKET, deepest=5),
        *(Tag(n, Kind.BLOCK, deepest=5) for n in ("center", "left", "right", "justify")),
        *(Tag(name, Kind.BLOCK, deepest=2) for name in ("table", "tr", "td", "th")),
        Tag("hr", Kind.EMPTY),
        Tag("font", Kind.IGNORED, argument=_NO_BRACKET, bare=False),
    ]


def _fluxbb12() -> list[Tag]:
    return [
        *(Tag(name, Kind.MARK, _SIMPLE[name]) for name in ("b", "i", "u")),
        Tag("color", Kind.MARK, Mark.INK, _COLOUR_12, bare=False),
        Tag("url", Kind.LINK, argument=_NO_BRACKET),
        Tag("email", Kind.LINK, argument=_NO_BRACKET),
        Tag("img", Kind.IMAGE),
        Tag("code", Kind.RAW),
        Tag("quote", Kind.BLOCK, argument=_ANY, deepest=20),
    ]


@dataclass(frozen=True, slots=True)
class Grammar:
    tags: dict[str, Tag]
    opener: re.Pattern[str]
    # 1.2 had character references, no paragraphs, and spaces instead of tabs in code.
    fluxbb12: bool = False


def _grammar(tags: list[Tag], *, fluxbb12: bool = False) -> Grammar:
    known = {tag.name: tag for tag in tags}
    known["colour"] = known["color"]
    names = sorted(map(re.escape, known), key=len, reverse=True)
    opener = re.compile(rf"\[(/?)({'|'.join(names)})([=\]])", re.IGNORECASE)
    return Grammar(known, opener, fluxbb12)


BBCODE = _grammar(_bbcode())
FLUXBB12 = _grammar(_fluxbb12(), fluxbb12=True)
