"""The front page of administration."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from areopagus import __version__
from areopagus.accounts import options as account_options
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.administration import permissions
from areopagus.administration.pages.options import Subject, subjects
from areopagus.boards import options
from areopagus.moderation.models import Report


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """`subjects` are those of the options."""

    waiting: int
    open_reports: int
    members: int
    registration: str
    is_closed: bool
    version: str
    runs_on: str
    subjects: Sequence[Subject]


def overview_page(actor: Actor) -> OverviewPage:
    """Three queries."""
    permissions.insist_on_administrator(actor)
    return OverviewPage(
        waiting=permissions.waiting_members().count(),
        open_reports=Report.objects.filter(settled_at=None).count(),
        members=User.objects.filter(is_active=True).count(),
        registration=account_options.REGISTRATION.get(),
        is_closed=options.MAINTENANCE.get(),
        version=__version__,
        runs_on=f"Python {platform.python_version()}, {_database()}",
        subjects=subjects(actor),
    )


def _database() -> str:
    version = connection.get_database_version()
    return f"{connection.display_name} {'.'.join(map(str, version))}"
