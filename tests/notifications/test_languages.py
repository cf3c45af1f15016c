"""Letters about posts and digests in German and Russian, as a mail server gets them."""

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

from areopagus.accounts import options
from areopagus.accounts.mail_language import in_language_of
from areopagus.accounts.models import User
from areopagus.accounts.notices import Line
from areopagus.boards import actions
from areopagus.boards.models import Topic
from areopagus.core.clock import now
from areopagus.core.jobs.worker import work_once
from areopagus.inbound.answers import answer_in
from areopagus.notifications import digests
from areopagus.notifications.models import Digest
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Hello {name}, 100 %(s)s <b>& “you”"
TEXT = "Hello, You get this because {letter} 5 %d."


@pytest.fixture(autouse=True)
def _known_address() -> object:
    with override_settings(
        SITE_URL="https://board.example",
        DEFAULT_FROM_EMAIL="b@board.example",
        INBOUND_MAIL="b@board.example",
    ):
        yield


def work() -> None:
    while work_once("test"):
        pass


def told(cast: Cast, places: Places, language: str) -> EmailMessage:
    topic = factories.make_topic(cast.mona, places.missions, TITLE)
    actions.subscribe_to_topic(cast.max, topic)
    work()
    mail.outbox.clear()
    User.objects.filter(pk=cast.max.member_id).update(
        mail_language=language, last_seen_at=now(), notify_with_text=True
    )
    factories.make_post(factories.patient(cast.ada), topic, TEXT)
    work()
    assert len(mail.outbox) == 1
    raw = mail.outbox[0].message().as_bytes()
    assert raw.partition(b"\n\n")[0].isascii(), "headers are encoded"
    return message_from_bytes(raw, policy=modern)


SAYS = {
    "de": (
        f"Ada hat in „{TITLE}“ geantwortet:",
        "Hallo Max,",
        "--- Schreibe deine Antwort über diese Zeile. ---",
        "Du bekommst dies, weil du dieses Thema verfolgst. Keine Mails mehr darüber:",
    ),
    "ru": (
        f"Ada отвечает в теме «{TITLE}»:",
        "Здравствуйте, Max!",
        "--- Напишите ответ выше этой строки. ---",
        "Вы получили это, потому что следите за этой темой. Больше не присылать писем об этом:",
    ),
}


@pytest.mark.parametrize("language", SAYS)
def test_a_letter_in_another_language(cast: Cast, places: Places, language: str) -> None:
    before = translation.get_language()
    letter = told(cast, places, language)
    assert translation.get_language() == before
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert str(letter["Subject"]).endswith(f"Re: {TITLE}")
    plain, html = (part.get_content() for part in letter.iter_parts())
    lines = plain.splitlines()
    for said in SAYS[language]:
        assert said in lines
    assert TEXT in lines, "what members write stays as it is"
    said_by_us = plain.replace(TEXT, "").replace(TITLE, "")
    for english in ("Hello", "answer", "You ", "mail about", "told", "watch"):
        assert english not in said_by_us
    assert html.startswith(f'<!doctype html>\n<html lang="{language}" dir="ltr">')
    assert "Hello {name}, 100 %(s)s &lt;b&gt;&amp; “you”</a>" in html
    assert "<b>" not in html


@pytest.mark.parametrize("language", SAYS)
def test_an_answer_above_our_line_is_known_in_every_language(language: str) -> None:
    assert answer_in(f"Yes.\n\n> {SAYS[language][2]}\n> \n> {SAYS[language][1]}") == "Yes."


def test_pages_stay_as_they_are(cast: Cast, places: Places, client: Client) -> None:
    """The notices that a Russian mail tells of, and the page of whom it went to."""
    told(cast, places, "ru")
    client.force_login(user_of(cast.max), "areopagus.accounts.backends.MemberBackend")
    page = client.get("/notices/").content.decode()
    assert "Mona has begun a topic in Missions" in page
    assert 'lang="en"' in page and not re.search("[а-я]", page)
    before = Client().get("/").content
    options.MAIL_LANGUAGE.set("de")
    assert Client().get("/").content == before


def subject_of(user: User, things: int, topics: int) -> str:
    said = [
        Line(f"{n}", f"/posts/{n}/", "", "Topic", f"/topics/{n % topics}/") for n in range(things)
    ]
    digest = Digest.objects.create(
        user=user, period="daily", made_at=datetime(2026, 11, 25, tzinfo=UTC)
    )
    with in_language_of(user):
        return str(digests._compose(digest, said).subject).partition("] ")[2]


# Russian has three forms: 1, 21, 31 · 2, 3, 4, 22 · 5 to 20, 25.
NUMBERS = {
    "en": {
        (1, 1): "1 thing to tell you in 1 topic",
        (2, 1): "2 things to tell you in 1 topic",
        (5, 2): "5 things to tell you in 2 topics",
    },
    "de": {
        (1, 1): "1 Neuigkeit für dich in 1 Thema",
        (21, 3): "21 Neuigkeiten für dich in 3 Themen",
    },
    "ru": {
        (1, 1): "1 новость для вас в 1 теме",
        (2, 2): "2 новости для вас в 2 темах",
        (5, 5): "5 новостей для вас в 5 темах",
        (11, 1): "11 новостей для вас в 1 теме",
        (21, 21): "21 новость для вас в 21 теме",
        (22, 1): "22 новости для вас в 1 теме",
        (112, 1): "112 новостей для вас в 1 теме",
    },
}


@pytest.mark.parametrize("language", NUMBERS)
def test_numbers_have_the_forms_of_their_language(cast: Cast, language: str) -> None:
    user = user_of(cast.max)
    user.mail_language = language
    for (things, topics), subject in NUMBERS[language].items():
        assert subject_of(user, things, topics) == subject


def test_a_digest_is_translated(cast: Cast, topic: Topic) -> None:
    user = user_of(cast.max)
    user.mail_language = "ru"
    subject_of(user, 150, 2)
    digest = Digest.objects.latest("pk")
    with in_language_of(user):
        said = [Line("Hello", "/posts/1/", "Hello", topic.title, topic.url)] * 150
        letter = digests._compose(digest, said)
    html = str(letter.alternatives[0][0])  # type: ignore[attr-defined]
    for words in (str(letter.body), html):
        assert "И ещё 50" in words and "ежедневно" in words and "You" not in words
