"""The topic page: everything a reader of one page of a topic sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape

from django.utils.html import strip_tags
from django.utils.text import Truncator

from areopagus.accounts.actors import Actor
from areopagus.boards import options, permissions
from areopagus.boards.models import Post, Topic, TopicSubscription
from areopagus.boards.pages.finding import find_topic
from areopagus.boards.pages.forum_rows import Link
from areopagus.boards.pages.forums import crumbs_to
from areopagus.boards.pages.post_rows import PostRow, post_rows
from areopagus.boards.pages.sizes import posts_per_page
from areopagus.core import shown
from areopagus.core.paging import Pager, page_count, page_of
from areopagus.core.verdict import NotFound, Verdict

SUMMARY_LENGTH = 160
# Characters of HTML that hold such a summary nearly always.
LOOKED_AT = 1500


@dataclass(frozen=True, slots=True)
class TopicPage:
    """`moved_to` is the id of the topic a stub leads to; then nothing else is of interest."""

    topic: Topic
    url: str
    moved_to: int | None
    crumbs: Sequence[Link]
    posts: Sequence[PostRow]
    pages: Pager
    may_reply: Verdict
    may_subscribe: Verdict
    is_subscribed: bool
    shows_views: bool
    shows_quick_reply: bool
    summary: str


def topic_page(actor: Actor, topic_id: int, number: int = 1) -> TopicPage:
    """Raises NotFound for a page beyond the end. Six queries for a member, four for a guest."""
    topic = find_topic(actor, topic_id)
    shown.note([f"topic:{topic_id}"])
    size = posts_per_page(actor)
    pages = Pager(number, page_count(topic.last_number, size), topic.url)
    if not 1 <= number <= pages.count:
        raise NotFound
    may_reply = permissions.can_reply(actor, topic)
    posts = _posts(actor, topic, number, size)
    return TopicPage(
        topic=topic,
        url=topic.url,
        moved_to=topic.moved_to_id if topic.is_stub else None,
        crumbs=[*crumbs_to(topic.forum), (topic.forum.name, topic.forum.url)],
        posts=posts,
        pages=pages,
        may_reply=may_reply,
        may_subscribe=permissions.can_subscribe(actor),
        is_subscribed=is_subscribed(actor, topic),
        shows_views=options.SHOW_VIEWS.get(),
        # A form holds a token of its own for each visitor, and a guest's page is the same for all.
        shows_quick_reply=bool(may_reply) and not actor.is_guest and options.QUICK_REPLY.get(),
        summary=_summary(posts),
    )


def place_of(actor: Actor, post: Post) -> str:
    """The address of the page on which this reader finds the post, and of its place there."""
    shown.note((f"topic:{post.topic_id}", f"post:{post.pk}"))
    pages = Pager(0, 0, post.topic.url)
    return f"{pages.url(page_of(post.number, posts_per_page(actor)))}#p{post.pk}"


def is_subscribed(actor: Actor, topic: Topic) -> bool:
    return (
        actor.user_id is not None
        and TopicSubscription.objects.filter(user=actor.user_id, topic=topic).exists()
    )


def _posts(actor: Actor, topic: Topic, number: int, size: int) -> list[PostRow]:
    posts = topic.posts.on_page(number, size).order_by("number")
    rows = post_rows(actor, topic, posts)
    return [
        replace(
            row,
            may_edit=bool(permissions.can_edit(actor, row, topic)),
            may_delete=row.removed_at is None and bool(permissions.can_delete(actor, row, topic)),
            may_see_revisions=row.edited_at is not None
            and bool(permissions.can_see_revisions(actor, row, topic)),
        )
        for row in rows
    ]


def _summary(posts: Sequence[PostRow]) -> str:
    """The beginning of the page in plain words, for search engines and link previews."""
    html = posts[0].html[:LOOKED_AT] if posts else ""
    # What was cut off in the middle of a tag is left out.
    whole = html.rpartition("<")[0] if len(html) == LOOKED_AT else html
    return Truncator(" ".join(unescape(strip_tags(whole)).split())).chars(SUMMARY_LENGTH)
