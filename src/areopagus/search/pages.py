"""The page of results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from areopagus.accounts.actors import Actor
from areopagus.accounts.models.user import address_of
from areopagus.boards.models import Topic
from areopagus.boards.models.post import post_address
from areopagus.boards.models.topic import topic_address
from areopagus.boards.pages.sizes import topics_per_page
from areopagus.boards.permissions import access, sight_of, visible_posts, visible_topics
from areopagus.boards.stored_html import plain_text
from areopagus.boards.words import shown_title
from areopagus.core import shown
from areopagus.core.blocks import Block, block
from areopagus.core.paging import Pager, page_count
from areopagus.core.prepared import Prepared, given
from areopagus.core.verdict import NotFound
from areopagus.search import index, options, permissions
from areopagus.search.finding import Found, find
from areopagus.search.query import LONGEST, Query, read
from areopagus.search.resembling import similar
from areopagus.search.snippets import Piece, marked

ORDERS = {"": "Best first", "newest": "Newest first"}
SHAPES = {"": "Topics", "posts": "Posts"}
MOST_SIMILAR = 5


@dataclass(frozen=True, slots=True)
class Result:
    """One post that was found. `others` in the same topic, when results are topics."""

    url: str
    title: Sequence[Piece]
    number: int
    forum: str
    forum_url: str
    author: str
    author_url: str | None
    posted_at: datetime
    words: Sequence[Piece]
    others: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`is_all` is False when there may be more than is counted; before anything is asked, `results` is None."""

    text: str
    results: Sequence[Result] | None
    total: int
    is_all: bool
    pages: Pager


def search_page(
    actor: Actor, text: str, number: int = 1, *, order: str = "", shape: str = ""
) -> SearchPage:
    """Refused when nothing may be searched, or the query cannot be meant."""
    permissions.can_search(actor).insist()
    query = read(text)
    if query.is_empty:
        return SearchPage(query.text, None, 0, is_all=True, pages=Pager(1, 1, "/search/"))
    found = find(actor, query, newest_first=order == "newest")
    rows = _topics(found) if shape != "posts" else [(pk, 0) for pk, _ in found.posts]
    said = {"q": query.text, "order": order, "as": shape}
    address = "?" + urlencode({name: value for name, value in said.items() if value})
    size = topics_per_page(actor)
    pages = Pager(number, page_count(len(rows), size), "/search/", address)
    if not 1 <= number <= pages.count:
        raise NotFound
    here = rows[(number - 1) * size : number * size]
    return SearchPage(query.text, _results(actor, query, here), len(rows), found.is_all, pages)


def _topics(found: Found) -> list[tuple[int, int]]:
    """The best post of each topic, and how many others of it were found."""
    counts = Counter(topic for _, topic in found.posts)
    best: dict[int, int] = {}
    for pk, topic in found.posts:
        best.setdefault(topic, pk)
    return [(pk, counts[topic] - 1) for topic, pk in best.items()]


def _results(actor: Actor, query: Query, here: Sequence[tuple[int, int]]) -> list[Result]:
    """Asked once more through the rules of sight, for these alone."""
    posts = (
        visible_posts(actor).select_related("topic", "topic__forum").in_bulk([pk for pk, _ in here])
    )
    results = []
    for pk, others in here:
        if (post := posts.get(pk)) is not None:
            words = marked(plain_text(post.html), query.terms)
            results.append(
                Result(
                    url=post_address(pk),
                    title=marked(shown_title(post.topic.title), query.terms, whole=True),
                    number=post.number,
                    forum=post.topic.forum.name,
                    forum_url=post.topic.forum.url,
                    author=post.author_name,
                    author_url=address_of(post.author_id, post.author_name)
                    if post.author_id
                    else None,
                    posted_at=post.posted_at,
                    words=words,
                    others=others,
                )
            )
    return results


@dataclass(frozen=True, slots=True)
class SimilarTopic:
    url: str
    title: str
    forum: str


@dataclass(frozen=True, slots=True)
class SimilarTopics:
    topics: Sequence[SimilarTopic]

    @property
    def size(self) -> int:
        return sum(100 + len(one.title) * 2 for one in self.topics)


def similar_topics(actor: Actor, topic_id: int) -> Block[SimilarTopics]:
    """What resembles a topic, as far as this actor may see it. One query, shared by all who see alike."""
    key = ("similar", topic_id, sight_of(actor))
    return block(key, lambda: _similar(actor, topic_id), is_kept=not actor.is_guest)


def topics_like(actor: Actor, title: str) -> SimilarTopics:
    """What is there already of what somebody is about to begin."""
    permissions.can_search(actor).insist()
    with index.within(options.MOST_MILLISECONDS.get() / 1000):
        scores = similar(title[:LONGEST])
    seen = visible_topics(actor).filter(pk__in=scores).select_related("forum")
    best = sorted(seen, key=lambda topic: -scores[topic.pk])[:MOST_SIMILAR]
    return _shown((topic.pk, topic.title, topic.forum.name) for topic in best)


def _similar(actor: Actor, topic_id: int) -> SimilarTopics:
    shown.note([f"topic:{topic_id}"])
    readable = access(actor)
    found = [row for row in _RESEMBLED.rows(topic=topic_id) if row[0] in readable]
    return _shown(row[1:] for row in found[:MOST_SIMILAR])


# As `visible_topics` has them, without the forums, of which each reader may see others.
_RESEMBLED = Prepared(
    lambda: (
        Topic.objects.standing()
        .filter(resembled_by__topic=given("topic", int))
        .order_by("-resembled_by__score", "-pk")
        .values_list("forum_id", "pk", "title", "forum__name")
    )
)


def _shown(rows: Iterable[tuple[Any, ...]]) -> SimilarTopics:
    rows = list(rows)
    shown.note(f"topic:{pk}" for pk, _, _ in rows)
    return SimilarTopics(
        [
            SimilarTopic(topic_address(pk, title), shown_title(title), forum)
            for pk, title, forum in rows
        ]
    )
