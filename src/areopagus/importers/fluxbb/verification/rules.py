"""Why something may stand here otherwise than on the old board: the rules that are not about one table.

Each rule takes what ought to stand here and gives what may stand here instead. Its docstring is what
the report says.
"""

from __future__ import annotations

from typing import Any

from areopagus.accounts.models import FormerName
from areopagus.importers.fluxbb.verification.comparing import Case, Rule

LARGEST_COUNT = 2**31 - 1
# The year 2100.
LATEST = 4_102_444_800


def repaired(column: str) -> Rule:
    def rule(value: Any, case: Case) -> Any:
        """encoded twice on the old board, repaired here"""
        return case.boards.old.repaired(column, value)

    return rule


def characters(column: str) -> Rule:
    def rule(value: Any, case: Case) -> Any:
        """references such as &#1055; of FluxBB 1.2 are the characters they stood for"""
        return case.boards.old.with_characters(column, value)

    return rule


def words(column: str) -> tuple[Rule, Rule]:
    """What may have happened to any text of this column on its way."""
    return repaired(column), characters(column)


def blanks_gone(value: Any, case: Case) -> Any:  # noqa: ARG001 - rules all look alike.
    """blanks at its ends are gone"""
    return value.strip()


def shortened(length: int) -> Rule:
    def rule(value: Any, case: Case) -> Any:  # noqa: ARG001
        return value[:length]

    rule.__doc__ = f"shortened to {length} characters"
    return rule


def no_date(value: Any, case: Case) -> Any:  # noqa: ARG001
    """a date that cannot be is none"""
    return value if value is None or 0 < value < LATEST else None


def no_required_date(value: Any, case: Case) -> Any:  # noqa: ARG001
    """a date that cannot be is the beginning of 1970"""
    return value if 0 <= value < LATEST else 0


def no_count(value: Any, case: Case) -> Any:  # noqa: ARG001
    """a number that nobody can have counted to is the largest or the smallest there is"""
    return min(max(value, 0), LARGEST_COUNT)


def signed_in_since(value: Any, case: Case) -> Any:
    """the member has signed in here since, and may have changed it"""
    return value if case.here["last_login"] is None else case.stands


def account_gone(value: Any, case: Case) -> Any:
    """the account was gone on the old board, so only the name is kept"""
    return value if value in case.boards.old.members else None


def renamed_since(column: str) -> Rule:
    """`column` says who the member is."""

    def rule(value: Any, case: Case) -> Any:
        """the member has another name on this board by now, and this one as a former name"""
        known = FormerName.objects.filter(member=case.here[column], name=value)
        return case.stands if known.filter(member__name=case.stands).exists() else value

    return rule


def account_stays(value: Any, case: Case) -> Any:
    """the account was deleted there since it moved in; here it stays, with what it wrote"""
    return (
        case.stands if value is None and case.boards.since.is_gone("users", case.stands) else value
    )
