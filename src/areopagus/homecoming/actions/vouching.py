"""Members who knew somebody say that it is they."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound, Refused
from areopagus.homecoming import permissions
from areopagus.homecoming.models import Plea, Word

# Nobody knows more people than that.
WORDS_A_MONTH = 5
MONTH = timedelta(days=30)


@transaction.atomic
def vouch(actor: Actor, plea_id: int, text: str) -> Word:
    """One word for each plea; said again, it takes the place of the earlier one."""
    plea = _held(actor, plea_id)
    permissions.can_vouch(actor, plea).insist()
    lately = Word.objects.filter(user=actor.member_id, said_at__gt=now() - MONTH)
    if lately.exclude(plea=plea).count() >= WORDS_A_MONTH:
        raise Refused(
            f"You have vouched for {WORDS_A_MONTH} members within a month. That is enough."
        )
    word, _ = Word.objects.update_or_create(
        plea=plea,
        user_id=actor.member_id,
        defaults={"text": text, "said_at": now(), "withdrawn_at": None},
    )
    return word


@transaction.atomic
def take_back(actor: Actor, plea_id: int) -> Word:
    plea = _held(actor, plea_id)
    word = Word.objects.filter(plea=plea, user=actor.member_id, withdrawn_at=None).first()
    if word is None:
        raise NotFound
    if not plea.is_open:
        raise Refused("This was decided already. If it was wrong, write to an administrator.")
    word.withdrawn_at = now()
    word.save(update_fields=["withdrawn_at"])
    return word


def _held(actor: Actor, plea_id: int) -> Plea:
    """Whoever vouches is held before the plea, so that no two of them speak at once without knowing."""
    permissions.can_claim(actor).insist()
    User.objects.select_for_update(no_key=True).get(pk=actor.member_id)
    list(Plea.objects.select_for_update(no_key=True).filter(pk=plea_id))
    return permissions.find_plea(actor, plea_id)
