"""FluxBB's addresses (FluxBB fact sheet §4): what each of them named. Pure: no database, no Django."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from areopagus.core.verdict import NotFound
from areopagus.importers.fluxbb.old_deeds import DEEDS, own_profile
from areopagus.importers.fluxbb.old_searches import search_for
from areopagus.importers.fluxbb.old_things import (
    Asked,
    ForumAt,
    MemberAt,
    Members,
    PostAt,
    Thing,
    TopicAt,
    TopicFrom,
    Way,
    without_escapes,
)

MEMBERS_PER_PAGE = 50
SORTS = {"username": "name", "registered": "registered", "num_posts": "posts"}
LISTS = {
    "show_recent": "/active/",
    "show_24h": "/active/",
    "show_unanswered": "/unanswered/",
    "show_subscriptions": "/subscriptions/",
}
# Lists of one member's; the reader's own when none is named.
MEMBERS_LISTS = {
    "show_user": "posts",
    "show_user_posts": "posts",
    "show_user_topics": "topics",
    "show_replies": "posts",
}


def thing_at(script: str, asked: Asked) -> Thing:
    """What `script` (such as "viewtopic") showed. NotFound when it showed nothing."""
    if script not in SCRIPTS:
        raise NotFound
    return SCRIPTS[script](replace(asked, query=without_escapes(asked.query)))


def _topic(asked: Asked) -> Thing:
    if post_id := asked.number("pid"):
        return PostAt(post_id)
    topic_id, action = asked.wanted("id"), asked.says("action")
    if action in {"new", "last"}:
        return TopicFrom(topic_id, is_last=action == "last")
    return TopicAt(topic_id, asked.position(asked.posts_per_page))


def _forum(asked: Asked) -> Thing:
    return ForumAt(asked.wanted("id"), asked.position(asked.topics_per_page))


def _profile(asked: Asked) -> Thing:
    if {"section", "action"} & asked.query.keys():
        return own_profile(asked)
    return MemberAt(asked.wanted("id"))


def _members(asked: Asked) -> Thing:
    return Members(
        name=asked.says("username")[:60].replace("\0", ""),
        # FluxBB writes -1 for all.
        group_id=asked.number("show_group"),
        sort=SORTS.get(asked.says("sort_by"), "name"),
        descending=asked.says("sort_dir").upper() == "DESC",
        position=asked.position(MEMBERS_PER_PAGE),
    )


def _search(asked: Asked) -> Thing:
    action = asked.says("action")
    if action in MEMBERS_LISTS:
        member_id = asked.number("user_id") or asked.user_id
        if member_id is None:
            return Way("/sign-in/", lasts=False)
        return Way(f"/members/{member_id}/{MEMBERS_LISTS[action]}/", lasts="user_id" in asked.query)
    if action == "show_new" and (forum_id := asked.number("fid")):
        return ForumAt(forum_id)
    if action == "show_new":
        return Way("/active/" if asked.user_id is None else "/unread/", lasts=False)
    if action in LISTS:
        return Way(LISTS[action])
    return search_for(asked)


SCRIPTS: dict[str, Callable[[Asked], Thing]] = {
    "index": lambda _: Way("/"),
    "viewforum": _forum,
    "viewtopic": _topic,
    "profile": _profile,
    "userlist": _members,
    "search": _search,
    "help": lambda _: Way("/help/markup/"),
    **DEEDS,
}
