"""What an administrator may change about housekeeping."""

from __future__ import annotations

from areopagus.core.options import option

COOL_OFF_HOURS = option(
    "housekeeping.cool_off_hours",
    72,
    "Hours between planning a sweep and running it, in which members may say “keep me”.",
    at_least=0,
    at_most=24 * 90,
)
ASLEEP_YEARS = option(
    "housekeeping.asleep_years",
    3,
    "Years away after which a sweep sets a member to rest.",
    at_least=1,
    at_most=30,
)
