"""The index follows what happens, within a second or so."""

from __future__ import annotations

from datetime import timedelta

from django_tasks import task

from areopagus.core.jobs.backend import enqueue_once
from areopagus.core.jobs.periodic import periodically
from areopagus.search import indexing, resembling


@task(together=100)
def index_posts(post_ids: list[int]) -> None:
    indexing.index_posts(post_ids)


@task()
def index_topics(topic_ids: list[int]) -> None:
    indexing.index_topics(topic_ids)


# New to a board, it is due at once: a board that was imported or brought up to date has no index yet.
@periodically(every=timedelta(hours=24))
@task()
def heal() -> None:
    indexing.heal()
    enqueue_once(compare_next, "next")


@task()
def compare_topics(topic_ids: list[int]) -> None:
    resembling.compare(topic_ids)


@task()
def compare_next() -> None:
    """A piece at a time, so that other jobs get their turn."""
    if resembling.compare_next():
        enqueue_once(compare_next, "next")
