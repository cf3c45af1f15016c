"""django-tasks' backend over our own table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from areopagus.core.clock import now
from areopagus.core.jobs.models import Job
from areopagus.core.prepared_writes import inserted

T = TypeVar("T")
NO_ARGUMENTS: dict[str, Any] = {"args": [], "kwargs": {}}


@dataclass(frozen=True, slots=True, kw_only=True)
class RetriedTask(Task[..., Any]):
    """A task that is tried `most_attempts` times before it is given up.

    One whose only argument is a list may be done `together`: the lists of up to so many waiting jobs
    are put together, and it is called once for all.
    """

    most_attempts: int = 5
    together: int = 1


class NoSuchJob(Exception):
    """The name of a job leads to none in this version of the house."""


def task_named(name: str) -> RetriedTask:
    try:
        task = import_string(name)
    except ImportError as error:
        raise NoSuchJob(f"{name} is no job of this version: {error}") from error
    if not isinstance(task, RetriedTask):
        raise NoSuchJob(f"{name} is no job of this version.")
    return task


class DatabaseBackend(BaseTaskBackend):
    task_class = RetriedTask  # type: ignore[assignment]  # django-tasks means any subclass.
    supports_defer = True
    supports_get_result = True
    supports_priority = True

    def enqueue(self, task: Task[..., T], args: Any, kwargs: Any) -> TaskResult[T]:
        return _result(_enqueue(task, args, kwargs, None))

    def get_result(self, result_id: str) -> TaskResult[Any]:
        try:
            return _result(Job.objects.get(pk=result_id))
        except (Job.DoesNotExist, ValueError) as error:
            raise TaskResultDoesNotExist(result_id) from error


def enqueue_once(task: Task[..., Any], key: str, **kwargs: Any) -> None:
    """Enqueues the task unless one with this key is waiting already. `key` is the caller's own."""
    key = f"{task.module_path}:{key}"
    with transaction.atomic():
        while not _holds_waiting(key):
            try:
                with transaction.atomic():
                    _enqueue(task, (), kwargs, key)
            except IntegrityError:
                # Somebody was faster by a moment; that one is held next.
                continue
            return


def _holds_waiting(key: str) -> bool:
    """Held until our commit: taken up before, it would not see what our deed has written."""
    waiting = Job.objects.filter(
        unique_key=key, finished_at=None, given_up_at=None, leased_until=None
    )
    return waiting.select_for_update().first() is not None


def _enqueue(task: Task[..., Any], args: Any, kwargs: Any, key: str | None) -> Job:
    at = now()
    job = Job(
        task=task.module_path,
        arguments={"args": list(args), "kwargs": kwargs},
        priority=task.priority,
        unique_key=key,
        enqueued_at=at,
        run_at=task.run_after or at,
    )
    return inserted(job)


def _result(job: Job) -> TaskResult[Any]:
    return TaskResult(
        task=import_string(job.task),
        id=str(job.pk),
        status=_status(job),
        enqueued_at=job.enqueued_at,
        started_at=job.started_at,
        finished_at=job.finished_at or job.given_up_at,
        last_attempted_at=job.started_at,
        args=job.arguments["args"],
        kwargs=job.arguments["kwargs"],
        backend="default",
        errors=[],
        worker_ids=[job.worker] * job.attempts,
    )


def _status(job: Job) -> TaskResultStatus:
    if job.finished_at:
        return TaskResultStatus.SUCCESSFUL
    if job.given_up_at:
        return TaskResultStatus.FAILED
    running = job.leased_until is not None and job.leased_until > now()
    return TaskResultStatus.RUNNING if running else TaskResultStatus.READY
