"""What a round goes through, a few rows at a time: first it looks, then it writes what it has found.

Only the writing holds rows, and only a moment, so that people read and write meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from areopagus import markup
from areopagus.accounts.actions.profile import render_signature
from areopagus.accounts.models import User
from areopagus.boards import counts, rendering
from areopagus.boards.models import Forum, Ghost, Post, Topic
from areopagus.core import stamps
from areopagus.notifications import counting
from areopagus.search import index, indexing
from areopagus.upkeep.models import Round

Rows = Sequence[tuple[Any, ...]]
TOPIC_COUNTERS = ("last_number", "post_count", "first_post", "last_post", "last_post_at")
FORUM_COUNTERS = ("topic_count", "post_count", "last_post")
GHOST_COUNTERS = ("post_count", "first_post_at", "last_post_at")
MEMBER_COUNTERS = ("post_count", "last_post_at", "unread_notices")


@dataclass(frozen=True, slots=True)
class Stage:
    """`rows` are all there are to go through; each of `look`'s rows begins with its id.

    `write` holds and writes, and says how many it has put right.
    """

    rows: Callable[[Round], QuerySet[Any]]
    look: Callable[[QuerySet[Any]], Rows]
    write: Callable[[Rows], int]
    at_once: int


def _counting(
    model: type[Model], counters: Sequence[str], count: Callable[[list[int]], None]
) -> Stage:
    every: QuerySet[Any] = model._base_manager.all()

    def write(rows: Rows) -> int:
        ids = [row[0] for row in rows]
        mine = every.filter(pk__in=ids)
        list(mine.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        before = set(mine.values_list("pk", *counters))
        count(ids)
        mended = len(before - set(mine.values_list("pk", *counters)))
        if mended:
            # Rare, and what is kept of it may stand anywhere.
            stamps.everything_changed()
        return mended

    return Stage(lambda _: every, lambda rows: list(rows.values_list("pk")), write, at_once=200)


def _recount_members(ids: list[int]) -> None:
    counts.recount_members(ids)
    counting.recount(ids)


def _posts(one: Round) -> QuerySet[Post]:
    posts = Post.objects.all()
    return posts if one.is_whole else posts.filter(html_version__lt=rendering.VERSION)


def _rendered_posts(posts: QuerySet[Post]) -> Rows:
    fields = ("pk", "source", "markup", "with_smilies", "html", "html_version")
    return [
        (*row, rendering.render(row[1], row[2], with_smilies=row[3]).html)
        for row in posts.values_list(*fields)
    ]


def _write_posts(rows: Rows) -> int:
    changed: list[int] = []
    for post_id, source, dialect, with_smilies, old, version, html in rows:
        if html == old and version == rendering.VERSION:
            continue
        # Whoever has edited it meanwhile has rendered other words.
        same = Post.objects.filter(
            pk=post_id, source=source, markup=dialect, with_smilies=with_smilies
        )
        if same.update(html=html, html_version=rendering.VERSION) and html != old:
            changed.append(post_id)
    places = Post.objects.filter(pk__in=changed).values_list("topic_id", "topic__forum_id")
    keys = {f"topic:{topic_id}" for topic_id, _ in places}
    stamps.changed(keys | {f"forum:{forum_id}" for _, forum_id in places})
    return len(changed)


def _signatures(one: Round) -> QuerySet[User]:
    signed = User.objects.exclude(signature="")
    if one.is_whole:
        return signed
    return signed.filter(signature_html_version__lt=markup.RENDERER_VERSION)


def _rendered_signatures(members: QuerySet[User]) -> Rows:
    fields = ("pk", "signature", "signature_markup", "signature_html", "signature_html_version")
    return [(*row, render_signature(row[1], row[2])) for row in members.values_list(*fields)]


def _write_signatures(rows: Rows) -> int:
    changed: list[int] = []
    for user_id, text, dialect, old, version, html in rows:
        if html == old and version == markup.RENDERER_VERSION:
            continue
        same = User.objects.filter(pk=user_id, signature=text, signature_markup=dialect)
        new = {"signature_html": html, "signature_html_version": markup.RENDERER_VERSION}
        if same.update(**new) and html != old:
            changed.append(user_id)
    stamps.changed(f"member:{user_id}" for user_id in changed)
    return len(changed)


def _ids(posts: QuerySet[Post]) -> Rows:
    return list(posts.values_list("pk"))


def _index(rows: Rows) -> int:
    """How many were missing in the index of the search, or stood there and should not."""
    ids = {row[0] for row in rows}
    first, last = rows[0][0] - 1, rows[-1][0]
    before = set(index.numbers(first, last))
    index.drop(sorted(before - ids))
    indexing.index_posts(ids)
    return len(before ^ set(index.numbers(first, last)))


STAGES: dict[str, tuple[Stage, ...]] = {
    # Topics first: forums are counted from them.
    Round.Kind.COUNT: (
        _counting(Topic, TOPIC_COUNTERS, counts.recount_topics),
        _counting(Forum, FORUM_COUNTERS, counts.recount_forums),
        _counting(Ghost, GHOST_COUNTERS, counts.recount_ghosts),
        _counting(User, MEMBER_COUNTERS, _recount_members),
    ),
    Round.Kind.RENDER: (
        Stage(_posts, _rendered_posts, _write_posts, at_once=50),
        Stage(_signatures, _rendered_signatures, _write_signatures, at_once=50),
    ),
    Round.Kind.INDEX: (Stage(lambda _: Post.objects.all(), _ids, _index, at_once=50),),
}
