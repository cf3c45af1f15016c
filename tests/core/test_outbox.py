"""Without a mail server every mail is a file: whole, readable by the board alone, and told of."""

from __future__ import annotations

import email.policy
import logging
import os
import stat
from email import message_from_bytes
from email.message import EmailMessage as Parsed
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from pytest_django import Settings

from areopagus.config import settings as board_settings
from areopagus.core.outbox import forget


@pytest.fixture
def outbox(settings: Settings, tmp_path: Path) -> Path:
    settings.BOARD = tmp_path
    return tmp_path / "outbox"


def backend() -> BaseEmailBackend:
    found: BaseEmailBackend = get_connection("areopagus.core.outbox.OutboxBackend")
    return found


def letter(subject: str = "Заря над кратером", text: str = "Привет, Max.\n") -> EmailMessage:
    return EmailMessage(subject, text, "board@example.org", ["max@example.org"])


def read(path: Path) -> Parsed:
    return message_from_bytes(path.read_bytes(), _class=Parsed, policy=email.policy.default)


def test_a_board_without_a_mail_server_uses_it() -> None:
    assert board_settings.EMAIL_BACKEND == "areopagus.core.outbox.OutboxBackend"


def test_each_mail_is_a_file_of_its_own_that_can_be_read(outbox: Path) -> None:
    both = EmailMultiAlternatives("Two", "plain", "board@example.org", ["a@example.org"])
    both.attach_alternative("<p>rich</p>", "text/html")
    assert backend().send_messages([letter(), letter(), both]) == 3
    mails = [read(path) for path in outbox.glob("*.eml")]
    assert sorted(str(mail["Subject"]) for mail in mails) == [
        "Two",
        "Заря над кратером",
        "Заря над кратером",
    ]
    first = next(mail for mail in mails if mail["Subject"] != "Two")
    assert (first["From"], first["To"]) == ("board@example.org", "max@example.org")
    assert first.get_content() == "Привет, Max.\n"
    two = next(mail for mail in mails if mail["Subject"] == "Two")
    assert [part.get_content_type() for part in two.iter_parts()] == ["text/plain", "text/html"]


def test_nobody_but_the_board_reads_them(outbox: Path) -> None:
    before = os.umask(0)
    try:
        backend().send_messages([letter()])
    finally:
        os.umask(before)
    assert stat.S_IMODE(outbox.stat().st_mode) == 0o700
    (mail,) = outbox.iterdir()
    assert stat.S_IMODE(mail.stat().st_mode) == 0o600


def test_where_a_mail_went_is_told_but_not_to_whom(
    outbox: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "areopagus.mail"):
        backend().send_messages([letter()])
    (mail,) = outbox.iterdir()
    assert f"outbox/{mail.name}" in caplog.text
    assert "max@example.org" not in caplog.text
    assert "Заря" not in caplog.text


def test_a_mail_that_cannot_be_made_leaves_nothing(outbox: Path) -> None:
    with pytest.raises(BadHeaderError):
        backend().send_messages([letter(subject="Hello\nBcc: everybody@example.org")])
    assert list(outbox.glob("*")) == list(outbox.glob(".*")) == []


def test_a_full_disk_leaves_no_half_mail(outbox: Path) -> None:
    with (
        patch("areopagus.core.outbox.os.fsync", side_effect=OSError(28, "No space left")),
        pytest.raises(OSError, match="No space left"),
    ):
        backend().send_messages([letter()])
    assert list(outbox.glob("*")) == list(outbox.glob(".*")) == []


def test_letters_to_and_from_an_address_can_be_forgotten(outbox: Path) -> None:
    from_max = EmailMessage("Hello", "Hi.", "b@example.org", ["a@example.org"])
    from_max.reply_to = ["Max <MAX@example.org>"]
    other = EmailMessage("Hello", "max@example.org", "b@example.org", ["maxine@example.org"])
    backend().send_messages([letter(), from_max, other])
    forget({"max@example.org"})
    assert [read(path)["To"] for path in outbox.glob("*.eml")] == ["maxine@example.org"]


@pytest.mark.parametrize("address", ["müller@example.org", "Max@münchen.example", "Юрий@почта.рф"])
def test_addresses_with_letters_of_other_alphabets_are_forgotten_too(
    outbox: Path, address: str
) -> None:
    from_them = EmailMessage("Hello", "Hi.", "b@example.org", ["a@example.org"])
    from_them.reply_to = [address]
    to_them = EmailMessage("Hello", "Hi.", "b@example.org", [address])
    backend().send_messages([from_them, to_them])
    forget({"no address", "", address})
    assert not list(outbox.iterdir())


def test_where_there_is_no_outbox_there_is_nothing_to_forget(outbox: Path) -> None:
    forget({"max@example.org"})
    assert not outbox.exists()
