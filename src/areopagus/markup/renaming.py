"""Another name for somebody in what others wrote: in quotations, mentions and links to them, and nowhere else.

What could be either is found in the source and given a mark; the tree that is read from the marked source
says which of the marks stand where names stand. So a name in code, in an address or in plain words stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import count

from areopagus.markup import mentions
from areopagus.markup.bbcode import targets, tokens
from areopagus.markup.bbcode.tags import BBCODE, FLUXBB12, MOST_BLOCKS
from areopagus.markup.bbcode.tokens import Part
from areopagus.markup.contract import Dialect, Features, PlainLinks
from areopagus.markup.quoting import SPECIAL, argument_of
from areopagus.markup.rendering import tidied, tree_of
from areopagus.markup.tree import Bond, CodeBlock, Formula, InlineCode, Link, Quote, Text

# The new name for the name that stands there, or None when it is somebody else's. A quotation may say
# which post it is from.
Renames = Callable[[str, int | None], str | None]
# More deeply nested quotations are not shown, and hold names all the same.
_ALL_OF_IT = Features(smilies=False, quote_depth=MOST_BLOCKS)
_SAID = re.compile(r"\*\*(?P<name>[^\n]{1,400}?)\*\* wrote \(post (?P<id>[1-9][0-9]{0,17})\):")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BLANKS = re.compile(r"\W")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name may stand, from `start` to `end` of the source, and how another is written there."""

    start: int
    end: int
    name: str
    post_id: int | None
    write: Callable[[str], str]


def renamed(
    source: str, dialect: Dialect, renames: Renames, addresses: Collection[str] = ()
) -> str:
    """The source with other names; to the letter the same where there is nothing to rename.

    `addresses` are pages of theirs that end with a name, such as "/members/7-max": in links the name goes.
    """
    new = {
        place: name
        for place in _places(source, dialect)
        if (name := renames(place.name, place.post_id)) is not None
    }
    new |= dict.fromkeys(_endings(source, addresses), "")
    new = {place: new[place] for place in sorted(new, key=lambda place: place.start)}
    if not new:
        return source
    marks = _unused_words(source)
    marked = {next(marks): place for place in new}
    tried = _written(source, [(place, mark) for mark, place in marked.items()])
    links = _Marks(frozenset(marked))
    shown = frozenset(_shown(tree_of(tidied(tried), dialect, links, _ALL_OF_IT)))
    found = [(place, new[place]) for mark, place in marked.items() if mark in shown]
    return _written(source, found)


class _Marks(PlainLinks):
    """Knows nobody but the marks."""

    def __init__(self, marks: frozenset[str]) -> None:
        self._marks = marks

    def member(self, name: str) -> str | None:
        return "/" if name in self._marks else None


def _places(source: str, dialect: Dialect) -> Sequence[_Place]:
    if dialect is Dialect.MARKDOWN:
        return [*_in_markdown(source)]
    return [*_in_bbcode(source, old=dialect is Dialect.FLUXBB12)]


def _in_bbcode(source: str, *, old: bool) -> Iterator[_Place]:
    at, before = 0, ""
    for token in tokens.cut(source, FLUXBB12 if old else BBCODE):
        if token.part is Part.TEXT and before == "user":
            # What a link to a member shows is mostly a name.
            yield _Place(at, at + len(token.raw), token.raw.strip(), None, str)
        elif token.part is Part.TEXT:
            yield from _mentions(token.raw, range(at, at + len(token.raw) + 1))
        elif token.argument is not None and token.tag is not None and token.tag.name == "quote":
            said = targets.quoted(token.argument, fluxbb12=old)
            end = at + len(token.raw) - 1
            post = "" if said.post_id is None else f" post={said.post_id}"
            yield _Place(
                end - len(token.argument),
                end,
                said.name,
                said.post_id,
                lambda name, post=post: argument_of(name) + post,  # type: ignore[misc]
            )
        at += len(token.raw)
        before = token.tag.name if token.tag is not None and token.part is Part.OPEN else ""


def _in_markdown(source: str) -> Iterator[_Place]:
    """Read without the backslashes before marks, which a name with such marks is written with."""
    plain: list[str] = []
    where: list[int] = []
    last = 0
    for found in _ESCAPED.finditer(source):
        plain += [source[last : found.start()], found[1]]
        where += range(last, found.start() + 1)
        last = found.end()
    plain.append(source[last:])
    where += range(last, len(source) + 1)
    text = "".join(plain)
    for place in _mentions(text, where):
        # A backslash before the sign stays.
        yield replace(place, start=place.start + (source[place.start] == "\\"))
    for said in _SAID.finditer(text):
        start, end = said.span("name")
        yield _Place(
            where[start],
            where[end],
            said["name"],
            int(said["id"]),
            lambda name: SPECIAL.sub(r"\\\1", name),
        )


def _mentions(text: str, where: Sequence[int]) -> Iterator[_Place]:
    for start, end, name in mentions.find(text):
        yield _Place(where[start], where[end], name, None, _mention_of)


def _endings(source: str, addresses: Collection[str]) -> Iterator[_Place]:
    for address in addresses:
        # What stands before the first hyphen is a number.
        length = len(address) - address.index("-")
        for found in re.finditer(rf"{re.escape(address)}(?![\w-])", source, re.IGNORECASE):
            yield _Place(found.end() - length, found.end(), "", None, _ending_of)


def _ending_of(name: str) -> str:
    return f"-{name}" if name else ""


def _mention_of(name: str) -> str:
    return f'@"{name}"' if _BLANKS.search(name) else f"@{name}"


def _unused_words(source: str) -> Iterator[str]:
    """Words of letters alone, which mean nothing in any dialect and stand nowhere in the source."""
    begin = next(word for n in count() if (word := f"zq{'q' * n}z") not in source)
    for number in count():
        yield begin + "".join(chr(ord("a") + int(digit)) for digit in str(number)) + "z"


def _written(source: str, names: Sequence[tuple[_Place, str]]) -> str:
    """Of places that overlap only the first is written."""
    pieces, at = [], 0
    for place, name in names:
        if place.start >= at:
            pieces += [source[at : place.start], place.write(name)]
            at = place.end
    return "".join([*pieces, source[at:]])


def _shown(node: object) -> Iterator[str]:
    """Words where names stand in the tree: in mentions, above quotations, behind an @ in running text, in links to somebody."""
    match node:
        case list():
            for one in node:
                yield from _shown(one)
        case CodeBlock() | InlineCode() | Formula():
            return
        case Text():
            yield from re.findall(r"@\"?(\w+)", node.text)
        case Link():
            yield from (node.name, *re.findall(r"-([a-z]+)", node.url))
            if node.bond is Bond.INTERNAL:
                yield from (one.text.strip() for one in node.children if isinstance(one, Text))
            yield from _shown(node.children)
        case Quote():
            yield node.name
            yield from _shown(node.children)
        case _ if is_dataclass(node) and any(one.name == "children" for one in fields(node)):
            yield from _shown(getattr(node, "children"))  # noqa: B009 - known only by its name.
        case _:
            return
