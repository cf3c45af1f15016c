"""The proof by mail: whoever reads the mail of the address on the posts wrote them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.core.clock import now
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused
from areopagus.homecoming import letters, permissions
from areopagus.homecoming.actions.linking import link
from areopagus.homecoming.models import Claim, MailProof
from areopagus.homecoming.tasks import send_link

ASKS_A_DAY = 5
DAY = timedelta(days=1)


@transaction.atomic
def ask_by_mail(actor: Actor, ghost_id: int, mail: str) -> MailProof:
    """A link goes to the address when it is on posts of this ghost. Whether it is, nobody is told."""
    permissions.can_claim(actor).insist()
    ghost = permissions.find_ghost(actor, ghost_id)
    if not settings.SITE_URL:
        raise Refused("This board sends no links yet: an administrator must first set its address.")
    # Held, so that a hundred forms sent at once are counted too.
    User.objects.select_for_update(no_key=True).get(pk=actor.member_id)
    asked = MailProof.objects.filter(user=actor.user_id, asked_at__gt=now() - DAY)
    if asked.count() >= ASKS_A_DAY:
        raise Refused(f"You have asked for {ASKS_A_DAY} links today. Please go on tomorrow.")
    proof = MailProof.objects.create(
        user_id=actor.member_id, ghost=ghost, mail=mail.lower(), asked_at=now()
    )
    send_link.enqueue(proof.pk)
    return proof


@transaction.atomic
def claim_by_mail(actor: Actor, token: str) -> Deed:
    """By the link in the mail. Only the member who has asked for it can use it, and only once."""
    proof_id = letters.proof_of(token)
    rows = MailProof.objects.select_for_update(of=("self",), no_key=True)
    proof = rows.filter(pk=proof_id).first()
    if proof is None:
        raise NotFound
    permissions.can_use(actor, proof).insist()
    done = link(actor, proof.ghost_id, Claim.Proof.MAIL, proof.mail)
    proof.used_at = now()
    proof.save(update_fields=["used_at"])
    return done
