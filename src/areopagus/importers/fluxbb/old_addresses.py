"""FluxBB's addresses and ours (FluxBB fact sheet §4). Pure: a script and its query in, an address out.

The new address holds nothing but the id that was asked for, so it reveals nothing that is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from areopagus.core.paging import page_of
from areopagus.core.verdict import Gone, NotFound

Query = Mapping[str, str]
# PHP reads "42abc", "42'" and " 42)" as 42; such links exist. More digits than this are no id.
LEADING_NUMBER = re.compile(r"\s*\+?0*([1-9][0-9]{0,14})(?![0-9])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many stood on a page of the old board, and how many stand on ours for this reader."""

    old_posts: int = 25
    posts: int = 25
    old_topics: int = 30
    topics: int = 30


def new_address(script: str, query: Query, sizes: Sizes) -> str:
    """Where what `script` (such as "viewtopic") showed stands now.

    NotFound when it showed nothing, Gone when the board no longer has such a page.
    """
    if script not in SCRIPTS:
        raise NotFound
    # "&amp;" in a link that was escaped twice makes the next name begin with "amp;".
    return SCRIPTS[script]({name.removeprefix("amp;"): text for name, text in query.items()}, sizes)


def number(query: Query, name: str) -> int | None:
    """The id under `name`, as leniently as PHP read it."""
    found = LEADING_NUMBER.match(query.get(name, ""))
    return int(found[1]) if found else None


def _id(query: Query, name: str) -> int:
    found = number(query, name)
    if found is None:
        raise NotFound
    return found


def _page(base: str, query: Query, old_size: int, size: int) -> str:
    """By position: the first row of the old page, on the page where it stands now."""
    position = ((number(query, "p") or 1) - 1) * old_size + 1
    here = page_of(position, size)
    return base if here == 1 else f"{base}page/{here}/"


def _topic(query: Query, sizes: Sizes) -> str:
    if "pid" in query:
        return f"/posts/{_id(query, 'pid')}/"
    return _page(f"/topics/{_id(query, 'id')}/", query, sizes.old_posts, sizes.posts)


def _forum(query: Query, sizes: Sizes) -> str:
    return _page(f"/forums/{_id(query, 'id')}/", query, sizes.old_topics, sizes.topics)


def _profile(query: Query, _: Sizes) -> str:
    member = _id(query, "id")
    if query.get("action") in {"change_pass", "change_email"} and "key" in query:
        # The key came by mail from the old board and died with it.
        return "/password/forgotten/"
    return "/settings/" if "section" in query or "action" in query else f"/members/{member}/"


def _search(query: Query, _: Sizes) -> str:
    action = query.get("action", "")
    member = number(query, "user_id")
    if action in {"show_user", "show_user_posts"} and member:
        return f"/members/{member}/posts/"
    if action == "show_user_topics" and member:
        return f"/members/{member}/topics/"
    lists = {
        "show_new": "/active/",
        "show_recent": "/active/",
        "show_24h": "/active/",
        "show_unanswered": "/unanswered/",
        "show_subscriptions": "/subscriptions/",
    }
    if action not in lists:
        raise NotFound
    return lists[action]


def _misc(query: Query, _: Sizes) -> str:
    if query.get("action") == "rules":
        return "/rules/"
    # The form that wrote to a member stood behind this link; now it is reached from the profile.
    if "email" in query:
        return f"/members/{_id(query, 'email')}/"
    if "report" in query:
        return f"/posts/{_id(query, 'report')}/report/"
    # Up to 1.4 the topic stood in the action itself, so it does in old notification mails.
    for name in ("tid", "subscribe", "unsubscribe"):
        if name in query:
            return f"/topics/{_id(query, name)}/"
    if "fid" in query:
        return f"/forums/{_id(query, 'fid')}/"
    raise NotFound


def _feed(query: Query, _: Sizes) -> str:
    if query.get("action", "feed").lower() not in {"feed", "active", "new"}:
        raise Gone("This board no longer gives its statistics to other sites.")
    kind = query.get("type", "html").lower()
    if kind not in {"rss", "atom"}:
        raise Gone("This board gives feeds as RSS and Atom: /feeds/board.rss, /feeds/board.atom.")
    if "tid" in query:
        return f"/feeds/topics/{_id(query, 'tid')}.{kind}"
    # A feed of several forums has no successor but the whole board's.
    if "fid" in query and "," not in query["fid"]:
        return f"/feeds/forums/{_id(query, 'fid')}.{kind}"
    return f"/feeds/board.{kind}"


def _writing(query: Query, _: Sizes) -> str:
    if "tid" in query:
        return f"/topics/{_id(query, 'tid')}/replies/"
    return f"/forums/{_id(query, 'fid')}/topics/"


def _entrance(query: Query, _: Sizes) -> str:
    ways = {"out": "/sign-out/", "forget": "/password/forgotten/"}
    return ways.get(query.get("action", ""), "/sign-in/")


def _moderating(query: Query, _: Sizes) -> str:
    if "tid" in query:
        return f"/topics/{_id(query, 'tid')}/"
    return f"/forums/{_id(query, 'fid')}/"


SCRIPTS: dict[str, Callable[[Query, Sizes], str]] = {
    "index": lambda _query, _sizes: "/",
    "viewforum": _forum,
    "viewtopic": _topic,
    "profile": _profile,
    "userlist": lambda _query, _sizes: "/members/",
    "search": _search,
    "misc": _misc,
    "extern": _feed,
    "help": lambda _query, _sizes: "/help/markup/",
    "login": _entrance,
    "register": lambda _query, _sizes: "/register/",
    "post": _writing,
    "edit": lambda query, _: f"/posts/{_id(query, 'id')}/edit/",
    "delete": lambda query, _: f"/posts/{_id(query, 'id')}/delete/",
    "moderate": _moderating,
}
