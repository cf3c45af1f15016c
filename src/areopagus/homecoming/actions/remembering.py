"""The proof by password: whoever knows that of the old account was its owner."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import check_password
from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards.models import Ghost
from areopagus.core.clock import now
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Refused
from areopagus.homecoming import permissions
from areopagus.homecoming.actions.linking import link
from areopagus.homecoming.covering import old_accounts_of
from areopagus.homecoming.models import Claim, PasswordTry

# Of one member at all ghosts together, and of all members together at one.
TRIES_OF_A_MEMBER, TRIES_AT_A_GHOST = 5, 10
DAY = timedelta(days=1)


def claim_by_password(actor: Actor, ghost_id: int, password: str) -> Deed:
    """The try is counted before the password is looked at, and stays counted whatever comes of it."""
    permissions.can_claim(actor).insist()
    ghost = permissions.find_ghost(actor, ghost_id)
    accounts = [one for one in old_accounts_of(ghost) if one.password]
    if not accounts:
        raise Refused("Nothing is known here of an old account of this name.")
    _count_try(actor, ghost)
    if not any(check_password(password, account.password) for account in accounts):
        raise Refused("That was not the password of the old account.")
    return link(actor, ghost.pk, Claim.Proof.PASSWORD, "")


@transaction.atomic
def _count_try(actor: Actor, ghost: Ghost) -> None:
    """Member and ghost are held, so that a hundred forms sent at once are counted too."""
    User.objects.select_for_update(no_key=True).get(pk=actor.member_id)
    Ghost.objects.select_for_update(no_key=True).get(pk=ghost.pk)
    today = PasswordTry.objects.filter(tried_at__gt=now() - DAY)
    if (
        today.filter(user=actor.member_id).count() >= TRIES_OF_A_MEMBER
        or today.filter(ghost=ghost).count() >= TRIES_AT_A_GHOST
    ):
        raise Refused("That is enough for one day. Please go on tomorrow.")
    PasswordTry.objects.create(user_id=actor.member_id, ghost=ghost, tried_at=now())
