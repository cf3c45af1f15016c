"""The pages on which somebody writes: what stands around the form, and what the form begins with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from areopagus import markup
from areopagus.accounts.actors import Actor
from areopagus.boards import options, permissions, rendering
from areopagus.boards.models import Forum, Post, PostRevision, Topic
from areopagus.boards.pages.finding import find_forum, find_post, find_readable_post, find_topic
from areopagus.boards.pages.forum_rows import Link
from areopagus.boards.pages.forums import crumbs_to
from areopagus.boards.pages.lists import counted
from areopagus.boards.pages.post_blocks import PostsOnPage, latest_posts
from areopagus.boards.pages.post_rows import PostRow, post_rows
from areopagus.boards.words import shown_title
from areopagus.core.blocks import Block
from areopagus.core.paging import Pager
from areopagus.core.verdict import NotFound, Verdict

# More than these nobody reads before sending; the rest stands in the topic.
MOST_SHOWN_SINCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingPage:
    """`review` reads the latest posts, newest first; `since` are those the writer has not seen, oldest first."""

    heading: str
    crumbs: Sequence[Link]
    action: str
    cancel_url: str
    may: Verdict
    review: Callable[[], Block[PostsOnPage]] | None = None
    since: Sequence[PostRow] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTopicPage(WritingPage):
    forum: Forum


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyPage(WritingPage):
    topic: Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPage(WritingPage):
    """The page on which a post is edited or deleted."""

    post: Post
    may_edit_title: Verdict
    may_edit_silently: Verdict
    revision_count: int


@dataclass(frozen=True, slots=True)
class Preview:
    html: str
    problems: Sequence[markup.Problem]


REVISIONS_PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class RevisionsPage:
    """`revisions` are some of the earlier texts, newest first, each with its HTML."""

    post: Post
    crumbs: Sequence[Link]
    revisions: Sequence[tuple[PostRevision, str]]
    pages: Pager


def new_topic_page(actor: Actor, forum_id: int) -> NewTopicPage:
    forum = find_forum(actor, forum_id)
    return NewTopicPage(
        heading="Start a topic",
        crumbs=[*crumbs_to(forum), (forum.name, forum.url)],
        action=f"/forums/{forum.pk}/topics/",
        cancel_url=forum.url,
        may=permissions.can_start_topic(actor, forum),
        forum=forum,
    )


def reply_page(actor: Actor, topic_id: int, seen: int | None = None) -> ReplyPage:
    """`seen` is the number of the last post the writer had before them when they began."""
    topic = find_topic(actor, topic_id)
    return ReplyPage(
        heading="Reply",
        crumbs=_crumbs_of(topic),
        action=f"/topics/{topic.pk}/replies/",
        cancel_url=topic.url,
        may=permissions.can_reply(actor, topic),
        # A form that publishes shows none of them.
        review=lambda: latest_posts(actor, topic, options.TOPIC_REVIEW.get()),
        since=_said_since(actor, topic, seen),
        topic=topic,
    )


def edit_page(actor: Actor, post_id: int) -> PostPage:
    post = find_readable_post(actor, post_id)
    return _page_about(
        actor, post, "Edit post", "edit", permissions.can_edit(actor, post, post.topic)
    )


def delete_page(actor: Actor, post_id: int) -> PostPage:
    post = find_readable_post(actor, post_id)
    heading = "Delete topic" if post.number == 1 else "Delete post"
    may = permissions.can_delete(actor, post, post.topic)
    may.insist()
    return _page_about(actor, post, heading, "delete", may)


def revisions_page(actor: Actor, post_id: int, number: int = 1) -> RevisionsPage:
    post = find_readable_post(actor, post_id)
    permissions.can_see_revisions(actor, post, post.topic).insist()
    kept = post.revisions.order_by("-id")
    if not permissions.can_see_removed(actor, post.topic):
        kept = kept.filter(is_silent=False)
    shown = counted(Pager(number, 0, f"{post.url}revisions/"), kept.count(), REVISIONS_PER_PAGE)
    begin = (number - 1) * REVISIONS_PER_PAGE
    return RevisionsPage(
        post=post,
        crumbs=_crumbs_of(post.topic),
        # They are rendered anew at each look, so not all at once.
        revisions=[
            (old, rendering.render(old.source, old.markup).html)
            for old in kept[begin : begin + REVISIONS_PER_PAGE]
        ],
        pages=shown,
    )


def preview(source: str, dialect: str, *, with_smilies: bool) -> Preview:
    made = rendering.render(source, dialect, with_smilies=with_smilies)
    return Preview(made.html, markup.problems(source, markup.Dialect(dialect)))


def quotation(actor: Actor, post_id: int, into: str) -> str:
    """The text with which a reply to this post begins, in the dialect `into`."""
    post = find_post(actor, post_id)
    if post.removed_at is not None:
        raise NotFound
    return markup.quote(
        post.source,
        markup.Dialect(post.markup),
        post.author_name,
        post.pk,
        markup.Dialect(into),
    )


def default_dialect(actor: Actor) -> str:
    return (actor.user and actor.user.markup) or options.MARKUP.get()


def _said_since(actor: Actor, topic: Topic, seen: int | None) -> list[PostRow]:
    if seen is None or seen >= topic.last_number:
        return []
    news = topic.posts.standing().filter(number__gt=seen).order_by("number")
    if actor.user_id is not None:
        # A re-sent form must not present its own writer with their own post as news.
        news = news.exclude(author=actor.user_id)
    return post_rows(actor, topic, news[:MOST_SHOWN_SINCE])


def _crumbs_of(topic: Topic) -> list[Link]:
    return [
        *crumbs_to(topic.forum),
        (topic.forum.name, topic.forum.url),
        (shown_title(topic.title), topic.url),
    ]


def _page_about(actor: Actor, post: Post, heading: str, deed: str, may: Verdict) -> PostPage:
    return PostPage(
        heading=heading,
        crumbs=_crumbs_of(post.topic),
        action=f"/posts/{post.pk}/{deed}/",
        cancel_url=post.url,
        may=may,
        post=post,
        may_edit_title=permissions.can_edit_title(actor, post, post.topic),
        may_edit_silently=permissions.can_edit_silently(actor, post, post.topic),
        revision_count=post.revisions.count(),
    )
