"""What an answer means to whoever follows an old address."""

from __future__ import annotations

from enum import StrEnum

from areopagus.importers.access_logs.wanted import Wanted
from areopagus.importers.fluxbb import logged

# Absent to guests, whatever stands there.
FOR_STAFF = ("/administration/", "/moderation/")
SHOWN, GONE, NOT_FOUND = 200, 410, 404
NOT_FOR_GUESTS = {401, 403}


class Outcome(StrEnum):
    """The value is what the report says."""

    SHOWN = "answered with a page"
    FOR_MEMBERS = "answered after signing in"
    REMOVED = "removed here, and says so"
    HIDDEN = "here, but not for guests"
    NEVER = "not here, and the old board did not answer either"
    LOST = "NOT HERE, THOUGH THE OLD BOARD ANSWERED"
    FAILED = "A FAULT OF THIS BOARD"


def outcome_of(wanted: Wanted, steps: tuple[int, ...], end: str) -> Outcome:
    last = steps[-1]
    if last == SHOWN or not end.startswith("/"):
        return Outcome.SHOWN
    if last in NOT_FOR_GUESTS or (last == NOT_FOUND and end.startswith(FOR_STAFF)):
        return Outcome.FOR_MEMBERS
    if last == GONE:
        return Outcome.REMOVED
    return _absence(wanted) if last == NOT_FOUND else Outcome.FAILED


def _absence(wanted: Wanted) -> Outcome:
    if not logged.names_something(wanted.address):
        return Outcome.NEVER
    if logged.is_here(wanted.address):
        return Outcome.HIDDEN
    return Outcome.LOST if wanted.was_answered else Outcome.NEVER
