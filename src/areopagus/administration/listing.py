"""The members who were found as CSV: no passwords, no digests, nothing of anybody's sessions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.administration import permissions
from areopagus.administration.finding import Filters
from areopagus.administration.pages.members import state_of
from areopagus.core.spreadsheets import csv_lines

COLUMNS = (
    "id", "name", "mail", "group", "state", "title", "real name", "location", "website", "posts",
    "registered", "registered from", "last post", "last here", "note",
)  # fmt: skip
AT_A_TIME = 1000


def lines(actor: Actor, filters: Filters) -> Iterator[str]:
    """Refused before the first line."""
    permissions.insist_on_administrator(actor)
    found = filters.ordered(filters.narrow(User.objects.select_related("group")))
    return csv_lines(COLUMNS, map(_row, found.iterator(chunk_size=AT_A_TIME)))


def _row(member: User) -> Sequence[object]:
    return [
        member.pk,
        member.name,
        member.email,
        member.group.name,
        state_of(member),
        member.title,
        member.real_name,
        member.location,
        member.website,
        member.post_count,
        _day(member.registered_at),
        member.registered_from,
        _day(member.last_post_at),
        _day(member.last_seen_at),
        member.staff_note,
    ]


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else ""
