"""What an administrator decides about leaving. Not whether: that is for the member alone."""

from __future__ import annotations

from areopagus.core.options import option

WAIT_DAYS = option(
    "leaving.wait_days",
    30,
    "Days between the wish to be forgotten and its fulfilment, in which it can be taken back.",
    at_least=7,
    at_most=90,
)
COPY_DAYS = option(
    "leaving.copy_days",
    7,
    "Days for which a member can fetch the copy of their data.",
    at_least=1,
    at_most=30,
)
