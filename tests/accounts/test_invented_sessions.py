"""A cookie may hold anything; what is no session's key leads to nobody and breaks nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from areopagus.accounts.models import Session
from areopagus.accounts.sessions import SessionStore, row_of

pytestmark = pytest.mark.django_db
# A quoted cookie can have any byte in it (RFC 2109, as Python reads it).
INVENTED = (
    '"\\000\\000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"',
    "A" * 32,
    "a" * 33,
    "a" * 5000,
    "%00" * 11,
)


@pytest.mark.parametrize("cookie", INVENTED)
@pytest.mark.parametrize("address", ["/", "/search/?q=moon", "/sign-in/"])
def test_an_invented_session_is_nobodys(cookie: str, address: str) -> None:
    answer = Client(raise_request_exception=False).get(address, HTTP_COOKIE=f"session={cookie}")
    assert answer.status_code == 200 and "You are not signed in" in answer.text
    assert not Session.objects.exists()


def test_what_is_no_key_is_not_looked_up() -> None:
    assert SessionStore("\0" * 32).session_key is None
    assert row_of("\0" * 32) is None
    store = SessionStore()
    store.create()
    assert SessionStore(store.session_key).session_key == store.session_key
