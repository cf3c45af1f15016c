"""What an administrator may change about searching."""

from __future__ import annotations

from areopagus.core.options import option

MOST_MILLISECONDS = option(
    "search.most_milliseconds",
    1000,
    "The longest a search may keep the database busy, in thousandths of a second.",
    at_least=50,
    at_most=60_000,
)
