"""Links sent to the addresses of old posts, looks at pages, news for those whom a decision is about."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django_tasks import task

from areopagus.accounts.mail_trouble import trouble_of
from areopagus.accounts.models import User
from areopagus.core.clock import now
from areopagus.core.jobs.periodic import periodically
from areopagus.homecoming import fetching, letters, waiting
from areopagus.homecoming.covering import posts_with
from areopagus.homecoming.models import Look, MailProof, Plea
from areopagus.homecoming.pairs.finding import find_pairs

# However many members ask, nobody is written to more often.
LETTERS_A_DAY = 3


@task(most_attempts=9)
def send_link(proof_id: int) -> None:
    """Here and not in the page, whose time would tell whether the address is right.

    In no transaction, for a mail server takes its time. A worker that is killed between sending and noting it sends
    once more, with the same Message-ID.
    """
    unsent = MailProof.objects.filter(pk=proof_id, sent_at=None)
    proof = unsent.select_related("user", "ghost").first()
    if proof is None or not posts_with(proof.ghost_id, proof.mail).exists():
        return
    sent = MailProof.objects.filter(mail=proof.mail, sent_at__gt=now() - timedelta(days=1))
    if sent.count() >= LETTERS_A_DAY:
        return
    letters.compose(proof).send()
    unsent.update(sent_at=now())


# New to a board, it is due at once.
@periodically(every=timedelta(hours=24))
@task()
def look_for_pairs() -> None:
    find_pairs()


@task(most_attempts=3)
def look_at_page(look_id: int) -> None:
    """Reads first, without a transaction; then writes down what it has found."""
    look = Look.objects.select_related("plea").filter(pk=look_id, done_at=None).first()
    if look is None:
        return
    found_on, trouble = "", ""
    try:
        page = fetching.read(look.plea.page)
    except fetching.Unreadable as error:
        trouble = str(error)
    else:
        if look.plea.mark.encode("ascii") in page.body:
            found_on = page.address[:500]
        else:
            trouble = "The mark does not stand on the page."
    with transaction.atomic():
        Look.objects.filter(pk=look_id).update(done_at=now(), trouble=trouble[:200])
        if found_on:
            unseen = Plea.objects.filter(pk=look.plea_id, found_at=None)
            unseen.update(found_at=now(), found_on=found_on)
            waiting.forget()


@task(most_attempts=9)
def tell(plea_id: int, user_id: int, news: str) -> None:
    """One letter to one member."""
    plea = Plea.objects.select_related("ghost", "user").filter(pk=plea_id).first()
    user = User.objects.filter(pk=user_id).exclude(email="").first()
    if plea is not None and user is not None and trouble_of(user) is None:
        letters.tell(plea, user, news).send()
