"""What stands in front of the house, with the house behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from areopagus.accounts import sessions
from areopagus.accounts.models import Session
from areopagus.config import entrance
from areopagus.core.clock import now
from areopagus.pagecache.door import Application
from areopagus.pagecache.options import PAGES
from tests.conftest import Cast, user_of
from tests.pagecache.front import Got, knock

Knock = Callable[..., Got]
# Addresses as people have them; those in documents are nobody's, and not counted.
SOMEBODY, SOMEBODY_ELSE = "9.9.9.9", "8.8.4.4"


@pytest.fixture(autouse=True)
def _connection_stays_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test lies in a transaction; Django's own test client does the same."""
    monkeypatch.setattr(entrance, "close_old_connections", lambda: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def house(tmp_path: Path, settings: Any) -> Application:
    settings.BOARD = tmp_path
    return entrance.entrance(WSGIHandler())


def session_of(client: Client) -> str:
    return client.cookies["session"].value


@pytest.mark.django_db
def test_members_are_known_by_their_sessions(cast: Cast) -> None:
    client = Client()
    client.force_login(user_of(cast.max))
    mine = session_of(client)
    assert entrance._is_members(mine)
    assert not entrance._is_members("x" * 32)

    Session.objects.filter(session_key=mine).update(expire_date=now() - timedelta(seconds=1))
    assert not entrance._is_members(mine)


@pytest.mark.django_db
def test_a_guests_session_makes_no_member() -> None:
    client = Client()
    session = client.session
    session["seen"] = 1
    session.save()
    assert not entrance._is_members(str(session.session_key))


@pytest.mark.django_db
def test_guests_pay_for_what_must_be_made_and_members_do_not(
    cast: Cast, house: Application
) -> None:
    PAGES.set(2)
    client = Client()
    client.force_login(user_of(cast.max))

    def ask(number: int, **more: str) -> Got:
        address = f"/topics/{number}/"
        return knock(house, address, **{"remote_addr": SOMEBODY, "http_host": "localhost", **more})

    assert [ask(number).status for number in range(1, 5)] == [404, 404, 429, 429]
    refused = ask(9)
    assert 1 <= int(refused.headers["Retry-After"]) <= 30
    assert b"Too quick" in refused.body
    assert b"A new board" in refused.body
    assert ask(9, remote_addr=SOMEBODY_ELSE).status == 404
    assert ask(9, http_cookie=f"session={session_of(client)}").status == 404


@pytest.mark.django_db
def test_a_fault_of_the_entrance_is_logged(
    house: Application, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_session: str) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(sessions, "is_members", broken)
    with pytest.raises(ZeroDivisionError):
        knock(house, http_cookie=f"session={'x' * 32}", http_host="localhost")
    assert "The entrance failed" in caplog.text


@pytest.mark.django_db
def test_who_is_refused_keeps_no_connection_to_the_database(
    house: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There are fewer of them than threads; a thread that kept one would keep it from members."""
    PAGES.set(1)
    given_back: list[int] = []
    monkeypatch.setattr(entrance, "close_old_connections", lambda: given_back.append(1))
    more = {"remote_addr": SOMEBODY, "http_host": "localhost"}
    assert knock(house, "/topics/1/", **more).status == 404
    assert len(given_back) == 1
    assert knock(house, "/topics/2/", **more).status == 429
    # Once for the budget and once for the page that says so.
    assert len(given_back) == 3
