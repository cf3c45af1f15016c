"""Messages on their way. One that comes twice replaces the first: both have the same tag."""

from __future__ import annotations

from django_tasks import task

from areopagus.notifications.push import sending


@task(most_attempts=6)
def push(notice_id: int, subscription_id: int) -> None:
    sending.push(notice_id, subscription_id)
