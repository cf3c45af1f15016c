"""The topic page: everything a reader of one page of a topic sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards import options, permissions, structure
from areopagus.boards.models import Level, Post, Topic, TopicSubscription
from areopagus.boards.pages.finding import find_topic
from areopagus.boards.pages.forum_rows import Link
from areopagus.boards.pages.forums import LEVEL, crumbs_to
from areopagus.boards.pages.post_blocks import PostsOnPage, posts_on_page
from areopagus.boards.pages.post_rows import May, PostRow
from areopagus.boards.pages.sizes import posts_per_page
from areopagus.boards.words import shown_title
from areopagus.core import shown
from areopagus.core.blocks import Block
from areopagus.core.paging import Pager, page_count, page_of
from areopagus.core.prepared import Prepared, given
from areopagus.core.sharing import Either, OwnIds
from areopagus.core.verdict import Gone, NotFound, Verdict

# What the pages of stand-ins call it, of each author's posts.
AUTHOR = OwnIds("author")


@dataclass(frozen=True, slots=True)
class TopicPage:
    """`moved_to` is the id of the topic a stub leads to; then nothing else is of interest.

    `may_with` is what the reader may do with each of the posts in `block`.
    """

    topic: Topic
    title: str
    url: str
    moved_to: int | None
    crumbs: Sequence[Link]
    announcement_html: str
    block: Block[PostsOnPage]
    may_with: Sequence[May | Either]
    pages: Pager
    may_reply: Verdict
    may_subscribe: Verdict
    level: Level | OwnIds
    shows_views: bool
    shows_quick_reply: bool
    # The last number on this page: so far it has been read.
    read_to: int


def topic_page(actor: Actor, topic_id: int, number: int = 1) -> TopicPage:
    """Raises NotFound for a page beyond the end. Six queries for a member, four for a guest."""
    topic = find_topic(actor, topic_id)
    shown.note([f"topic:{topic_id}"])
    size = posts_per_page(actor)
    pages = Pager(number, page_count(topic.last_number, size), topic.url)
    if not 1 <= number <= pages.count:
        raise NotFound
    may_reply = permissions.can_reply(actor, topic)
    block = posts_on_page(actor, topic, number, size)
    return TopicPage(
        topic=topic,
        title=shown_title(topic.title),
        url=topic.url,
        moved_to=topic.moved_to_id if topic.is_stub else None,
        crumbs=[*crumbs_to(topic.forum), (topic.forum.name, topic.forum.url)],
        announcement_html=structure.announcement_in(topic.forum_id),
        block=block,
        may_with=_may_with(actor, topic, block.data.posts, quote=bool(may_reply)),
        pages=pages,
        may_reply=may_reply,
        may_subscribe=permissions.can_subscribe(actor),
        level=LEVEL if actor.is_stand_in else level_of(actor, topic),
        shows_views=options.SHOW_VIEWS.get(),
        # A form holds a token of its own for each visitor, and a guest's page is the same for all.
        shows_quick_reply=bool(may_reply) and not actor.is_guest and options.QUICK_REPLY.get(),
        read_to=min(topic.last_number, number * size),
    )


def place_of(actor: Actor, post: Post) -> str:
    """The address of the page on which this reader finds the post, and of its place there."""
    return _place(actor, post.topic, post.pk, post.number)


def way_to(actor: Actor, post_id: int) -> str:
    """The address that `place_of` gives, from the id alone. One query."""
    row = _PLACE.row(id=post_id)
    if row is None or not permissions.access_in(actor, row[3]).read:
        raise NotFound
    topic_id, title, number, _, removed_at, reason = row
    if removed_at is not None:
        raise Gone(reason or "This topic was removed.")
    return _place(actor, Topic(pk=topic_id, title=title), post_id, number)


_PLACE = Prepared(
    lambda: Post.objects.filter(pk=given("id", int)).values_list(
        "topic_id",
        "topic__title",
        "number",
        "topic__forum_id",
        "topic__removed_at",
        "topic__removal_reason",
    )
)


def _place(actor: Actor, topic: Topic, post_id: int, number: int) -> str:
    shown.note((f"topic:{topic.pk}", f"post:{post_id}"))
    pages = Pager(0, 0, topic.url)
    return f"{pages.url(page_of(number, posts_per_page(actor)))}#p{post_id}"


def level_of(actor: Actor, topic: Topic) -> Level:
    """How closely the actor follows it. One query for a member."""
    if actor.user_id is None:
        return Level.NORMAL
    row = _SUBSCRIPTION.row(user=actor.user_id, topic=topic.pk)
    return Level.NORMAL if row is None else Level(row[0])


_SUBSCRIPTION = Prepared(
    lambda: TopicSubscription.objects.filter(
        user=given("user", int), topic=given("topic", int)
    ).values_list("level")
)


def _may_with(
    actor: Actor, topic: Topic, posts: Sequence[PostRow], *, quote: bool
) -> Sequence[May | Either]:
    others = May(quote=quote)
    if actor.is_stand_in:
        # One for all authors, who are alike but for their number: making a member takes 50 µs.
        author = replace(actor, user=User(group=actor.group), memo={})
        return [_either_may(author, topic, post, others) for post in posts]
    all_posts = permissions.may_touch_others(actor, topic)
    return [
        _may(actor, topic, post, quote=quote)
        if all_posts or (post.author_id is not None and post.author_id == actor.user_id)
        else others
        for post in posts
    ]


def _either_may(author: Actor, topic: Topic, post: PostRow, others: May) -> May | Either:
    """What its author may do with a post who is of the same kind, and what all others may."""
    if post.author_id is None or author.user is None:
        return others
    author.user.pk = post.author_id
    own = _may(author, topic, post, quote=others.quote)
    return others if own == others else Either(AUTHOR.of(post.author_id).name, own, others)


def _may(actor: Actor, topic: Topic, post: PostRow, *, quote: bool) -> May:
    return May(
        quote=quote,
        edit=bool(permissions.can_edit(actor, post, topic)),
        delete=post.removed_at is None and bool(permissions.can_delete(actor, post, topic)),
        see_revisions=post.edited_at is not None
        and bool(permissions.can_see_revisions(actor, post, topic)),
    )
