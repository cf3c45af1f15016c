"""Options in the ledger: read anew in every process, and never left in a state that makes no sense."""

from __future__ import annotations

from areopagus.core import options
from areopagus.core.ledger.recording import Deed
from areopagus.core.ledger.tables import keeps, rebuilds
from areopagus.core.models import OptionValue
from areopagus.core.verdict import Refused


def register() -> None:
    keeps(OptionValue, rank=0, called=lambda row: f"The option {row.key}")
    rebuilds(_read_anew)


def _read_anew(deed: Deed) -> None:
    """By a deed as by its undoing, which may bring back a value that does not fit the others any more."""
    if not deed.count_of(OptionValue):
        return
    options.forget()
    try:
        options.insist_on_sense()
    except ValueError as error:
        raise Refused(f"{error}") from error
