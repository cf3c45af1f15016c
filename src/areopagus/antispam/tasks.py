"""Learning anew: every day, and soon after a moderator's verdict. Asking elsewhere about a newcomer, if that is wanted."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from areopagus.accounts.models import User
from areopagus.antispam import options, stopforumspam, training
from areopagus.antispam.models import Listing
from areopagus.core.clock import now
from areopagus.core.jobs.periodic import periodically


@periodically(every=timedelta(hours=24))
@task()
def learn() -> None:
    training.learn()


@task(most_attempts=2)
def ask_about(user_id: int) -> None:
    """Without a transaction around it: it waits for somebody else."""
    user = User.objects.filter(pk=user_id).first()
    if user is None or not options.STOPFORUMSPAM.get():
        return
    answer = stopforumspam.ask(user.registered_from, user.email)
    if answer is None:
        return
    Listing.objects.update_or_create(
        user=user,
        defaults={
            "answered_at": now(),
            "address_times": answer.address.times,
            "address_last_at": answer.address.last_at,
            "mail_times": answer.mail.times,
            "mail_last_at": answer.mail.last_at,
        },
    )
