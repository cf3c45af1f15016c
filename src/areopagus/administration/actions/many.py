"""Deeds done to many members at once: one batch, that can be undone for all or for one of them.

Administrators and whoever does it are left out, and a note says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.administration import deeds, permissions
from areopagus.administration.banning import banned, let_in
from areopagus.administration.hiding import hide, written_by
from areopagus.core.clock import now
from areopagus.core.ledger import recording
from areopagus.core.ledger.kinds import Kind
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused, Verdict
from areopagus.leaving.standing import but_for_the_erased

MOST = 1000
MOST_POSTS = 10_000
# So many of those who are left out are named.
MOST_NAMED = 10
May = Callable[[Actor, User], Verdict]


@transaction.atomic
def move_many(actor: Actor, user_ids: Sequence[int], group_id: int, reason: str = "") -> Deed:
    """Into another group; not into the administrators', who are made one by one."""
    permissions.insist_on_administrator(actor)
    # Groups before members, as when a group is removed.
    group = Group.objects.select_for_update(no_key=True).filter(pk=group_id).first()
    if group is None:
        raise NotFound
    permissions.can_take_in_many(group).insist()
    with _about(actor, deeds.MANY_MOVED, user_ids, reason) as (deed, members):
        deed.details["group"] = group.name
        _tell(deed, deed.change(*members, group=group))
    return deed


@transaction.atomic
def ban_many(
    actor: Actor,
    user_ids: Sequence[int],
    message: str = "",
    until: datetime | None = None,
    reason: str = "",
) -> Deed:
    """For ever, or until a moment. Of those who are banned already message and end are changed."""
    if until is not None and until <= now():
        raise Refused("That day is over; the ban would never begin.")
    may = permissions.can_shut_out_with_many
    with _about(actor, deeds.MANY_BANNED, user_ids, reason or message, may) as (deed, members):
        _tell(deed, deed.change_each((m, banned(m, message, until)) for m in members))
    return deed


@transaction.atomic
def lift_bans(actor: Actor, user_ids: Sequence[int], reason: str = "") -> Deed:
    """Whatever was turned away along with them is let in again, too; undone for some, it is not turned away anew."""
    with _about(actor, deeds.MANY_LIFTED, user_ids, reason) as (deed, members):
        banned_ = [member for member in members if member.banned_at is not None]
        deed.notes += [
            f"The ban of {along} is lifted along with theirs." for along in let_in(deed, *banned_)
        ]
        _tell(deed, banned_)
    return deed


@transaction.atomic
def put_to_rest(actor: Actor, user_ids: Sequence[int], reason: str = "") -> Deed:
    """Out of the list of members until they sign in as ever. Whoever rests already does so since when they did."""
    with _about(actor, deeds.MANY_RESTED, user_ids, reason) as (deed, members):
        awake = [member for member in members if member.dormant_at is None]
        _tell(deed, deed.change(*awake, dormant_at=now()))
    return deed


@transaction.atomic
def wake_many(actor: Actor, user_ids: Sequence[int], reason: str = "") -> Deed:
    with _about(actor, deeds.MANY_WOKEN, user_ids, reason) as (deed, members):
        _tell(deed, deed.change(*members, dormant_at=None))
    return deed


@transaction.atomic
def hide_posts_of(actor: Actor, user_ids: Sequence[int], reason: str = "") -> Deed:
    """Removes all they wrote; they themselves stay as they are. What others answered in their topics goes along."""
    may = permissions.can_shut_out_with_many
    with _about(actor, deeds.MANY_HIDDEN, user_ids, reason, may) as (deed, members):
        standing = permissions.posts_to_clean(actor, *members).count()
        if standing > MOST_POSTS:
            raise Refused(
                f"They wrote {standing:,} posts; at most {MOST_POSTS:,} can be removed at once. Choose fewer members."
            )
        topics, posts = written_by(actor, *members)
        hide(deed, topics, posts, reason)
        deed.details["posts"] = f"{len(posts):,} {'post' if len(posts) == 1 else 'posts'}"
        authors = {post.author_id for post in posts}
        _tell(deed, [member for member in members if member.pk in authors])
    return deed


@contextmanager
def _about(
    actor: Actor,
    kind: Kind,
    user_ids: Sequence[int],
    reason: str,
    may: May = permissions.can_change_with_many,
) -> Iterator[tuple[Deed, list[User]]]:
    """The batch, and those of the members who may be touched, held in one order."""
    permissions.insist_on_administrator(actor)
    _insist_on_some(user_ids)
    held = list(
        but_for_the_erased(User.objects.filter(pk__in=set(user_ids)))
        .select_for_update(of=("self",), no_key=True)
        .select_related("group")
        .order_by("pk")
    )
    left_out = [(member, verdict) for member in held if not (verdict := may(actor, member))]
    with recording.batch(actor, kind, reason) as deed:
        deed.notes += [f"{m.name} is left out. {no.reason}" for m, no in left_out[:MOST_NAMED]]
        if len(left_out) > MOST_NAMED:
            deed.notes.append(f"So are {len(left_out) - MOST_NAMED:,} more.")
        out = {member.pk for member, _ in left_out}
        yield deed, [member for member in held if member.pk not in out]


def _insist_on_some(user_ids: Sequence[int]) -> None:
    if not user_ids:
        raise Refused("Choose some members first.")
    if len(user_ids) > MOST:
        raise Refused(
            f"At most {MOST:,} members can be changed at once; these are {len(user_ids):,}. Narrow the search."
        )


def _tell(deed: Deed, members: Sequence[User]) -> None:
    """Says whom it was done to."""
    one = members[0].name if len(members) == 1 else ""
    deed.details["members"] = one or f"{len(members):,} members"
    deed.concerns(member=[member.pk for member in members])
