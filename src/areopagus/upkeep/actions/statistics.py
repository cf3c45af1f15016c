"""Statistics are summed up anew, such as after a later import of an old board."""

from __future__ import annotations

from areopagus.accounts.actors import Actor
from areopagus.core.jobs.backend import enqueue_once
from areopagus.upkeep import permissions, tasks


def sum_up_anew(actor: Actor) -> None:
    """In the background: on a large board it takes a minute."""
    permissions.insist_on_administrator(actor)
    enqueue_once(tasks.sum_up_anew, "all")
