"""Links sent to the addresses of old posts."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django_tasks import task

from areopagus.core.clock import now
from areopagus.core.jobs.periodic import periodically
from areopagus.homecoming import letters
from areopagus.homecoming.covering import posts_with
from areopagus.homecoming.models import MailProof
from areopagus.homecoming.pairs.finding import find_pairs

# However many members ask, nobody is written to more often.
LETTERS_A_DAY = 3


@task(most_attempts=9)
def send_link(proof_id: int) -> None:
    """Done twice it sends once. Here and not in the page, whose time would tell whether the address is right."""
    with transaction.atomic():
        rows = MailProof.objects.select_for_update(of=("self",), no_key=True)
        proof = rows.select_related("user", "ghost").filter(pk=proof_id).first()
        if proof is None or proof.sent_at is not None:
            return
        if not posts_with(proof.ghost_id, proof.mail).exists():
            return
        sent = MailProof.objects.filter(mail=proof.mail, sent_at__gt=now() - timedelta(days=1))
        if sent.count() >= LETTERS_A_DAY:
            return
        letters.compose(proof).send()
        proof.sent_at = now()
        proof.save(update_fields=["sent_at"])


# New to a board, it is due at once.
@periodically(every=timedelta(hours=24))
@task()
def look_for_pairs() -> None:
    find_pairs()
