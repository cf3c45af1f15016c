"""Whoever reads is known by their session, and not too many of them are kept in memory."""

from __future__ import annotations

import pytest
from django.test import Client

from areopagus.accounts import readers
from tests.conftest import Cast, user_of

pytestmark = pytest.mark.django_db


def test_the_oldest_is_forgotten_first(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MOST_KNOWN", 2)
    monkeypatch.setattr(readers, "_known", {})
    keys = []
    for actor in (cast.max, cast.nina, cast.dora):
        client = Client()
        client.force_login(user_of(actor))
        keys.append(client.session.session_key or "")
        assert readers._known_by(keys[-1]) is not None
    assert list(readers._known) == keys[1:]
    assert readers._known_by(keys[1]) is readers._known[keys[1]]
