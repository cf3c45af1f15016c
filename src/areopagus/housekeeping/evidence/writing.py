"""What each account wrote, from the posts themselves: counters may be wrong, rows are not.

One walk through all posts, in order; a million of them go by without being held.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from areopagus.accounts.names import key_of
from areopagus.boards.hosts import hosts_in
from areopagus.boards.models import Post
from areopagus.housekeeping.evidence.copies import Sketch, sketch_of

# The first texts of an account are compared with those of others.
COMPARED = 3
# Whoever wrote more than so many posts is judged by these.
LOOKED_THROUGH = 50
LONGEST_NAME = 80
AT_ONCE = 2000
# As FluxBB and this board write quotations, in BBCode and in Markdown.
_QUOTED = re.compile(
    rf"""\[quote=(?P<mark>["']?)(?P<name>[^\]\n]{{1,{LONGEST_NAME}}}?)(?P=mark)(?: post=\d+)?\]"""
    rf"""|^> \*\*(?P<said>[^*\n]{{1,{LONGEST_NAME}}})\*\* wrote """,
    re.MULTILINE,
)


class Row(NamedTuple):
    """A post, as far as it matters here; the names are those of its columns."""

    author_id: int
    topic_id: int
    number: int
    posted_at: datetime
    source: str
    removed_at: datetime | None
    removed_by_author: bool
    topic__removed_at: datetime | None
    author_address: str


@dataclass(slots=True)
class Writing:
    """`taken_down` were removed by somebody else, or with their topic; `hosts` says in how many posts
    each is linked to; `each` are the hosts of the first posts, one by one.
    """

    standing: int = 0
    taken_down: int = 0
    linking: int = 0
    days: set[int] = field(default_factory=set)
    hosts: Counter[str] = field(default_factory=Counter)
    each: list[frozenset[str]] = field(default_factory=list)
    sketches: list[Sketch] = field(default_factory=list)
    last_at: datetime | None = None
    answered_by: set[int] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)

    @property
    def total(self) -> int:
        return self.standing + self.taken_down


@dataclass(slots=True)
class Archive:
    """Of the whole board. `quoted` is a name's key to the accounts that quoted it."""

    by: defaultdict[int, Writing] = field(default_factory=lambda: defaultdict(Writing))
    quoted: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    begun_by: dict[int, int] = field(default_factory=dict)


def read() -> Archive:
    """Everything in one walk."""
    archive = Archive()
    rows = Post.objects.filter(author__isnull=False).order_by("pk").values_list(*Row._fields)
    for row in rows.iterator(chunk_size=AT_ONCE):
        _note(archive, Row(*row))
    return archive


def quoted_in(source: str) -> Iterator[str]:
    """The keys of the names of whoever is quoted."""
    if "quote" in source or "wrote" in source:
        for found in _QUOTED.finditer(source):
            yield key_of(found["name"] or found["said"])


def _note(archive: Archive, post: Row) -> None:
    writing = archive.by[post.author_id]
    if post.removed_at is None and post.topic__removed_at is None:
        writing.standing += 1
    elif not post.removed_by_author:
        writing.taken_down += 1
    writing.days.add(post.posted_at.toordinal())
    writing.addresses.add(post.author_address)
    writing.last_at = max(writing.last_at or post.posted_at, post.posted_at)
    _note_words(writing, post.source)
    for name in quoted_in(post.source):
        archive.quoted[name].add(post.author_id)
    if post.number == 1:
        archive.begun_by[post.topic_id] = post.author_id
    elif (starter := archive.begun_by.get(post.topic_id, post.author_id)) != post.author_id:
        archive.by[starter].answered_by.add(post.author_id)


def _note_words(writing: Writing, source: str) -> None:
    hosts = hosts_in(source)
    writing.linking += bool(hosts)
    writing.hosts.update(hosts)
    if len(writing.each) < LOOKED_THROUGH:
        writing.each.append(hosts)
    if len(writing.sketches) < COMPARED and (sketch := sketch_of(source)) is not None:
        writing.sketches.append(sketch)
