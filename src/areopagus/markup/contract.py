"""What callers give to markup and what they get back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Dialect(StrEnum):
    BBCODE = "bbcode"
    FLUXBB12 = "fluxbb12"
    MARKDOWN = "markdown"


class Links(Protocol):
    """Where the links inside a post lead; markup itself knows no addresses."""

    def member(self, name: str) -> str | None:
        """The page of the member called `name`, or None: then the name stays plain text."""

    def topic(self, topic_id: int, /) -> str: ...

    def post(self, post_id: int, /) -> str: ...

    def forum(self, forum_id: int, /) -> str: ...

    def member_by_id(self, member_id: int, /) -> str: ...

    def rewrite(self, url: str) -> str:
        """The address to link or to show instead of `url`, for those of a board that moved in."""


class PlainLinks:
    """Links of a board without members, for previews, tests and the command line."""

    def member(self, name: str) -> str | None:  # noqa: ARG002 - nobody is known here.
        return None

    def topic(self, topic_id: int, /) -> str:
        return f"/topics/{topic_id}/"

    def post(self, post_id: int, /) -> str:
        return f"/posts/{post_id}/"

    def forum(self, forum_id: int, /) -> str:
        return f"/forums/{forum_id}/"

    def member_by_id(self, member_id: int, /) -> str:
        return f"/members/{member_id}/"

    def rewrite(self, url: str) -> str:
        return url


@dataclass(frozen=True, slots=True)
class OwnSmiley:
    """A smiley of this board only: what is typed, what a screen reader says, the picture's address."""

    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Features:
    """What is switched on for this text.

    `quote_depth`: quotes nested deeper are left out, as FluxBB does when it saves; 0 leaves
    out all. `may_link` False shows addresses as text. `signature` True leaves block tags as typed.
    `line_breaks`: in Markdown every line end shows, against the specification.
    `prefix` makes the ids of footnotes unique when several texts stand on one page; without it
    they are made from the text itself. `own_smilies` come before FluxBB's, which every board has.
    """

    smilies: bool = True
    images: bool = True
    autolink: bool = True
    signature: bool = False
    may_link: bool = True
    quote_depth: int = 3
    line_breaks: bool = False
    prefix: str = ""
    own_smilies: tuple[OwnSmiley, ...] = ()


@dataclass(frozen=True, slots=True)
class Quoted:
    """Somebody quoted in a post; `post_id` None when the quote does not say where from."""

    name: str
    post_id: int | None


@dataclass(frozen=True, slots=True)
class Rendered:
    """`html` is safe to show. `text` is plain; quoted lines start with "> ".

    `mentions` are names that `Links.member` knew, outside quotes; `quoted` only the outermost
    quotes; `links` are addresses the author chose (not mail, not this board's own tags).
    """

    html: str
    text: str
    mentions: tuple[str, ...]
    quoted: tuple[Quoted, ...]
    links: tuple[str, ...]
    images: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a source that is shown otherwise than its author may expect."""

    code: str
    tag: str
    message: str
