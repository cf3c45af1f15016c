"""Jobs for test_jobs. They stand in a module of their own because a job is found by its name."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from django.db.models import F
from django_tasks import task

from areopagus.core.jobs.models import Job
from areopagus.core.jobs.periodic import periodically
from areopagus.core.models import OptionValue

HOUR = timedelta(hours=1)


def _write_down(path: str, words: str) -> None:
    # One write to a file opened for appending is whole, also among processes.
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(f"{words}\n")


@task()
def write_down(path: str, words: str) -> None:
    _write_down(path, words)


@task(together=3)
def write_all_down(pages: list[list[str]]) -> None:
    """One line for each call: all the words, behind each other."""
    _write_down(pages[0][0], " ".join(words for _, words in pages))


@task(together=3)
def fail_at_bad_words(pages: list[list[str]]) -> None:
    if any(words == "bad" for _, words in pages):
        raise ValueError("Such words are not written.")
    _write_down(pages[0][0], " ".join(words for _, words in pages))


@task()
def write_down_what_is_written(path: str) -> None:
    """What a deed has written by the time the job runs."""
    keys = OptionValue.objects.filter(key__startswith="deed").order_by("key")
    _write_down(path, " ".join(keys.values_list("key", flat=True)))


@task()
def linger(path: str) -> None:
    """The first time it says so and waits for a line; the next time it has nothing to wait for."""
    is_first = not Path(path).exists()
    _write_down(path, "begun")
    if is_first:
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        sys.stdin.readline()
    _write_down(path, "done")


@task()
def fail() -> None:
    raise ConnectionError("The relay does not answer.")


@task(most_attempts=2)
def fail_twice() -> None:
    raise ConnectionError("The relay does not answer.")


@task(most_attempts=1_000)
def fail_for_ever() -> None:
    raise ConnectionError("The relay does not answer.")


@task()
def miss_a_module() -> None:
    from areopagus.core import thing_that_is_not_there  # type: ignore[attr-defined]  # noqa: F401


@task()
def outlive_its_lease() -> None:
    """Meanwhile another worker takes the job up, and this one fails."""
    Job.objects.update(attempts=F("attempts") + 1, worker="another")
    raise ConnectionError("Too late.")


@task()
def enqueue_itself_again(path: str) -> None:
    from areopagus.core.jobs.backend import enqueue_once

    enqueue_once(enqueue_itself_again, "once", path=path)
    _write_down(path, "failing")
    raise ConnectionError("The relay does not answer.")


@periodically(every=HOUR)
@task()
def look_at_the_sky() -> None:
    """Comes back every hour."""


def not_a_job() -> None:
    """A plain function."""
