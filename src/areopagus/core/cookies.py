"""What a browser's cookies say. It sends the same with each request, and several ask what it said."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.http import parse_cookie

# Ours have some two hundred characters; whoever sends thousands is not to fill our memory.
LONGEST_REMEMBERED = 500


def cookies_in(header: str) -> Mapping[str, str]:
    """As Django reads them."""
    return _read(header) if len(header) <= LONGEST_REMEMBERED else parse_cookie(header)


@lru_cache(maxsize=4_096)
def _read(header: str) -> Mapping[str, str]:
    return parse_cookie(header)
