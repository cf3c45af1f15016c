"""Who is written to in which language, and that pages hear nothing of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.utils import translation

from areopagus.accounts import letters, options
from areopagus.accounts.mail_language import day, in_language_of
from areopagus.accounts.models import User
from areopagus.core.jobs.worker import work_once
from areopagus.leaving.letters import asked
from areopagus.leaving.models import Farewell
from tests.conftest import Cast, user_of

pytestmark = pytest.mark.django_db


def speaks(user: User, language: str) -> User:
    User.objects.filter(pk=user.pk).update(mail_language=language)
    user.refresh_from_db()
    return user


def spoken(user: User | None) -> str | None:
    with in_language_of(user):
        return translation.get_language()


def as_sent(number: int = -1) -> EmailMessage:
    return message_from_bytes(mail.outbox[number].message().as_bytes(), policy=modern)


def test_a_members_own_language_goes_before_the_boards(cast: Cast) -> None:
    max_ = user_of(cast.max)
    assert spoken(max_) == spoken(None) == "en"
    options.MAIL_LANGUAGE.set("ru")
    assert spoken(max_) == spoken(None) == "ru"
    assert spoken(speaks(max_, "de")) == "de"
    assert spoken(speaks(max_, "en")) == "en"
    assert spoken(speaks(max_, "tlh")) == "en", "its catalogue is gone"


def test_no_other_language_can_be_the_boards() -> None:
    with pytest.raises(ValueError, match="must be one of"):
        options.MAIL_LANGUAGE.set("tlh")


def test_what_is_broken_off_leaves_no_language_behind(cast: Cast) -> None:
    before = translation.get_language()
    with pytest.raises(ZeroDivisionError), in_language_of(speaks(user_of(cast.max), "de")):
        raise ZeroDivisionError
    assert translation.get_language() == before


@pytest.mark.parametrize(
    ("language", "date"),
    [("en", "Nov. 28, 2026"), ("de", "28. November 2026"), ("ru", "28 ноября 2026 г.")],
)
def test_dates_are_written_as_their_reader_does(cast: Cast, language: str, date: str) -> None:
    member = speaks(user_of(cast.max), language)
    # In UTC it is the day before.
    User.objects.filter(pk=member.pk).update(time_zone="+03:00")
    member.refresh_from_db()
    at = datetime(2026, 11, 27, 22, tzinfo=UTC)
    with in_language_of(member):
        assert day(at, member) == date
    farewell = Farewell.objects.create(user=member, asked_at=at, due_at=at)
    assert date in str(asked(farewell, member).body)


def test_a_letter_is_in_the_language_of_whoever_gets_it(cast: Cast) -> None:
    receiver = speaks(user_of(cast.max), "ru")
    speaks(user_of(cast.ada), "de")
    text = "Hello, {name}! 100 %(text)s — “as it is”."
    letter = letters.compose(user_of(cast.ada), receiver, "Hello {name}", text, "key")
    assert f"\n\n{text}\n\n" in letter.body and "Hello {name}" in letter.subject
    assert letter.body.startswith("Ada пишет вам через форум")


@pytest.mark.parametrize(
    ("language", "subject"),
    [("de", "Code für ein neues Passwort"), ("ru", "Код для нового пароля")],
)
def test_codes_come_in_the_language_of_the_member(
    cast: Cast, client: Client, language: str, subject: str
) -> None:
    member = speaks(user_of(cast.max), language)
    before = client.get("/password/forgotten/").content
    assert client.post("/password/forgotten/", {"email": member.email}).status_code == 302
    assert work_once("test")
    letter = as_sent()
    assert str(letter["Subject"]).endswith(subject)
    raw = mail.outbox[-1].message().as_bytes()
    assert raw.partition(b"\n\n")[0].isascii(), "headers are encoded"
    body = letter.get_content()
    assert re.search(r"^[A-Z0-9]{3,}(-[A-Z0-9]+)*$", body, re.MULTILINE), "the code itself"
    for english in ("Hello", "Your", "Thank", "browser window", "safely"):
        assert english not in body
    page = Client().get("/password/forgotten/").content
    assert _without_token(page) == _without_token(before) and b'lang="en"' in page


def _without_token(page: bytes) -> bytes:
    return re.sub(rb'value="[A-Za-z0-9]{64}"', b"", page)


def test_what_happens_to_an_account_is_told_in_its_language(cast: Cast, client: Client) -> None:
    """Also at an address that was theirs until now, which leads to nobody any more."""
    member = speaks(user_of(cast.max), "de")
    client.force_login(member, "areopagus.accounts.backends.MemberBackend")
    request = client.get("/settings/privacy/").wsgi_request
    from allauth.account.adapter import get_adapter
    from allauth.core import context

    with context.request_context(request):
        told = {"from_email": "a@b.example", "to_email": "c@d.example"}
        name = "account/email/email_changed"
        get_adapter().send_notification_mail(name, member, told, email="a@b.example")
    assert work_once("test")
    assert str(as_sent()["Subject"]).endswith("Mailadresse geändert")
    assert "von a@b.example in c@d.example geändert" in as_sent().get_content()


def test_a_member_chooses(cast: Cast, client: Client) -> None:
    client.force_login(user_of(cast.max), "areopagus.accounts.backends.MemberBackend")
    page = client.get("/settings/privacy/").content.decode()
    for name in ("As the board does", "English", "Deutsch", "Русский"):
        assert name in page
    said = {"mail_privacy": "1", "level_when_writing": user_of(cast.max).level_when_writing}
    answer = client.post("/settings/privacy/", {**said, "mail_language": "ru"})
    assert answer.status_code == 302
    assert User.objects.get(pk=cast.max.member_id).mail_language == "ru"
    answer = client.post("/settings/privacy/", {**said, "mail_language": "tlh"})
    assert answer.status_code == 422
    assert b'lang="en"' in client.get("/settings/privacy/").content


@override_settings(SITE_URL="https://board.example")
def test_the_whole_letter_is_translated(cast: Cast) -> None:
    member = speaks(user_of(cast.max), "de")
    member.password_reset_at = datetime(2026, 11, 27, tzinfo=UTC)
    letter = letters.about_password(member)
    assert letter.subject.endswith("Setze ein neues Passwort")
    for english in ("Hello", "password works", "Set it", "Why", "within"):
        assert english not in letter.body
    assert "/password/new/" in letter.body and "/settings/decisions/" in letter.body
