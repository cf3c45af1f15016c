"""Every address of the panels of staff says who gets in; tests/administration/test_access proves that it is so."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from areopagus.administration.guard import PANELS
from tests.administration.access import ACCESS


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None, begun: str = ""
) -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = begun + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        elif f"/{here}".startswith(PANELS):
            yield here


def test_every_address_of_staff_has_its_line() -> None:
    """A new page of moderation or administration says in tests/administration/access.py who gets in."""
    assert set(addresses()) == ACCESS.keys()
