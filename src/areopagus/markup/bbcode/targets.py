"""What the arguments of tags mean: addresses, names, sizes, raw contents."""

from __future__ import annotations

import re

from areopagus.markup import addresses
from areopagus.markup.bbcode.tokens import Part, Token
from areopagus.markup.building import Format
from areopagus.markup.contract import Links, Quoted
from areopagus.markup.tree import Bond, CodeBlock, Formula

_POST = re.compile(r"(?P<name>.*?)(?: post=(?P<id>[1-9][0-9]{0,17}))?", re.DOTALL)
_VIDEO = re.compile(r"[\w-]{6,20}")
_SIZE = re.compile(r"([+-]?[0-9]+)(px|pt|em|%)?")
# From how many px on a text has the next of seven sizes.
_STEPS = (0, 10, 12, 14, 18, 24, 32)
_PX_PER_EM, _PX_PER_PT, _LARGEST_STEP = 16, 4 / 3, 7
_TAB = "    "


def unquoted(argument: str) -> str:
    argument = argument.strip()
    if len(argument) > 1 and argument[0] == argument[-1] and argument[0] in "\"'":
        return argument[1:-1].strip()
    return argument


def quoted(argument: str, *, fluxbb12: bool) -> Quoted:
    found = _POST.fullmatch(argument)
    if found is None or fluxbb12 or found["id"] is None:
        return Quoted(unquoted(argument), None)
    return Quoted(unquoted(found["name"]), int(found["id"]))


def size(argument: str) -> str:
    """One of "1" … "7". Numbers to 7 are steps, percent and larger numbers are measures."""
    found = _SIZE.fullmatch(argument)
    if found is None:
        return ""
    number, unit = int(found[1]), found[2]
    if found[1][0] in "+-":
        return str(min(max(3 + number, 1), _LARGEST_STEP))
    if unit is None and number <= _LARGEST_STEP:
        return str(max(number, 1))
    # Without a unit, boards of old meant percent from 50 on (phpBB) and px below.
    if unit == "%" or (unit is None and number >= 50):  # noqa: PLR2004
        px = number * _PX_PER_EM / 100
    else:
        px = number * {"em": _PX_PER_EM, "pt": _PX_PER_PT}.get(unit or "px", 1)
    return str(sum(px >= step for step in _STEPS) or 1)


def own_text(inside: list[Token], length: int) -> str | None:
    """What `[url]…[/url]` links: its text, or the picture inside it. `length` counts tokens."""
    if length == 2 and inside[0].part is Part.TEXT:  # noqa: PLR2004
        return inside[0].raw
    picture = [token.tag.name if token.tag else "" for token in inside]
    if length == 4 and picture == ["img", "", "img"]:  # noqa: PLR2004
        return inside[1].raw
    return None


def link(name: str, typed: str, links: Links) -> Format | None:
    """The link for a tag; None when the tag stays text. Its `url` is "" when there is no place."""
    typed = unquoted(typed)
    if name == "url":
        url = addresses.fluxbb_target(typed)
        if not addresses.allowed(url):
            return Format()
        return Format(url=addresses.escaped(links.rewrite(url)))
    if name == "email":
        return Format(url=addresses.escaped(f"mailto:{typed}"), bond=Bond.MAIL)
    if not (typed.isascii() and typed.isdigit()) or typed[0] == "0":
        return None
    place = {
        "topic": links.topic,
        "post": links.post,
        "forum": links.forum,
        "user": links.member_by_id,
    }[name]
    return Format(url=place(int(typed)), bond=Bond.INTERNAL)


def raw_block(
    name: str, inside: str, argument: str | None, *, spaces: bool
) -> CodeBlock | Formula | Format | None:
    """None when there is nothing inside. `spaces`: tabs become spaces, as in 1.2."""
    if not inside.strip():
        return None
    if name == "math":
        tex = inside.strip()
        return Formula(tex, display="\n" in tex)
    if name == "youtube":
        return Format(url=_video(inside.strip()))
    text = inside.strip("\n")
    return CodeBlock(text.replace("\t", _TAB) if spaces else text, argument or "")


def _video(typed: str) -> str:
    """A plain link: players of others would follow every reader."""
    if _VIDEO.fullmatch(typed):
        return f"https://www.youtube.com/watch?v={typed}"
    url = addresses.fluxbb_target(typed)
    if "." not in typed or not addresses.allowed(url):
        return ""
    _, found, video = url.partition("/v/")
    return addresses.escaped(f"https://www.youtube.com/watch?v={video}" if found else url)
