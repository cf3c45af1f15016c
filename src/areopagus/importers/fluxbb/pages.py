"""Where the things that old addresses name stand now, for this reader.

Says of what is not here whether it ever was, as far as this reader may know: what is hidden from
them and what is gone look the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.http import urlencode

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.pages import members as accounts
from areopagus.accounts.permissions import can_view_members, visible_members
from areopagus.boards import permissions
from areopagus.boards.models import Forum, Post, Topic
from areopagus.boards.pages import find_forum, find_post, find_topic, place_of
from areopagus.boards.pages.sizes import posts_per_page, topics_per_page
from areopagus.core.paging import Pager, page_count, page_of
from areopagus.core.verdict import NotFound
from areopagus.importers.fluxbb import options
from areopagus.importers.fluxbb.old_links import picture_name
from areopagus.importers.fluxbb.old_things import (
    Acting,
    ForumAt,
    MemberAt,
    Members,
    PostAt,
    Thing,
    TopicAt,
    TopicFrom,
    Way,
)
from areopagus.uploads import moved_pictures

T = TypeVar("T")
# Longer than any chain of stubs; one may also lead back into itself.
MOST_STUBS = 20


def way_to(actor: Actor, thing: Thing) -> Way:  # noqa: PLR0911
    """NotFound or Gone says in its reason why there is none. At most four queries."""
    match thing:
        case TopicAt(topic_id, position):
            topic = _topic(actor, topic_id)
            return _page(topic.url, position, topic.last_number, posts_per_page(actor))
        case TopicFrom(topic_id, is_last):
            topic = _topic(actor, topic_id)
            return Way(_reading_on(actor, topic, is_last=is_last), lasts=False)
        case ForumAt(forum_id, position):
            forum = _forum(actor, forum_id)
            topics = _topic_count(forum) if position > 1 else 1
            return _page(forum.url, position, topics, topics_per_page(actor))
        case PostAt(post_id):
            visible = permissions.visible_posts(actor)
            return Way(_found(find_post, actor, post_id, "post", visible).url)
        case MemberAt(member_id):
            return Way(_found(_member, actor, member_id, "member", visible_members(actor)).url)
        case Members():
            return _members(actor, thing)
        case Acting(on, says):
            return replace(way_to(actor, on), lasts=False, says=says)
        case Way():
            return thing


def is_here(thing: Thing) -> bool:
    """Whether it is on the board at all, also when nobody may see it."""
    match thing:
        case TopicAt(topic_id) | TopicFrom(topic_id):
            return Topic.objects.filter(pk=topic_id).exists()
        case ForumAt(forum_id):
            return Forum.objects.filter(pk=forum_id).exists()
        case PostAt(post_id):
            return Post.objects.filter(pk=post_id).exists()
        case Acting(on):
            return is_here(on)
        case MemberAt(member_id):
            return User.objects.filter(pk=member_id).exists()
        case _:
            return False


def avatar_of(actor: Actor, member_id: int) -> str:
    """The path below media/ of the picture the member shows now."""
    if not can_view_members(actor):
        raise NotFound
    member = visible_members(actor).filter(pk=member_id).exclude(avatar="").first()
    if member is None:
        raise NotFound
    return member.avatar


def picture_at(actor: Actor, path: str) -> tuple[str, bool]:
    """The path below media/ of what the old board had at `path`, and whether that will be so for ever."""
    old = options.old_board()
    for rest in old.rests(path):
        if old.is_avatar(rest):
            return avatar_of(actor, int(PurePath(rest).stem)), False
        if found := moved_pictures.path_of(picture_name(rest)):
            return found, True
    raise NotFound


def _topic(actor: Actor, topic_id: int) -> Topic:
    """The topic itself, behind however many stubs."""
    visible = permissions.visible_topics(actor)
    topic = _found(find_topic, actor, topic_id, "topic", visible)
    for _ in range(MOST_STUBS):
        if not topic.is_stub:
            return topic
        if topic.moved_to_id is None:
            break
        topic = _found(find_topic, actor, topic.moved_to_id, "topic", visible)
    raise NotFound("This topic was moved, and what it was moved to is here no longer.")


def _reading_on(actor: Actor, topic: Topic, *, is_last: bool) -> str:
    posts = permissions.visible_posts(actor).filter(topic=topic).select_related("topic")
    seen = actor.user and actor.user.last_visit_at
    post: Post | None = None
    if seen and not is_last:
        post = posts.filter(posted_at__gt=seen).order_by("number").first()
    post = post or posts.order_by("-number").first()
    return place_of(actor, post) if post else topic.url


def _forum(actor: Actor, forum_id: int) -> Forum:
    return _found(find_forum, actor, forum_id, "forum", permissions.visible_forums(actor))


def _topic_count(forum: Forum) -> int:
    return Topic.objects.standing().filter(forum=forum).count()


def _member(actor: Actor, member_id: int) -> User:
    can_view_members(actor).insist()
    member = visible_members(actor).filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return member


def _members(actor: Actor, asked: Members) -> Way:
    said = {"name": asked.name, "group": asked.group_id, "sort": asked.sort}
    given = {k: v for k, v in said.items() if v and v != "name"}
    if asked.descending:
        given["direction"] = "down"
    query = f"?{urlencode(given)}" if given else ""
    rows = 1
    if asked.position > 1:
        rows = accounts.member_list(actor, name=asked.name, group_id=asked.group_id).total
    way = _page("/members/", asked.position, rows, accounts.MEMBERS_PER_PAGE)
    return Way(way.address + query)


def _page(base: str, position: int, rows: int, size: int) -> Way:
    """The page on which `position` stands; the first one, as in FluxBB, when it lies beyond the end."""
    number = page_of(position, size) if position <= rows else 1
    return Way(Pager(number, page_count(rows, size), base).url(number))


def _found(
    find: Callable[[Actor, int], T], actor: Actor, wanted: int, kind: str, visible: QuerySet[Any]
) -> T:
    try:
        return find(actor, wanted)
    except NotFound as absence:
        newest = visible.order_by("-id").values_list("id", flat=True).first() or 0
        raise NotFound(_why(kind, wanted, newest)) from absence


def _why(kind: str, wanted: int, newest: int) -> str:
    if not newest:
        return f"There is no {kind} here that you may read."
    if wanted > newest:
        return (
            f"There never was a {kind} {wanted} that you could read: the newest is number {newest}."
        )
    return (
        f"There is no {kind} {wanted} that you may read. Either it was deleted long ago, "
        "or it is open to others only."
    )
