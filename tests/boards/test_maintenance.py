"""The board while it is closed, and the question whether it is alive."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client

from areopagus.accounts import presence
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Presence
from areopagus.boards import options
from areopagus.boards.models import Topic
from tests.conftest import Cast, Places


def client_of(actor: Actor) -> Client:
    client = Client()
    if actor.user is not None:
        client.force_login(actor.user)
    return client


@pytest.fixture
def closed(cast: Cast) -> None:
    options.MAINTENANCE.set(True)
    options.MAINTENANCE_HTML.set("<p>We change the <em>tyres</em>.</p>")


def test_everybody_but_administrators_finds_the_board_closed(
    closed: None, cast: Cast, topic: Topic
) -> None:
    for actor in cast.visitors():
        for address in ("/", topic.url, "/active/", "/feeds/board.atom", "/nothing-here/"):
            answer = client_of(actor).get(address)
            assert (answer.status_code == 503) == (not actor.is_administrator)
            if answer.status_code == 503:
                assert "We change the <em>tyres</em>." in answer.content.decode()
                assert topic.title not in answer.content.decode()
                assert answer.headers["Retry-After"] == "600"
                assert answer.headers["Cache-Control"] == "no-store"


def test_the_door_for_administrators_stays_open(closed: None, client: Client) -> None:
    assert client.get("/sign-in/").status_code == 200
    assert client.get("/favicon.ico").status_code == 302
    assert 'href="/sign-in/"' in client.get("/").content.decode()


def test_an_administrator_is_reminded_that_the_board_is_closed(closed: None, cast: Cast) -> None:
    words = "The board is closed to everybody but administrators."
    assert words in client_of(cast.ada).get("/").content.decode()
    assert words not in client_of(cast.max).get("/").content.decode()
    options.MAINTENANCE.set(False)
    assert words not in client_of(cast.ada).get("/").content.decode()


def test_who_was_writing_when_the_board_closed_gets_the_text_back(
    closed: None, cast: Cast, topic: Topic
) -> None:
    text = "A long thought about landing gear, typed for an hour."
    answer = client_of(cast.max).post(f"/topics/{topic.pk}/replies/", {"source": text})
    assert answer.status_code == 503
    assert text in answer.content.decode()
    topic.refresh_from_db()
    assert topic.post_count == 1


def test_the_board_opens_again(closed: None, client: Client) -> None:
    assert client.get("/").status_code == 503
    options.MAINTENANCE.set(False)
    assert client.get("/").status_code == 200


def test_a_healthy_board_says_ok(client: Client, places: Places) -> None:
    for method in (client.get, client.head):
        answer = method("/health/")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-store"
        assert not answer.cookies
    assert client.get("/health/").content == b"ok\n"


def test_a_closed_board_is_healthy(closed: None, client: Client) -> None:
    assert client.get("/health/").status_code == 200


def test_a_watchdog_is_no_guest(client: Client, places: Places) -> None:
    client.get("/health/", REMOTE_ADDR="203.0.113.99")
    presence.write_now()
    assert not Presence.objects.exists()


def test_a_board_without_its_database_says_so(client: Client, places: Places) -> None:
    def broken(*_: object) -> None:
        raise OperationalError("the disk is gone")

    with connection.execute_wrapper(broken):
        answer = client.get("/health/")
    assert answer.status_code == 503
    assert b"does not answer" in answer.content
    assert b"disk" not in answer.content
