"""A letter to oneself, and what a mail server's answer means in words."""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from areopagus.core.verdict import Refused, TooSoon
from areopagus.upkeep import mailing
from areopagus.upkeep.actions import send_test_letter
from areopagus.upkeep.actions.mail import MOST
from tests.conftest import Cast, user_of

pytestmark = pytest.mark.django_db
MAIL = "/administration/mail/"
PASSWORD = "hunter-2-hunter"


class Postmaster:
    """Says what it was told to say."""

    def __init__(self) -> None:
        self.letters: list[Any] = []
        self.answer = "250 OK"
        self.recipient = "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(envelope)
        return self.answer


@pytest.fixture
def postmaster() -> Iterator[Postmaster]:
    """A mail server on the loopback, and the board's settings for it."""
    cache.clear()
    one = Postmaster()

    def authenticate(*_: Any) -> AuthResult:
        return AuthResult(success=False, handled=False, message=f"535 no such password: {PASSWORD}")

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(
        one,
        hostname="127.0.0.1",
        port=port,
        authenticator=authenticate,
        auth_require_tls=False,
    )
    controller.start()
    with override_settings(
        EMAIL_BACKEND=mailing.SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_TIMEOUT=20
    ):
        yield one
    controller.stop()


def test_a_letter_to_oneself(client: Client, cast: Cast, postmaster: Postmaster) -> None:
    client.force_login(user_of(cast.ada))
    page = client.get(MAIL).content.decode()
    assert "127.0.0.1:" in page and "Send a letter to ada@example.org" in page
    done = client.post(f"{MAIL}test/", {"to": "max@example.org"}, follow=True).content.decode()
    assert "has taken the letter to ada@example.org" in done
    (letter,) = postmaster.letters
    assert letter.rcpt_tos == ["ada@example.org"]
    assert b"Do letters arrive?" in letter.content


def test_what_the_server_says_is_told(cast: Cast, postmaster: Postmaster) -> None:
    postmaster.answer = "554 5.7.1 You are\ton a blocklist"
    said = send_test_letter(cast.ada)
    assert not said.has_gone
    assert said.words.endswith("It said: 554 5.7.1 You are on a blocklist")
    postmaster.recipient = "550 No such user"
    assert "does not deliver to your address. It said: 550" in send_test_letter(cast.ada).words


def test_no_password_is_ever_told(client: Client, cast: Cast, postmaster: Postmaster) -> None:
    client.force_login(user_of(cast.ada))
    with override_settings(EMAIL_HOST_USER="board", EMAIL_HOST_PASSWORD=PASSWORD):
        page = client.post(f"{MAIL}test/", follow=True).content.decode()
    assert "are given" in page
    assert "does not accept the name and password" in page and "535" in page
    assert PASSWORD not in page


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (socket.gaierror(-2, "unknown"), "There is no host called mail.example.org"),
        (ConnectionRefusedError(111, "refused"), "Nobody takes mail on mail.example.org at port"),
        (TimeoutError(), "does not answer at port 587"),
        (smtplib.SMTPServerDisconnected("closed"), "smtp_security does not fit the port"),
        (smtplib.SMTPNotSupportedError("STARTTLS"), "look at smtp_security"),
        (smtplib.SMTPSenderRefused(550, b"Who?", "b@x"), "takes no letters from board@"),
        (smtplib.SMTPConnectError(421, b"Busy"), "refused. It said: 421 Busy"),
        (ssl.SSLCertVerificationError("expired"), "The certificate of mail.example.org"),
        (ssl.SSLError("WRONG_VERSION_NUMBER"), "does not speak TLS at port 587"),
        (OSError("Network unreachable"), "It could not be sent."),
    ],
)
def test_errors_in_words(error: Any, words: str) -> None:
    sender = "board@example.org"
    with override_settings(
        EMAIL_HOST="mail.example.org", EMAIL_PORT=587, DEFAULT_FROM_EMAIL=sender
    ):
        assert words in mailing.meaning_of(error)


def test_only_so_often(cast: Cast) -> None:
    cache.clear()
    for _ in range(MOST):
        send_test_letter(cast.ada)
    with pytest.raises(TooSoon):
        send_test_letter(cast.ada)
    assert len(mail.outbox) == MOST


def test_without_an_address_or_a_server(client: Client, cast: Cast) -> None:
    cache.clear()
    client.force_login(user_of(cast.ada))
    page = client.get(MAIL).content.decode()
    assert "none is set: mails are put into" in page
    assert "put into outbox/" in send_test_letter(cast.ada).words
    user_of(cast.ada).email = ""
    user_of(cast.ada).save()
    with pytest.raises(Refused, match="no mail address"):
        send_test_letter(cast.ada)
    assert "no letter can be sent to you" in client.get(MAIL).content.decode()
    assert "no mail address" in client.post(f"{MAIL}test/", follow=True).content.decode()
