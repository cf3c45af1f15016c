"""Letters with codes and about accounts go out by a job: nobody waits for a mail server, and no copy of the database has a code."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends import locmem
from django.test import Client

from areopagus.accounts.models import User
from areopagus.core.clock import now
from areopagus.core.jobs.models import Job
from areopagus.core.jobs.worker import work_once
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def pia(cast: Cast) -> User:
    return factories.make_member("Pia", password="a raft of frozen reeds")


def forget_password(client: Client) -> str:
    """What the board expects."""
    answer = client.post("/password/forgotten/", {"email": "pia@example.org"})
    assert answer.status_code == 302
    return str(client.session["account_password_reset_verification"]["code"])


def letter() -> Job:
    return Job.objects.get(task="areopagus.accounts.tasks.send_sealed")


def test_nobody_waits_for_the_mail_server(
    client: Client, pia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def away(_: object, messages: list[mail.EmailMessage]) -> int:
        tried.extend(message.extra_headers["Message-ID"] for message in messages)
        raise TimeoutError

    with monkeypatch.context() as patch:
        patch.setattr(locmem.EmailBackend, "send_messages", away)
        code = forget_password(client)
        assert tried == []
        assert work_once("test")
    with time_machine.travel(now() + timedelta(seconds=31), tick=False):
        assert work_once("test")
    (sent,) = mail.outbox
    assert sent.to == ["pia@example.org"] and code in str(sent.body)
    assert tried == [sent.extra_headers["Message-ID"]], "a second attempt at the same letter"


def test_what_lies_in_the_database_tells_nothing(client: Client, pia: User) -> None:
    code = forget_password(client)
    said = str(letter().arguments)
    assert code not in said and "pia@example.org" not in said
    assert work_once("test")
    assert letter().arguments == {"args": [], "kwargs": {}}


def test_a_code_that_comes_too_late_is_not_sent(client: Client, pia: User) -> None:
    forget_password(client)
    with time_machine.travel(now() + timedelta(minutes=16), tick=False):
        assert work_once("test")
    assert mail.outbox == [] and letter().arguments == {"args": [], "kwargs": {}}


def test_what_was_done_to_an_account_is_told_for_a_day(client: Client, pia: User) -> None:
    client.force_login(pia)
    new = "another long passphrase"
    said = {"oldpassword": "a raft of frozen reeds", "password1": new, "password2": new}
    assert client.post("/settings/password/", said).status_code == 302
    with time_machine.travel(now() + timedelta(hours=20), tick=False):
        work_once("test")
    assert [message.to for message in mail.outbox] == [["pia@example.org"]]
