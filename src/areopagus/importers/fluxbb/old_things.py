"""What an old address asks, and what it names, before anybody has looked whether that is here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from areopagus.core.verdict import NotFound

# PHP reads "42abc", "42'" and " 42)" as 42; such links exist. More digits than this are no id.
LEADING_NUMBER = re.compile(r"\s*\+?0*([1-9][0-9]{0,14})(?![0-9])", re.ASCII)


@dataclass(frozen=True, slots=True)
class TopicAt:
    """A topic where the post at `position` (counted from 1) stands."""

    topic_id: int
    position: int = 1


@dataclass(frozen=True, slots=True)
class TopicFrom:
    """A topic from its first post that is new to the reader, or at its last one."""

    topic_id: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class ForumAt:
    """A forum where the topic at `position` stands."""

    forum_id: int
    position: int = 1


@dataclass(frozen=True, slots=True)
class PostAt:
    post_id: int


@dataclass(frozen=True, slots=True)
class MemberAt:
    member_id: int


@dataclass(frozen=True, slots=True)
class Members:
    """The list of members as it was filtered and sorted."""

    name: str
    group_id: int | None
    sort: str
    descending: bool
    position: int = 1


@dataclass(frozen=True, slots=True)
class Way:
    """An address of ours. `lasts` when it will be the same tomorrow and for everybody.

    `says` is what the visitor has to know when they arrive.
    """

    address: str
    lasts: bool = True
    says: str = ""


@dataclass(frozen=True, slots=True)
class Acting:
    """Something was to be done on the page of `on`; it `says` how that is done here."""

    on: TopicAt | ForumAt
    says: str


Thing: TypeAlias = TopicAt | TopicFrom | ForumAt | PostAt | MemberAt | Members | Way | Acting


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the old board: its parameters, who asks, and how long its pages were."""

    query: Mapping[str, str]
    user_id: int | None = None
    is_administrator: bool = False
    # The forums they look after.
    moderates: frozenset[int] = frozenset()
    posts_per_page: int = 25
    topics_per_page: int = 30

    def says(self, name: str) -> str:
        return self.query.get(name, "")

    def number(self, name: str) -> int | None:
        """The id under `name`, as leniently as PHP read it."""
        found = LEADING_NUMBER.match(self.says(name))
        return int(found[1]) if found else None

    def wanted(self, name: str) -> int:
        """The id without which the address shows nothing."""
        found = self.number(name)
        if found is None:
            raise NotFound
        return found

    def position(self, size: int) -> int:
        """Of the first row on the page that `p` says, counted in the old board's pages."""
        return ((self.number("p") or 1) - 1) * size + 1


def without_escapes(query: Mapping[str, str]) -> dict[str, str]:
    """Where "&" was escaped once or twice too often, the next name begins with "amp;"."""
    return {re.sub(r"^(?:amp;)+", "", name): text for name, text in query.items()}
