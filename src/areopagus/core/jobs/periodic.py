"""Jobs that come back by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django_tasks.base import Task

from areopagus.core.clock import now
from areopagus.core.jobs.models import Periodic

PlainTask = Task[[], None]
_known: dict[str, tuple[PlainTask, timedelta]] = {}


def periodically(every: timedelta) -> Callable[[PlainTask], PlainTask]:
    """Put above `@task()`: the worker enqueues it every so often, however many workers there are."""

    def register(task: PlainTask) -> PlainTask:
        _known[task.module_path] = (task, every)
        return task

    return register


def enqueue_due() -> int:
    """Enqueues what is due and says how many that were. One that is new to the board is due now."""
    at = now()
    later = Periodic.objects.filter(next_at__gt=at, task__in=_known).values_list("task", flat=True)
    due = set(_known) - set(later)
    return sum(_enqueue_if_due(name) for name in sorted(due))


@transaction.atomic
def _enqueue_if_due(name: str) -> bool:
    task, every = _known[name]
    at = now()
    Periodic.objects.get_or_create(task=name, defaults={"next_at": at})
    # Held, so that of several workers only one enqueues it.
    row = Periodic.objects.select_for_update().get(task=name)
    if row.next_at > at:
        return False
    row.next_at = at + every
    row.save(update_fields=["next_at"])
    task.enqueue()
    return True
