"""What people decide begins here: by the page of an old profile, by the word of others, or against a claim."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards.models import Ghost
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound, Refused
from areopagus.homecoming import permissions, waiting
from areopagus.homecoming.covering import Stretch, old_accounts_of, overlap, posts_of
from areopagus.homecoming.models import Claim, Look, Plea
from areopagus.homecoming.tasks import look_at_page, tell

# Of one member: open at once, begun within a day. Looks at one page, whoever asks, and of one member.
OPEN_AT_ONCE, BEGUN_A_DAY, LOOKS_AT_A_PAGE, LOOKS_OF_A_MEMBER = 3, 5, 10, 5
DAY = timedelta(days=1)


@transaction.atomic
def ask_by_page(actor: Actor, ghost_id: int, page: str) -> Plea:
    """`page` is what the profile of an old account of this ghost linked to."""
    permissions.can_claim(actor).insist()
    ghost = permissions.find_ghost(actor, ghost_id)
    account = next((one for one in old_accounts_of(ghost) if one.website == page and page), None)
    if account is None:
        raise Refused("No old profile of this name linked to that page.")
    return _begin(
        actor,
        Plea(
            ghost=ghost,
            proof=Claim.Proof.PAGE,
            page=page,
            mark=f"areopagus-{secrets.token_hex(16)}",
            since=account.registered_at,
            before=now(),
        ),
    )


@transaction.atomic
def ask_by_word(actor: Actor, ghost_id: int, words: str, stretch: Stretch) -> Plea:
    """What is written after today under the same name is not meant."""
    permissions.can_claim(actor).insist()
    ghost = permissions.find_ghost(actor, ghost_id)
    before = min(stretch.before or now(), now())
    plea = Plea(
        ghost=ghost, proof=Claim.Proof.WORD, words=words, since=stretch.since, before=before
    )
    return _begin(actor, plea)


@transaction.atomic
def dispute(actor: Actor, claim_id: int, words: str, stretch: Stretch) -> Plea:
    """“That was me”, of posts that are shown as another's, or of some of them."""
    claim = permissions.find_claim(actor, claim_id)
    if claim.user_id == actor.user_id:
        raise Refused("These posts are shown as yours; you can give them back on your own page.")
    limits = stretch.within(Stretch(claim.since, claim.before))
    plea = Plea(
        ghost=claim.ghost,
        proof=Claim.Proof.WORD,
        against=claim,
        any_address=claim.any_address,
        mail=claim.mail,
        words=words,
        since=limits.since,
        before=limits.before,
    )
    _begin(actor, plea)
    tell.enqueue(plea.pk, claim.user_id, "disputed")
    return plea


@transaction.atomic
def withdraw(actor: Actor, plea_id: int) -> Plea:
    plea = Plea.objects.select_for_update(no_key=True, of=("self",)).filter(pk=plea_id).first()
    if plea is None or plea.user_id != actor.user_id:
        raise NotFound
    if not plea.is_open:
        raise Refused("This was decided already.")
    plea.withdrawn_at = now()
    plea.save(update_fields=["withdrawn_at"])
    waiting.forget()
    return plea


@transaction.atomic
def look(actor: Actor, plea_id: int) -> Look:
    """The job does it: nobody waits here for another's page."""
    User.objects.select_for_update(no_key=True).get(pk=actor.member_id)
    plea = permissions.find_plea(actor, plea_id)
    if plea.user_id != actor.user_id or not plea.by_page:
        raise NotFound
    if not plea.is_open or plea.found_at is not None:
        raise Refused("There is nothing more to look for.")
    today = Look.objects.filter(asked_at__gt=now() - DAY)
    if (
        today.filter(plea__user=actor.user_id).count() >= LOOKS_OF_A_MEMBER
        or today.filter(plea__page=plea.page).count() >= LOOKS_AT_A_PAGE
    ):
        raise Refused("The board has looked often enough for one day. Please go on tomorrow.")
    asked = Look.objects.create(plea=plea, asked_at=now())
    look_at_page.enqueue(asked.pk)
    return asked


def _begin(actor: Actor, plea: Plea) -> Plea:
    """The member is held, so that a hundred forms sent at once are counted too."""
    plea.user = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=actor.member_id)
    mine = Plea.objects.filter(user=actor.member_id)
    open_ = mine.filter(accepted_at=None, refused_at=None, withdrawn_at=None)
    same: dict[str, Any] = {"ghost": plea.ghost_id, "against": plea.against_id, "page": plea.page}
    if open_.filter(**same).exists():
        raise Refused("You have asked for this already; it waits.")
    if open_.count() >= OPEN_AT_ONCE:
        raise Refused(f"{OPEN_AT_ONCE} things you have asked for wait. Let them be decided first.")
    if mine.filter(asked_at__gt=now() - DAY).count() >= BEGUN_A_DAY:
        raise Refused("You have asked for enough today. Please go on tomorrow.")
    _insist_on_something_free(plea, plea.ghost)
    plea.asked_at = now()
    plea.save(force_insert=True)
    waiting.forget()
    return plea


def _insist_on_something_free(plea: Plea, ghost: Ghost) -> None:
    claim = plea.as_claim()
    if not posts_of(claim).exists():
        raise Refused("There are no such posts.")
    others = Claim.objects.filter(ghost=ghost)
    if plea.against is None and any(overlap(claim, other) for other in others):
        raise Refused(
            "Some of these posts are shown as somebody's already. On the page of the ghost you can say that it was you."
        )
