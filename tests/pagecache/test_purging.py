"""A content delivery network is told what to forget: all of it, after the deed, and again when it was away."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import time_machine
from django.db import transaction

from areopagus.core import shown, stamps
from areopagus.core.clock import now
from areopagus.core.jobs.models import Job
from areopagus.core.jobs.worker import work_once
from areopagus.pagecache import purging, receivers
from areopagus.pagecache.models import ChangedKey
from tests.pagecache.front import House, door_of, knock


class Network(HTTPServer):
    """Remembers what it was told; says no while it is `away`."""

    told: list[tuple[str, list[str], str]]
    away = False


class Handler(BaseHTTPRequestHandler):
    server: Network

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.server.away:
            said = self.headers["Surrogate-Key"], body["tags"], self.headers["Fastly-Key"]
            self.server.told.append(said)
        self.send_response(503 if self.server.away else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def network(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    server = Network(("127.0.0.1", 0), Handler)
    server.told = []
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    settings.PURGE_URL = f"http://127.0.0.1:{server.server_port}/purge"
    settings.PURGE_HEADER = "Fastly-Key: abc"
    monkeypatch.setattr(stamps, "_told", [receivers.note_changed])
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def work() -> None:
    while work_once("worker"):
        pass


def keys_told(network: Network) -> list[str]:
    return [key for _, keys, _ in network.told for key in keys]


@pytest.mark.django_db(transaction=True)
def test_what_a_deed_changes_is_told_after_it_in_one_request(network: Network) -> None:
    with transaction.atomic():
        stamps.changed(["topic:42", "forum:3"])
        stamps.changed(["topic:42"])
        work()
        assert network.told == []
    work()
    assert network.told == [("forum:3 topic:42", ["forum:3", "topic:42"], "abc")]


@pytest.mark.django_db(transaction=True)
def test_each_key_is_told_a_second_time_and_then_never_again(network: Network) -> None:
    with transaction.atomic():
        stamps.changed(["topic:42"])
    work()
    assert keys_told(network) == ["topic:42"]
    with time_machine.travel(now() + purging.AGAIN + timedelta(seconds=1)):
        work()
        assert keys_told(network) == ["topic:42", "topic:42"]
        assert not ChangedKey.objects.exists()
    with time_machine.travel(now() + 3 * purging.AGAIN):
        work()
    assert keys_told(network) == ["topic:42", "topic:42"]


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_was_taken_back_tells_nothing(network: Network) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        stamps.changed(["topic:42"])
        raise ZeroDivisionError
    work()
    assert network.told == []


@pytest.mark.django_db(transaction=True)
def test_a_network_that_was_away_is_told_later(
    network: Network, caplog: pytest.LogCaptureFixture
) -> None:
    network.away = True
    with transaction.atomic():
        stamps.changed(["topic:42"])
    work()
    assert network.told == []
    assert "Attempt 1 of job" in caplog.text
    network.away = False
    with transaction.atomic():
        stamps.changed(["topic:43"])
    with time_machine.travel(now() + timedelta(minutes=1)):
        work()
        assert keys_told(network) == ["topic:42", "topic:43"]


@pytest.mark.django_db(transaction=True)
def test_many_keys_go_in_parts(network: Network) -> None:
    with transaction.atomic():
        stamps.changed(f"topic:{number}" for number in range(250))
    work()
    assert [len(keys) for _, keys, _ in network.told] == [100, 100, 50]


@pytest.mark.django_db(transaction=True)
def test_who_writes_in_bulk_tells_it_with_one_key(network: Network) -> None:
    with transaction.atomic():
        stamps.everything_changed()
    work()
    assert keys_told(network) == ["everything"]
    assert Job.objects.filter(finished_at=None).count() == 1


def test_pages_say_their_keys_and_how_long_they_may_stay(network: Network) -> None:
    def shows() -> None:
        shown.note(["topic:42", "forum:3"])
        shown.note_common("options")

    page = knock(door_of(House(shows=shows))[0])
    assert page.headers["Surrogate-Key"] == "everything forum:3 options topic:42"
    assert page.headers["Cache-Tag"] == "everything,forum:3,options,topic:42"
    assert page.headers["Cache-Control"] == "public, max-age=0, must-revalidate, s-maxage=600"


def test_what_is_changing_stays_nowhere(network: Network) -> None:
    stamps.stamps().announce(stamps.places_of(["topic:42"])[1:])
    page = knock(door_of(House())[0])
    assert page.headers["Cache-Control"].endswith("s-maxage=1")


def test_what_shows_who_is_here_stays_a_second(network: Network) -> None:
    page = knock(door_of(House(shows=lambda: shown.note_fleeting(1)))[0])
    assert page.headers["Cache-Control"].endswith("s-maxage=1")


def test_without_a_network_nothing_is_said_of_it() -> None:
    page = knock(door_of(House())[0])
    assert not {"Surrogate-Key", "Cache-Tag"} & set(page.headers)
    assert page.headers["Cache-Control"].endswith("s-maxage=1")
