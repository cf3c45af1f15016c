"""Messages on their way. One that comes twice replaces the first: both have the same tag."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from areopagus.core.clock import now
from areopagus.core.jobs.periodic import periodically
from areopagus.notifications.models import PushSubscription
from areopagus.notifications.push import sending, sessions
from areopagus.notifications.quiet import quiet_until
from areopagus.notifications.tasks import LATER


# What else there is to do does not wait for machines that members name.
@task(most_attempts=6, priority=LATER)
def push(notice_id: int, subscription_id: int) -> None:
    """In a member's quiet hours it waits for their end."""
    browsers = PushSubscription.objects.select_related("user__group").filter(pk=subscription_id)
    if (browser := browsers.first()) is None:
        return
    later = quiet_until(browser.user, now())
    if later is not None:
        push.using(run_after=later).enqueue(notice_id, subscription_id)
        return
    sending.push(notice_id, subscription_id)


@periodically(every=timedelta(hours=24))
@task(priority=LATER)
def forget_ended_browsers() -> None:
    sessions.forget_ended()
