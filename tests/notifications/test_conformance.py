"""Letters as a real mail server gets them: the standards they keep, and how often they come."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from datetime import UTC, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.test import Client, override_settings

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards import actions
from areopagus.boards.models import Topic, TopicSubscription
from areopagus.core.clock import now
from areopagus.core.jobs.worker import work_once
from areopagus.upkeep.mailing import SMTP
from tests import factories
from tests.conftest import Cast, Places

pytestmark = pytest.mark.django_db(transaction=True)
# RFC 5322 §2.1.1.
LONGEST_LINE = 998
AS_HEADER = b"List-Unsubscribe=One-Click"


class Postmaster:
    """Keeps what it accepts. `refuses` are answers it gives before it accepts anything."""

    def __init__(self) -> None:
        self.envelopes: list[Any] = []
        self.refuses: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refuses:
            return self.refuses.pop(0)
        self.envelopes.append(envelope)
        return "250 OK"

    @property
    def letters(self) -> list[EmailMessage]:
        raws = (envelope.original_content for envelope in self.envelopes)
        return [message_from_bytes(raw, policy=modern) for raw in raws]


@pytest.fixture
def postmaster() -> Iterator[Postmaster]:
    one = Postmaster()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(one, hostname="127.0.0.1", port=port)
    controller.start()
    with override_settings(
        EMAIL_BACKEND=SMTP,
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        SITE_URL="https://board.example",
        DEFAULT_FROM_EMAIL="The board <board@board.example>",
        INBOUND_MAIL="board@board.example",
    ):
        yield one
    controller.stop()


def work() -> None:
    while work_once("test"):
        pass


def here(actor: Actor) -> None:
    User.objects.filter(pk=actor.member_id).update(last_seen_at=now(), notify_with_text=True)


@pytest.fixture
def thread(cast: Cast, places: Places, postmaster: Postmaster) -> Topic:
    """Of a new topic and of two answers in it Max has been told."""
    actions.subscribe_to_forum(cast.max, places.missions)
    here(cast.max)
    title = "Посадка на Марс и что потом: " + "очень " * 6
    topic = factories.make_topic(cast.ada, places.missions, title)
    work()
    TopicSubscription.objects.update_or_create(user=cast.max.user, topic=topic)
    for text in ("[img]https://elsewhere.example/pixel.gif[/img] Да. " + "x" * 1500, "Нет."):
        here(cast.max)
        factories.make_post(cast.ada, topic, text)
        work()
    return topic


def test_letters_of_a_topic_stand_together(thread: Topic, postmaster: Postmaster) -> None:
    first, *answers = postmaster.letters
    assert len(answers) == 2
    begun = f"<topic.{thread.pk}@board.example>"
    assert first["Message-ID"] == begun and first["In-Reply-To"] is None
    for letter in answers:
        assert letter["In-Reply-To"] == begun
        assert begun in letter["References"].split()
        assert str(letter["Subject"]).count("Re: ") == 1
    assert len({letter["Message-ID"] for letter in postmaster.letters}) == 3
    assert len({str(letter["Subject"]).replace("Re: ", "") for letter in postmaster.letters}) == 1


def test_every_letter_says_what_it_is(thread: Topic, postmaster: Postmaster) -> None:
    for letter, envelope in zip(postmaster.letters, postmaster.envelopes, strict=True):
        assert letter["List-Id"] == f"<forum-{thread.forum_id}.board.example>"
        assert (letter["Auto-Submitted"], letter["Precedence"]) == ("auto-generated", "list")
        assert letter["List-Unsubscribe-Post"] == AS_HEADER.decode()
        assert re.fullmatch(
            r"<https://board\.example/unsubscribe/[^<>\s]+>", letter["List-Unsubscribe"].strip()
        )
        sent = parsedate_to_datetime(str(letter["Date"])).replace(tzinfo=UTC)
        assert abs(sent - now()) < timedelta(minutes=5)
        assert (letter["From"], letter["To"]) == (
            "The board <board@board.example>",
            "max@example.org",
        )
        assert envelope.rcpt_tos == ["max@example.org"]
        # What cannot be delivered comes back to an address that says whose it was.
        assert re.fullmatch(r"board\+r-[\w-]+@board\.example", envelope.mail_from)
        assert re.fullmatch(r"board\+a-[\w-]+@board\.example", letter["Reply-To"])


def test_every_mail_program_can_read_them(thread: Topic, postmaster: Postmaster) -> None:
    for envelope, letter in zip(postmaster.envelopes, postmaster.letters, strict=True):
        raw = envelope.original_content
        assert max(map(len, raw.split(b"\r\n"))) <= LONGEST_LINE and b"\n" not in raw.replace(
            b"\r\n", b""
        )
        head = raw.split(b"\r\n\r\n")[0]
        assert head.isascii(), "RFC 2047 for what is not"
        assert "Посадка на Марс" in str(letter["Subject"])
        assert letter.get_content_type() == "multipart/alternative"
        plain, html = letter.iter_parts()
        assert [plain.get_content_type(), html.get_content_type()] == ["text/plain", "text/html"]
        for part in (plain, html):
            assert part.get_content_charset() == "utf-8" and part["Content-Transfer-Encoding"]
            assert "Посадка на Марс" in part.get_content()


def test_nothing_in_them_tells_that_they_were_read(thread: Topic, postmaster: Postmaster) -> None:
    for letter in postmaster.letters:
        html = letter.get_body(("html",))
        assert html is not None
        words = html.get_content()
        # Neither pictures nor anything else that a mail program fetches by itself.
        assert not re.search(r"<(img|link|script|iframe|object|video|audio|style)\b", words)
        assert not re.search(r"\b(src|srcset|background|poster)\s*=|url\(", words)
        links = re.findall(r'href="([^"]+)"', words)
        assert links and all("?" not in link for link in links)
        # A picture in a post is as good as a link; its writer need not know who looks at it when.
        assert ("elsewhere" in words) == ('href="https://elsewhere.example/pixel.gif"' in words)
        for name in ("Disposition-Notification-To", "Return-Receipt-To", "X-Confirm-Reading-To"):
            assert letter[name] is None


def test_one_click_ends_them(
    client: Client, cast: Cast, thread: Topic, postmaster: Postmaster
) -> None:
    """RFC 8058: a POST without cookies, from a mail provider's own machine."""
    address = postmaster.letters[-1]["List-Unsubscribe"].strip(" <>")
    strict = Client(enforce_csrf_checks=True)
    path = address.removeprefix("https://board.example")
    answer = strict.post(path, AS_HEADER, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200 and not answer.cookies
    here(cast.max)
    factories.make_post(cast.ada, thread, "Hello?")
    work()
    assert len(postmaster.letters) == 3


def test_a_server_that_is_busy_gets_the_letter_later_and_once(
    cast: Cast, topic: Topic, postmaster: Postmaster
) -> None:
    actions.subscribe_to_topic(cast.max, topic)
    here(cast.max)
    postmaster.refuses = ["451 4.3.0 Later", "421 4.3.2 Going away"]
    factories.make_post(cast.ada, topic, "Answer.")
    work()
    assert not postmaster.letters
    for hours in (1, 12, 24, 48):
        with time_machine.travel(now() + timedelta(hours=hours)):
            work()
    assert len(postmaster.letters) == 1
