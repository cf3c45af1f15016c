"""Every answer keeps itself to itself: nothing but our own files runs on a page."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from areopagus.boards import options
from areopagus.boards.models import Topic
from areopagus.core.security import POLICY, ContentSecurityPolicyMiddleware
from tests import factories
from tests.conftest import Cast, Places, user_of

DIRECTIVES = {
    name: set(sources) for name, *sources in (said.split() for said in POLICY.split("; "))
}
Knock = Callable[[Client, Topic], Any]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Django logs every refusal; here they are what we ask for."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_the_policy_lets_nothing_in_by_default_and_nothing_inline() -> None:
    assert DIRECTIVES["default-src"] == {"'none'"}
    for directive in ("script-src", "style-src", "font-src", "connect-src", "form-action"):
        assert DIRECTIVES[directive] == {"'self'"}, directive
    for directive in ("frame-ancestors", "base-uri"):
        assert DIRECTIVES[directive] == {"'none'"}, directive
    assert "unsafe" not in POLICY
    assert "*" not in POLICY


KNOCKS: dict[str, tuple[int, Knock]] = {
    "a page": (200, lambda client, topic: client.get(topic.url)),
    "a form": (200, lambda client, _: client.get("/sign-in/")),
    "a feed": (200, lambda client, _: client.get("/feeds/board.atom")),
    "a text": (200, lambda client, _: client.get("/robots.txt")),
    "a redirection": (301, lambda client, topic: client.get(f"/topics/{topic.pk}/")),
    "a wrong form": (200, lambda client, _: client.post("/sign-in/", {"login": ""})),
    "a bad address": (404, lambda client, _: client.get("/topics/1-x/page/0/")),
    "a refusal": (403, lambda client, _: client.get("/settings/profile/")),
    "an absent page": (404, lambda client, _: client.get("/nothing/")),
    "an absent avatar": (404, lambda client, _: client.get(f"/media/avatars/{'0' * 32}.webp")),
    "a wrong method": (405, lambda client, _: client.post("/active/")),
    "a foreign form": (403, lambda *_: Client(enforce_csrf_checks=True).post("/sign-in/")),
}


@pytest.mark.parametrize("kind", KNOCKS)
def test_every_kind_of_answer_carries_the_policy(client: Client, topic: Topic, kind: str) -> None:
    status, knock = KNOCKS[kind]
    answer = knock(client, topic)
    assert answer.status_code == status
    assert_guarded(answer)


@pytest.mark.urls("tests.ui.urls")
@pytest.mark.parametrize(
    ("how", "status"),
    [
        ("suspicious", 400),
        ("denied", 403),
        ("refused", 403),
        ("not-found", 404),
        ("gone", 410),
        ("too-soon", 429),
        ("broken", 500),
    ],
)
def test_every_kind_of_failure_carries_the_policy(client: Client, how: str, status: int) -> None:
    client.raise_request_exception = False
    answer = client.get(f"/fail/{how}/")
    assert answer.status_code == status
    assert_guarded(answer)


def test_a_closed_board_carries_the_policy(client: Client, places: Places) -> None:
    options.MAINTENANCE.set(True)
    answer = client.get("/")
    assert answer.status_code == 503
    assert_guarded(answer)


def test_a_file_of_ours_carries_the_policy(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "mark.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    settings.STATIC_ROOT = tmp_path
    answer = client.get("/static/mark.svg")
    answer.close()
    assert answer.status_code == 200
    assert_guarded(answer)


def test_a_view_may_be_stricter_and_a_stream_is_guarded_too(rf: RequestFactory) -> None:
    def strict(_: HttpRequest) -> HttpResponseBase:
        return HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})

    def stream(_: HttpRequest) -> HttpResponseBase:
        return StreamingHttpResponse(iter([b"a", b"b"]))

    def policy_of(view: Callable[[HttpRequest], HttpResponseBase]) -> str:
        answer = ContentSecurityPolicyMiddleware(view)(rf.get("/"))
        return str(answer.headers["Content-Security-Policy"])

    assert policy_of(strict) == "default-src 'none'"
    assert policy_of(stream) == POLICY


@pytest.mark.parametrize("who", ["guest", "max", "ada"])
def test_no_page_needs_what_the_policy_forbids(
    client: Client, cast: Cast, places: Places, who: str
) -> None:
    topic = factories.make_topic(cast.max, places.missions, "In all colours")
    factories.make_post(
        cast.max,
        topic,
        "[color=red]red[/color] [color=#c1440e]Mars[/color] [size=20]large[/size] "
        "[center]in the middle[/center] [code]print(1)[/code] [b]bold[/b] :)",
    )
    if who != "guest":
        client.force_login(user_of(getattr(cast, who)))
    for address in ("/", places.missions.url, topic.url, "/members/", user_of(cast.max).url):
        html = client.get(address).content.decode()
        assert "</html>" in html
        assert not re.search(r"<[^>]*\sstyle\s*=", html), address
        assert not re.search(r"<[^>]*\son[a-z]+\s*=", html), address
        assert "<style" not in html, address
        assert "javascript:" not in html, address
        for script in re.findall(r"<script\b[^>]*>", html):
            assert ' src="/static/' in script, script


def assert_guarded(answer: Any) -> None:
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
