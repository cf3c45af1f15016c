"""Why somebody may or may not do something in a forum: each fact in the order in which the rules ask.

The verdict is the rules' own. The facts stand beside it, the one that decided marked; a test proves for
everybody, everywhere, that they come to the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards import permissions
from areopagus.boards.models import Forum, ForumModerator, ForumPermission, Topic
from areopagus.core.verdict import Verdict, denied


class Deed(StrEnum):
    READ = "read"
    REPLY = "reply"
    START = "start"


COLUMNS = {Deed.READ: "may_read", Deed.REPLY: "may_reply", Deed.START: "may_start_topics"}
SAYS = {Deed.READ: "read", Deed.REPLY: "reply", Deed.START: "start topics"}


@dataclass(frozen=True, slots=True)
class Fact:
    """`allows` is None for what settles nothing by itself; `url` where it is changed."""

    says: str
    allows: bool | None
    url: str = ""
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    verdict: Verdict
    facts: list[Fact]


def explain(actor: Actor, deed: Deed, forum: Forum, topic: Topic | None = None) -> Explanation:
    """`topic` stands in `forum`; without one it is about a topic without anything unusual."""
    facts: list[Fact] = []
    for fact in _facts(actor, deed, forum, topic):
        facts.append(fact)
        if fact.decides:
            break
    return Explanation(verdict_of(actor, deed, forum, topic), facts)


def verdict_of(actor: Actor, deed: Deed, forum: Forum, topic: Topic | None) -> Verdict:
    """As the pages and actions ask it; whoever is shut out does not get as far as that."""
    if actor.user is not None and actor.user.is_shut_out:
        return denied("Their account may not come in.")
    topic = topic or Topic(forum=forum, title="A topic")
    if not (may_see := permissions.can_see_topic(actor, topic)):
        return may_see
    if deed is Deed.START:
        return permissions.can_start_topic(actor, forum)
    return permissions.can_reply(actor, topic) if deed is Deed.REPLY else may_see


def _facts(actor: Actor, deed: Deed, forum: Forum, topic: Topic | None) -> Iterator[Fact]:
    """In the order of the rules; the first that decides is the last that is told."""
    if actor.user is not None:
        yield from _of_account(actor.user)
    if topic is not None and topic.removed_at:
        yield _no(f"“{topic.title}” was removed.", f"/moderation/topics/{topic.pk}/")
    yield from _of_reading(actor, forum, settles=deed is Deed.READ)
    if deed is Deed.START and forum.link:
        yield _no(
            f"“{forum.name}” only leads to another address.", f"/administration/forums/{forum.pk}/"
        )
    is_moderating = _moderates(actor, forum)
    if deed is Deed.REPLY and topic is not None:
        if topic.is_stub:
            yield _no(f"“{topic.title}” has moved; this is only the link to it.")
        if topic.locked_at and not is_moderating:
            yield _no(f"“{topic.title}” is locked.", f"/moderation/topics/{topic.pk}/")
    if actor.is_administrator:
        yield Fact("Administrators may do this everywhere.", allows=True, decides=True)
    if is_moderating:
        url = f"/administration/forums/{forum.pk}/moderators/"
        yield Fact(f"They moderate “{forum.name}”.", allows=True, url=url, decides=True)
    yield from _of_group(actor, deed, forum)


def _of_account(user: User) -> Iterator[Fact]:
    states = (
        (user.is_banned, "is banned"),
        (user.is_waiting, "waits for approval"),
        (user.quarantined_at is not None, "is quarantined"),
    )
    url = f"/administration/members/{user.pk}/"
    for applies, says in states:
        if applies:
            yield _no(f"{user.name} {says}.", url)
    yield Fact(f"{user.name} is in the group {user.group.name}.", None, url)


def _of_reading(actor: Actor, forum: Forum, *, settles: bool) -> Iterator[Fact]:
    group = actor.group
    if actor.is_administrator:
        if settles:
            yield Fact("Administrators may read everything.", allows=True, decides=True)
        return
    if not group.may_read_board:
        yield _no(
            f"The group {group.name} may not read the board.", f"/administration/groups/{group.pk}/"
        )
    for place in _from_the_top(forum):
        own = _override(actor, place, Deed.READ)
        url = f"/administration/forums/{place.pk}/permissions/"
        if own is False:
            yield _no(f"The group {group.name} may not read “{place.name}”.", url)
        elif own is True:
            yield Fact(f"The group {group.name} may read “{place.name}”.", None, url)
    if settles:
        yield Fact("Nothing forbids it.", allows=True, decides=True)


def _of_group(actor: Actor, deed: Deed, forum: Forum) -> Iterator[Fact]:
    group = actor.group
    own = _override(actor, forum, deed)
    may = "may" if own else "may not"
    if own is not None:
        says = f"The group {group.name} {may} {SAYS[deed]} in “{forum.name}”, whatever it may elsewhere."
        url = f"/administration/forums/{forum.pk}/permissions/"
    else:
        own = bool(getattr(group, COLUMNS[deed]))
        may = "may" if own else "may not"
        says = f"The group {group.name} {may} {SAYS[deed]} where nothing else is said."
        url = f"/administration/groups/{group.pk}/"
    yield Fact(says, allows=own, url=url, decides=True)


def _override(actor: Actor, forum: Forum, deed: Deed) -> bool | None:
    rows = ForumPermission.objects.filter(group=actor.group, forum=forum)
    found: bool | None = rows.values_list(COLUMNS[deed], flat=True).first()
    return found


def _moderates(actor: Actor, forum: Forum) -> bool:
    if actor.is_administrator:
        return True
    listed = ForumModerator.objects.filter(user=actor.user_id, forum=forum)
    return actor.group.is_moderator and not actor.is_guest and listed.exists()


def _from_the_top(forum: Forum) -> list[Forum]:
    """A circle of parents ends where it begins."""
    chain, at = [forum], forum.parent
    while at is not None and at not in chain:
        chain.insert(0, at)
        at = at.parent
    return chain


def _no(says: str, url: str = "") -> Fact:
    return Fact(says, allows=False, url=url, decides=True)
