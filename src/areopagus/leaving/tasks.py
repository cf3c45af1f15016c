"""Copies are made and taken away, letters are sent, and whose time has come is forgotten."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import transaction
from django_tasks import task

from areopagus.core.clock import now
from areopagus.core.jobs.backend import enqueue_once
from areopagus.core.jobs.periodic import periodically
from areopagus.leaving import copying, erasing, letters, options
from areopagus.leaving.models import Copy, Farewell

SECONDS = 10.0


@task()
def make_copy(copy_id: int) -> None:
    """Made anew when it was begun before. Its member is told by mail."""
    copy = Copy.objects.select_related("user__group").filter(pk=copy_id, made_at=None).first()
    if copy is None:
        return
    copy.size = copying.write(copy, copy.user)
    copy.made_at = now()
    copy.over_at = copy.made_at + timedelta(days=options.COPY_DAYS.get())
    copy.save(update_fields=["size", "made_at", "over_at"])
    tell_of_copy.enqueue(copy.pk)


@task(most_attempts=9)
def tell_of_copy(copy_id: int) -> None:
    copy = Copy.objects.select_related("user").filter(pk=copy_id, over_at__gt=now()).first()
    if copy is not None and copy.user.email:
        letters.copy_made(copy, copy.user).send()


@task(most_attempts=9)
def tell_of_farewell(farewell_id: int) -> None:
    """Not sent any more when they have thought better of it."""
    farewell = Farewell.objects.select_related("user").filter(pk=farewell_id, begun_at=None).first()
    if farewell is not None and farewell.user.email:
        letters.asked(farewell, farewell.user).send()


@task(most_attempts=9)
def go_on(farewell_id: int) -> None:
    """For some seconds at a time, so that other jobs get their turn."""
    until = time.monotonic() + SECONDS
    while erasing.go_on(farewell_id):
        if time.monotonic() > until:
            enqueue_once(go_on, str(farewell_id), farewell_id=farewell_id)
            return


@periodically(every=timedelta(hours=1))
@task()
def look_around() -> None:
    """Copies whose days are over go; whose time has come, or whose erasure was broken off, is gone on with."""
    Copy.objects.filter(over_at__lt=now()).delete()
    for farewell in Farewell.objects.filter(due_at__lte=now(), erased_at=None):
        with transaction.atomic():
            enqueue_once(go_on, str(farewell.pk), farewell_id=farewell.pk)
