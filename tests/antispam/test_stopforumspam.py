"""StopForumSpam is asked by a job about who has registered, if at all, and what it says is evidence only."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar
from urllib.parse import parse_qs

import pytest
from django.test import Client

from areopagus.accounts.models import User
from areopagus.antispam import options, stopforumspam, tasks
from areopagus.antispam.models import Listing
from areopagus.core.jobs.models import Job
from tests import factories
from tests.conftest import Cast, user_of

pytestmark = pytest.mark.django_db
REPORTED = {"appears": 1, "frequency": 12, "lastseen": "2026-11-01 10:11:12", "confidence": 97.5}
FORM = {"username": "Olga", "email": "olga@example.org", "password1": factories.PASSWORD}


class Service(BaseHTTPRequestHandler):
    """Says what it was told to say, and keeps what it was asked."""

    says: ClassVar[bytes] = b""
    asked: ClassVar[list[dict[str, list[str]]]] = []

    def do_POST(self) -> None:
        said = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append(parse_qs(said, keep_blank_values=True))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.says)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Service]]:
    """Our own, on the loopback."""
    assert stopforumspam.ADDRESS.startswith("https://")
    served = HTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    monkeypatch.setattr(stopforumspam, "ADDRESS", f"http://127.0.0.1:{served.server_port}/api")
    Service.asked.clear()
    options.STOPFORUMSPAM.set(True)
    yield Service
    served.shutdown()
    served.server_close()


def newcomer(address: str = "8.8.4.4") -> User:
    return factories.make_user("Olga", registered_from=address)


def test_it_is_off_and_registration_never_waits_for_it(client: Client, cast: Cast) -> None:
    mine = Job.objects.filter(task__contains="ask_about")
    assert client.post("/register/", FORM | factories.calm_form()).status_code == 302
    assert not mine.exists()
    options.STOPFORUMSPAM.set(True)
    other = FORM | {"username": "Ole", "email": "ole@example.org"} | factories.calm_form()
    assert Client().post("/register/", other).status_code == 302
    assert mine.count() == 1, "a job asks, later"


def test_what_it_says_is_shown_to_staff_and_hides_nobody(
    cast: Cast, service: type[Service], client: Client
) -> None:
    member = newcomer()
    service.says = json.dumps({"success": 1, "ip": REPORTED, "emailHash": REPORTED}).encode()
    tasks.ask_about.func(member.pk)
    (asked,) = service.asked
    digest = hashlib.md5(b"olga@example.org", usedforsecurity=False).hexdigest()
    assert asked == {"ip": ["8.8.4.4"], "emailhash": [digest], "json": [""]}, "no name, no mail"
    listing = Listing.objects.get()
    assert (listing.mail_times, str(listing.address_last_at)) == (12, "2026-11-01 10:11:12+00:00")
    client.force_login(user_of(cast.mona))
    shown = client.get(member.url).content.decode()
    assert "Reported at stopforumspam.com" in shown and "12 times, last 2026-11-01" in shown
    client.force_login(user_of(cast.max))
    assert "stopforumspam" not in client.get(member.url).content.decode()
    member.refresh_from_db()
    assert not member.is_shut_out


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"no",
        b"[]",
        b"{}",
        b'{"success": 0}',
        b'{"success": 1, "ip": {"appears": 1, "lastseen": "x"}}',
    ],
)
def test_no_answer_is_unknown(service: type[Service], answer: bytes) -> None:
    service.says = answer
    tasks.ask_about.func(newcomer().pk)
    assert service.asked and not Listing.objects.exists()


def test_nobody_there_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    options.STOPFORUMSPAM.set(True)
    monkeypatch.setattr(stopforumspam, "ADDRESS", "http://127.0.0.1:1/api")
    tasks.ask_about.func(newcomer().pk)
    assert not Listing.objects.exists()


def test_who_is_not_known_there_is_not_listed(service: type[Service]) -> None:
    service.says = json.dumps(
        {"success": 1, "ip": {"appears": 0}, "emailhash": {"appears": 0}}
    ).encode()
    tasks.ask_about.func(newcomer("192.168.0.7").pk)
    assert "ip" not in service.asked[0], "what is inside is nobody's business"
    assert not Listing.objects.get().is_listed
