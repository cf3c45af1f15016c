"""Writing to a member through the board: who may, to whom, what arrives, and how often."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django import Settings

from areopagus.accounts import actions, actors, pages, permissions
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards.options import TITLE
from areopagus.core.clock import now
from areopagus.core.jobs.models import Job
from areopagus.core.jobs.worker import work_once
from areopagus.core.verdict import NotFound, Refused, TooSoon
from tests import factories
from tests.conftest import Cast, user_of

Privacy = User.MailPrivacy
WORDS = {"subject": "The blue rover", "text": "Is it still for sale?\n\nMax"}
HERE = {"Origin": "http://testserver"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def max_(cast: Cast, client: Client) -> User:
    member = user_of(cast.max)
    client.force_login(member)
    return member


def keep(user: User, **fields: object) -> Actor:
    """The same person, changed, as the next request sees them."""
    User.objects.filter(pk=user.pk).update(**fields)
    return actors.member(User.objects.select_related("group").get(pk=user.pk))


def address(receiver: Actor | User) -> str:
    user = receiver if isinstance(receiver, User) else user_of(receiver)
    return f"{user.url}mail/"


def send(client: Client, receiver: Actor, **words: str) -> Any:
    return client.post(address(receiver), WORDS | words, headers=HERE)


def deliver() -> list[EmailMessage]:
    while work_once("here"):
        pass
    return mail.outbox


# Who may write to whom


@pytest.mark.parametrize("privacy", list(Privacy))
def test_both_halves_agree_for_everybody(cast: Cast, privacy: Privacy) -> None:
    User.objects.filter(name__in=["Max", "Boris", "Dora"]).update(mail_privacy=privacy)
    factories.make_user("Olga", application="I grow beans.")
    factories.make_user("Pia", is_active=False)
    factories.make_user("Quinn", email="")
    for actor in cast.everybody():
        picked = set(permissions.members_to_write_to(actor).values_list("name", flat=True))
        judged = {m.name for m in User.objects.all() if permissions.can_write_to(actor, m)}
        assert picked == judged, actor.name
        for nobody in ("Pia", "Quinn", actor.name):
            assert nobody not in picked, actor.name
        assert ("Olga" in picked) == actor.is_administrator
        open_to_all = privacy != Privacy.HIDDEN
        if actor in (cast.guest, cast.boris):
            assert picked == set()
        elif actor is not cast.max:
            assert ("Max" in picked) == (open_to_all or actor.is_staff), actor.name


def test_who_may_write_at_all(cast: Cast) -> None:
    assert [a.name for a in cast.everybody() if permissions.can_send_letters(a)] == [
        "Ada",
        "Mona",
        "Max",
        "Nina",
        "Dora",
    ]
    for flag in ("may_send_mail", "may_view_members"):
        for actor in cast.everybody():
            setattr(actor.group, flag, False)
            assert bool(permissions.can_send_letters(actor)) == actor.is_administrator
            setattr(actor.group, flag, True)
    assert not permissions.can_send_letters(keep(user_of(cast.max), email=""))


@pytest.mark.parametrize("privacy", list(Privacy))
def test_the_profile_leads_there_when_it_may_and_the_page_agrees(
    cast: Cast, privacy: Privacy
) -> None:
    mona = user_of(keep(user_of(cast.mona), mail_privacy=privacy))
    for actor in cast.visitors():
        client = Client()
        if actor.user:
            client.force_login(actor.user)
        is_linked = f'href="{address(mona)}"' in client.get(mona.url).content.decode()
        assert is_linked == bool(permissions.can_write_to(actor, mona)), actor.name
        assert (client.get(address(mona)).status_code == 200) == is_linked, actor.name
        if not is_linked and actor.user:
            assert send(client, cast.mona).status_code == 404
    assert not Job.objects.exists()


def test_who_may_not_be_written_to_looks_like_nobody(
    cast: Cast, max_: User, client: Client
) -> None:
    keep(user_of(cast.mona), mail_privacy=Privacy.HIDDEN)
    hidden = client.get(address(cast.mona)).content.decode()
    nobody = client.get("/members/999999-mona/mail/").content.decode()
    assert "There is nothing here" in hidden

    def without_itself(html: str) -> str:
        return re.sub(r'/members/[^"]*|name="csrfmiddlewaretoken" value="\w+"', "", html)

    assert without_itself(hidden) == without_itself(nobody)
    with pytest.raises(NotFound):
        pages.letter_page(cast.max, max_.pk)


def test_who_may_not_write_is_told_why(cast: Cast, client: Client) -> None:
    answer = client.get(address(cast.mona))
    assert answer.status_code == 403
    assert "Sign in to write to members." in answer.content.decode()
    cast.max.group.may_send_mail = False
    cast.max.group.save()
    client.force_login(user_of(cast.max))
    answer = send(client, cast.mona)
    assert answer.status_code == 403
    html = answer.content.decode()
    assert "Your group may not write to members." in html
    assert "Is it still for sale?" in html, "the text is given back"


def test_the_action_asks_for_itself(cast: Cast) -> None:
    mona = user_of(cast.mona)
    hidden = keep(mona, mail_privacy=Privacy.HIDDEN)
    for actor, receiver in (
        (cast.guest, mona),
        (cast.boris, mona),
        (cast.max, user_of(cast.max)),
        (cast.max, user_of(hidden)),
    ):
        with pytest.raises(Refused):
            actions.write_to_member(actor, receiver, "Subject", "Text")
    assert not Job.objects.exists()


# What is sent and what arrives


def test_the_form_says_who_will_see_which_address(cast: Cast, max_: User, client: Client) -> None:
    html = client.get(address(cast.mona)).content.decode()
    assert "<strong>max@example.org</strong>" in html
    assert "mona@example.org" not in html
    assert '<meta name="robots" content="noindex">' in html


def test_a_letter_arrives_and_its_answer_goes_to_the_writer(
    cast: Cast, max_: User, client: Client, settings: Settings
) -> None:
    TITLE.set("Red Planet Board")
    settings.SITE_URL = "https://forum.example.org"
    answer = send(client, cast.mona)
    assert (answer.status_code, answer.headers["Location"]) == (302, user_of(cast.mona).url)
    assert mail.outbox == [], "it goes through the job worker"
    (letter,) = deliver()
    assert letter.subject == "[Red Planet Board] The blue rover"
    assert letter.recipients() == ["mona@example.org"]
    assert letter.reply_to == ["max@example.org"]
    assert letter.from_email == settings.DEFAULT_FROM_EMAIL
    assert str(letter.body).startswith(
        "Max writes to you through Red Planet Board:\n\nIs it still for sale?\n\nMax\n\n-- \n"
    )
    assert "who will then know your address" in str(letter.body)
    assert "https://forum.example.org/settings/privacy/" in str(letter.body)
    assert "on its way" in client.get("/").content.decode()


def test_a_board_that_does_not_know_its_address_names_none(
    cast: Cast, max_: User, client: Client
) -> None:
    client.post(address(cast.mona), WORDS, headers=HERE | {"Host": "evil.example.net"})
    (letter,) = deliver()
    assert "evil" not in letter.message().as_string()
    assert "/settings/" not in str(letter.body)


def test_the_text_of_a_letter_does_not_lie_about(cast: Cast, max_: User, client: Client) -> None:
    send(client, cast.mona)
    assert "for sale" in str(Job.objects.get().arguments)
    deliver()
    assert "for sale" not in str(Job.objects.values_list())


@pytest.mark.parametrize(
    "missing", [{"subject": ""}, {"subject": " \t\n"}, {"text": ""}, {"text": "\n  \n"}]
)
def test_a_letter_has_a_subject_and_words(
    cast: Cast, max_: User, client: Client, missing: dict[str, str]
) -> None:
    answer = send(client, cast.mona, **missing)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "A letter needs" in html
    kept = "Is it still for sale?" if "subject" in missing else "The blue rover"
    assert kept in html, "what was written is given back"
    assert not Job.objects.exists()


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028", "\x1e"])
def test_a_subject_is_one_line_and_no_header(
    cast: Cast, max_: User, client: Client, end: str
) -> None:
    send(client, cast.mona, subject=f"Hello{end}Bcc: everybody@example.org")
    (letter,) = deliver()
    assert letter.subject.endswith("Hello Bcc: everybody@example.org")
    assert letter.recipients() == ["mona@example.org"]
    headers = letter.message().as_string().partition("\n\n")[0]
    assert "\nBcc:" not in headers


def test_what_is_too_long_is_told_and_given_back(cast: Cast, max_: User, client: Client) -> None:
    for words in ({"subject": "s" * 71}, {"text": "t" * 20_001}):
        answer = send(client, cast.mona, **words)
        assert answer.status_code == 422
        assert next(iter(words.values())) in answer.content.decode()
    assert not Job.objects.exists()


def test_a_form_of_another_site_sends_nothing(cast: Cast, max_: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(max_)
    assert strict.post(address(cast.mona), WORDS).status_code == 403
    assert not Job.objects.exists()


# On the way


def test_a_mail_server_that_is_away_is_tried_again(cast: Cast, max_: User, client: Client) -> None:
    send(client, cast.mona)
    keys = []

    def fail(letter: EmailMessage) -> int:
        keys.append(letter.extra_headers["Message-ID"])
        raise ConnectionRefusedError("no server")

    with patch.object(EmailMessage, "send", fail):
        deliver()
    assert Job.objects.get().given_up_at is None
    with time_machine.travel(now() + timedelta(minutes=1)):
        (letter,) = deliver()
    assert keys == [letter.extra_headers["Message-ID"]], "so that a second copy is known as one"


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("Max", {"banned_at": now()}),
        ("Max", {"is_active": False}),
        ("Mona", {"mail_privacy": Privacy.HIDDEN}),
        ("Mona", {"email": ""}),
    ],
)
def test_a_letter_is_not_sent_after_a_ban_or_a_withdrawal(
    cast: Cast, max_: User, client: Client, name: str, change: dict[str, object]
) -> None:
    send(client, cast.mona)
    User.objects.filter(name=name).update(**change)
    assert deliver() == []
    assert Job.objects.get().finished_at is not None


# How often


def test_between_two_letters_the_groups_interval_passes(
    cast: Cast, max_: User, client: Client
) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        assert send(client, cast.mona).status_code == 302
        clock.shift(59)
        answer = send(client, cast.nina)
        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "1"
        html = answer.content.decode()
        assert "there must be 60 seconds; please try again in 1." in html
        assert "Is it still for sale?" in html
        clock.shift(1)
        assert send(client, cast.nina).status_code == 302
        assert len(deliver()) == 2


def test_a_group_without_an_interval_need_not_wait(cast: Cast) -> None:
    for _ in range(2):
        actions.write_to_member(cast.ada, user_of(cast.mona), "Subject", "Text")
    for actor in (cast.max, cast.nina, cast.dora):
        actions.write_to_member(actor, user_of(cast.mona), "Subject", "Text")
        with pytest.raises(TooSoon):
            actions.write_to_member(actor, user_of(cast.mona), "Subject", "Text")


def test_a_letter_that_comes_too_soon_leaves_the_moment_alone(cast: Cast, max_: User) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        actions.write_to_member(cast.max, user_of(cast.mona), "Subject", "Text")
        written_at = User.objects.get(pk=max_.pk).last_letter_at
        clock.shift(30)
        with pytest.raises(TooSoon):
            actions.write_to_member(cast.max, user_of(cast.mona), "Subject", "Text")
    assert User.objects.get(pk=max_.pk).last_letter_at == written_at
    assert Job.objects.count() == 1
