"""What the index knows of a post: its words, the title where it begins a topic, and a few facts as tokens."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from areopagus.boards.authorship import owners_of
from areopagus.boards.models import Post
from areopagus.boards.stored_html import plain_text
from areopagus.search.analyser import tokens

# PostgreSQL counts no places beyond 16,383; nobody misses what stands behind.
MOST_TOKENS = 15_000


@dataclass(frozen=True, slots=True)
class Document:
    """Tokens in order. Facts are such as "a7" (a member whose it is), "g3" (ghost), "f2" (forum), "y2019"."""

    post_id: int
    title: list[str]
    body: list[str]
    facts: list[str]
    month: int


def month_of(at: datetime) -> int:
    """Months since the beginning of time, by the clock of the database."""
    return at.year * 12 + at.month - 1


def documents_of(post_ids: Collection[int]) -> Iterator[Document]:
    """Of those of these posts that stand."""
    claimed = owners_of(sorted(post_ids))
    rows = (
        Post.objects.standing()
        .filter(pk__in=post_ids, topic__removed_at=None)
        .order_by("pk")
        .values_list(
            "pk",
            "number",
            "html",
            "author_id",
            "ghost_id",
            "posted_at",
            "topic__forum_id",
            "topic__title",
        )
    )
    for pk, number, html, author_id, ghost_id, posted_at, forum_id, title in rows.iterator(
        chunk_size=500
    ):
        facts = [f"f{forum_id}", f"y{posted_at.year}"]
        owner_id = author_id or claimed.get(pk)
        facts += [f"a{owner_id}"] if owner_id else []
        facts += [f"g{ghost_id}"] if ghost_id else []
        yield Document(
            post_id=pk,
            title=tokens(title) if number == 1 else [],
            body=tokens(plain_text(html))[:MOST_TOKENS],
            facts=facts,
            month=month_of(posted_at),
        )
