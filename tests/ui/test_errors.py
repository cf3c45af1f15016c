from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from tests.ui.conftest import Render

HERE = {"Origin": "http://testserver"}
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.urls")]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Django logs every refusal; here they are what we ask for."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize(
    ("how", "status", "heading", "reason"),
    [
        ("suspicious", 400, "We could not read that request", ""),
        ("denied", 403, "You may not do this", "Only Ada may."),
        ("silently-denied", 403, "You may not do this", ""),
        ("nowhere", 404, "There is nothing here", ""),
        ("refused", 403, "You may not do this", "This topic is locked."),
        ("not-found", 404, "There is nothing here", "No such topic."),
        ("gone", 410, "This was removed", "Removed by its author."),
        ("too-soon", 429, "Too quick", "You wrote a moment ago."),
    ],
)
def test_a_refusal_is_a_page_with_its_reason_and_a_way_on(
    client: Client, how: str, status: int, heading: str, reason: str
) -> None:
    answer = client.get(f"/fail/{how}/")
    html = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in html
    assert f"<title>{heading} — " in html
    assert ('<p class="reason">' in html) is bool(reason)
    assert reason in html
    assert 'href="/active/"' in html
    assert "internal words" not in html


def test_a_refused_text_is_given_back_to_copy(client: Client) -> None:
    answer = client.post("/fail/refused/", {"source": "An hour of words."}, headers=HERE)
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "An hour of words.</textarea>" in html
    assert "Send it again" not in html, "the topic stays locked"


def test_a_text_that_came_too_soon_can_be_sent_again(client: Client) -> None:
    answer = client.post("/fail/too-soon/", {"source": "An hour of words."}, headers=HERE)
    html = answer.content.decode()
    assert answer.headers["Retry-After"] == "30"
    assert "You can try again in 30 seconds." in html
    assert '<form class="form" action="/fail/too-soon/" method="post">' in html
    assert "Send it again" in html


def test_an_address_that_is_not_ours_is_not_found(client: Client) -> None:
    assert "There is nothing here" in client.get("/nothing/").content.decode()


def test_our_own_fault_is_a_page_that_tells_nothing_internal(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.get("/fail/broken/")
    html = answer.content.decode()
    assert answer.status_code == 500
    assert "Something broke on our side" in html
    assert "/static/css/app.css" in html
    assert "internal words" not in html


def test_the_page_for_our_own_faults_needs_no_static_files(
    client: Client, settings: Settings, tmp_path: object
) -> None:
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "areopagus.ui.staticfiles.BundledStaticFilesStorage"}
    }
    client.raise_request_exception = False
    answer = client.get("/fail/broken/")
    assert answer.status_code == 500
    assert "stylesheet" not in answer.content.decode()


def test_what_is_too_large_is_413(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = client.post("/accept/", {"source": "far too many words"})
    assert answer.status_code == 413
    assert "That was too large" in answer.content.decode()


@pytest.mark.parametrize("status", [413, 422, 429])
def test_pages_nobody_has_met_yet_can_be_drawn(render: Render, status: int) -> None:
    html = render(f"errors/{status}.html", reason="Because.")
    assert '<p class="reason">Because.</p>' in html
    assert "Nothing was saved" in html or "Wait a little" in html


def test_too_quick_says_when_to_try_again(render: Render) -> None:
    html = render("errors/429.html", reason="", seconds=1)
    assert "You can try again in 1 second." in html
