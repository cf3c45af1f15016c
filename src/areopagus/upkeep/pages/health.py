"""How the board is, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from areopagus.accounts.actors import Actor
from areopagus.upkeep import permissions
from areopagus.upkeep.readings import board, database, machine, work
from areopagus.upkeep.readings.reading import Reading


@dataclass(frozen=True, slots=True)
class FailedJob:
    """Without what it was told: that may be somebody's letter."""

    pk: int
    name: str
    given_up_at: datetime | None
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class HealthPage:
    readings: Sequence[Reading]
    failed: Sequence[FailedJob]
    failed_count: int

    @property
    def wrong(self) -> int:
        return sum(1 for reading in self.readings if not reading.is_well)


def health_page(actor: Actor) -> HealthPage:
    """Eight queries, one more on PostgreSQL."""
    permissions.insist_on_administrator(actor)
    count = work.failed_jobs().count()
    found = (
        board.backup(),
        work.worker(),
        work.queue(),
        work.failed(count),
        machine.disk(),
        database.database(),
        database.write_ahead_log(),
        machine.memory(),
        machine.kept_pages(),
        board.mail(),
        board.address(),
        board.versions(),
    )
    jobs = [
        FailedJob(job.pk, work.name_of(job), job.given_up_at, job.attempts, job.error)
        for job in work.failed_jobs()[: work.SHOWN]
    ]
    return HealthPage([reading for reading in found if reading is not None], jobs, count)
