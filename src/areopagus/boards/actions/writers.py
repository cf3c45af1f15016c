"""Whoever writes: held while they do, patient between two posts, and called by a name of their own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from areopagus.accounts import bans, names
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.options import NAME_MAX, NAME_MIN
from areopagus.accounts.taken_names import is_taken
from areopagus.boards import options
from areopagus.boards.actions.drafts import Draft
from areopagus.boards.models import HeldWriting, Post
from areopagus.core.clock import now
from areopagus.core.prepared import Prepared, given
from areopagus.core.verdict import Refused, TooSoon

_HELD_AUTHOR = Prepared(
    lambda: (
        User.objects.select_for_update(no_key=True)
        .filter(pk=given("id", int))
        .values_list("last_post_at")
    )
)


def lock_author(actor: Actor) -> datetime | None:
    """When the author last posted; holds their row, so that two posts at once cannot both pass."""
    if actor.user_id is not None:
        ((last_post_at,),) = _HELD_AUTHOR.rows(id=actor.user_id)
        return cast("datetime | None", last_post_at)
    if not actor.address:
        return None
    return (
        Post.objects.filter(author=None, author_address=actor.address)
        .order_by("-id")
        .values_list("posted_at", flat=True)
        .first()
    )


def insist_on_patience(actor: Actor, last_post_at: datetime | None) -> None:
    interval = timedelta(seconds=actor.group.post_interval)
    if last_post_at is None or actor.is_staff or not interval:
        return
    left = (last_post_at + interval - now()).total_seconds()
    if left > 0:
        wait = int(left) + 1
        raise TooSoon(
            f"Between two posts there must be {actor.group.post_interval} seconds; "
            f"please try again in {wait}.",
            wait,
        )


def author_name(actor: Actor, draft: Draft) -> str:
    if not actor.is_guest:
        return actor.name
    name = names.tidy(draft.guest_name)
    shortest, longest = NAME_MIN.get(), NAME_MAX.get()
    if not shortest <= len(name) <= longest:
        raise Refused(f"Please give a name of {shortest} to {longest} characters.")
    if is_taken(name):
        raise Refused("That name, or one that looks like it, belongs to a member.")
    if (ban := bans.of_name(name)) is not None:
        raise Refused(ban.message or "Nobody may have this name here.")
    if options.GUEST_MAIL_REQUIRED.get() and not draft.guest_mail:
        raise Refused("Please give your mail address; it is not shown.")
    return name


def last_held_at(actor: Actor) -> datetime | None:
    """When something of theirs was held last: that counts as having written, too."""
    mine = HeldWriting.objects.filter(author=actor.user_id, decided_at=None)
    mine = mine.exclude(kind=HeldWriting.Kind.EDIT)
    if actor.user_id is None:
        mine = mine.filter(author_address=actor.address)
    return mine.order_by("-held_at").values_list("held_at", flat=True).first()
