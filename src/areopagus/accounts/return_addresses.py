"""Where answers to letters of the board go, and where letters come back to that cannot be delivered."""

from __future__ import annotations

from datetime import date, timedelta

from areopagus.core.clock import now
from areopagus.core.return_addresses import Return, address_for

ANSWER, RETURNED = "a", "r"
EPOCH = date(2020, 1, 1)
# So long an answer may take.
ANSWERABLE = timedelta(days=60)


def for_answers(user_id: int, post_id: int) -> str:
    """For this member's answer to this post and nobody else's; "" when the board takes none."""
    return address_for(ANSWER, user_id, post_id, _today())


def for_returns(user_id: int) -> str:
    """The envelope sender of letters to this member; "" when the board takes none back."""
    return address_for(RETURNED, user_id)


def is_over(said: Return) -> bool:
    """Whether an address for answers is too old to be used."""
    return _today() - said.numbers[2] > ANSWERABLE.days


def _today() -> int:
    return (now().date() - EPOCH).days
