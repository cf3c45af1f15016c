"""Jobs that nobody wants done any more, for what they were told must not lie about."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django_tasks.base import Task

from areopagus.core.jobs.models import Job


def forget_jobs(task: Task[..., Any], place: int, values: Collection[Any]) -> None:
    """What is not done of this task is never done, where one of these values stands at this place of its arguments.

    For tasks that are enqueued with arguments by place. What was given up goes as well.
    """
    unfinished = Job.objects.filter(task=task.module_path, finished_at=None)
    unfinished.filter(**{f"arguments__args__{place}__in": list(values)}).delete()
