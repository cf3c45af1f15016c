from __future__ import annotations

import logging
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.urls")]

TEXT = "\nWho lands <first>?\n\nI wrote this for an hour & more."
HERE = {"Origin": "http://testserver"}


@pytest.fixture(autouse=True)
def _as_on_a_board(settings: Settings) -> Iterator[None]:
    settings.CSRF_FAILURE_VIEW = "areopagus.ui.errors.csrf_failed"
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def writer() -> Client:
    return Client(enforce_csrf_checks=True)


class Form(HTMLParser):
    """Reads the one form with the button "Send it again" as a browser would."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: list[tuple[str, str]] = []
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self.action = given["action"]
        elif tag == "input" and given.get("name"):
            self.fields.append((given["name"], given["value"]))
        elif tag == "textarea":
            self._area = given["name"]

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.fields.append((self._area, data.removeprefix("\n")))
            self._area = None

    def data(self) -> dict[str, Any]:
        return {name: [v for n, v in self.fields if n == name] for name, _ in self.fields}


def test_a_stale_form_gives_the_text_back_and_sends_it_again(writer: Client) -> None:
    refused = writer.post("/accept/?a=1", {"source": TEXT, "submission": "7" * 32}, headers=HERE)
    html = refused.content.decode()
    assert refused.status_code == 403
    assert "<h1>Your text is safe</h1>" in html
    assert "I wrote this for an hour &amp; more." in html
    form = Form(html)
    assert form.action == "/accept/?a=1"
    assert form.data()["submission"] == ["7" * 32]
    accepted = writer.post(form.action, form.data(), headers=HERE)
    assert accepted.status_code == 200
    assert accepted.content.decode() == TEXT


def test_another_site_gets_no_button_with_a_fresh_token(writer: Client) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
        html = writer.post("/accept/", {"source": TEXT}, headers=headers).content.decode()
        assert "csrfmiddlewaretoken" not in html
        assert "Send it again" not in html
        assert "I wrote this" in html


def test_passwords_and_tokens_are_never_given_back(writer: Client) -> None:
    secrets = {"password": "correct horse battery", "new_password2": "x y", "mfa_code": "12 34"}
    html = writer.post(
        "/accept/", {"login": "Mona L.", "csrfmiddlewaretoken": "old one", **secrets}, headers=HERE
    ).content.decode()
    assert "Mona L." in html
    assert "old one" not in html
    for value in secrets.values():
        assert value not in html
    assert "Send it again" not in html, "without its password the form would only fail again"
    assert 'href="/accept/"' in html


def test_what_a_form_carries_for_itself_is_not_shown(writer: Client) -> None:
    html = writer.post(
        "/accept/", {"source": "My words", "smilies": "on", "forum": "3"}, headers=HERE
    ).content.decode()
    assert '<input type="hidden" name="smilies" value="on">' in html
    assert html.count("<textarea") == 1


def test_every_value_of_a_repeated_field_comes_back(writer: Client) -> None:
    html = writer.post("/accept/", {"to": ["Ada A", "Max M"]}, headers=HERE).content.decode()
    assert Form(html).data()["to"] == ["Ada A", "Max M"]


def test_files_are_said_to_be_lost(writer: Client) -> None:
    picture = SimpleUploadedFile("me.png", b"not much")
    html = writer.post("/accept/", {"picture": picture, "title": "Me"}, headers=HERE)
    assert "choose them again" in html.content.decode()


def test_no_cache_keeps_what_somebody_wrote(writer: Client) -> None:
    answer = writer.post("/accept/", {"source": TEXT}, headers=HERE)
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_an_ended_session_is_told_so(client: Client) -> None:
    answer = client.post("/ended/", {"source": TEXT}, headers=HERE)
    html = unescape(answer.content.decode())
    assert answer.status_code == 401
    assert "Your session has ended." in html
    assert 'href="/sign-in/"' in html
    assert TEXT.strip() in html
    assert "Send it again" in html
