"""A guest who only reads is nobody: everybody gets the same bytes, and nothing is written down."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from areopagus.accounts.models import Session
from areopagus.boards.models import Ghost, Topic
from tests.conftest import Cast, Places
from tests.pagecache.front import Got, knock
from tests.pagecache.reading import TOKEN, one_connection

pytestmark = pytest.mark.django_db
# What stands for each value in an address; ids that are not here are 1.
VALUES = {"number": "2", "kind": "board", "name": "display", "token": "x" * 43, "key": "x" * 43}
# Addresses that are patterns themselves: examples of each.
EXAMPLES = {
    "^media/": ["/media/avatars/0123456789abcdef0123456789abcdef.webp"],
    "extern": ["/extern.php"],
    "img/avatars": ["/img/avatars/{member}.png"],
    "script": ["/index.php", "/forum/viewforum.php", "/viewtopic.php", "/profile.php", "/help.php"],
    "old_folder": ["/forum/"],
    "uidb36": ["/password/new/zzzzzz-never-given/"],
    "(?P<address>": ["/img/smilies/big.gif"],
}
# Somebody who begins to sign in is about to be somebody: what they are asked is remembered.
REMEMBERED = {"/sign-in/passkey/"}
WRITES = re.compile(r"^\s*(insert|update|delete|replace|create|drop|alter)\b", re.IGNORECASE)
SESSION = "0123456789abcdefghijklmnopqrstuv"
ONE = {"remote_addr": "203.0.113.7", "http_user_agent": "Lynx/2.9", "http_accept_language": "en"}
OTHER = {
    "remote_addr": "2001:db8::1",
    "http_user_agent": "Mozilla/5.0 (compatible; robot)",
    "http_accept_language": "uk,eo;q=0.5",
    "http_referer": "https://example.org/",
    "http_cookie": f"theme=dark; PHPSESSID=1; session={SESSION}; _ga=GA1.2",
    "http_accept": "*/*",
    "http_dnt": "1",
    "http_x_forwarded_for": "198.51.100.1",
    "http_x_forwarded_host": "evil.example",
    "http_save_data": "on",
}


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    with one_connection():
        yield


@pytest.fixture
def addresses(cast: Cast, places: Places, topic: Topic) -> list[str]:
    """Every address of the house, with and without its slug and page; none forgotten."""
    Ghost.objects.create(name="Olga", name_key="olga", origin=Ghost.Origin.GUEST)
    real = {
        "forum_id": places.missions.pk,
        "topic_id": topic.pk,
        "post_id": topic.posts.get().pk,
        "member_id": cast.max.user_id,
        "user_id": cast.max.user_id,
    }
    found = {places.missions.url, topic.url, "/" + cast.max.user.url.strip("/") + "/"}  # type: ignore[union-attr]
    for pattern in patterns(get_resolver()):
        found |= set(examples_of(pattern, real))
    return sorted(found)


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            assert str(pattern.pattern) == "", "the rooms stand at the root"
            yield from patterns(pattern)
        else:
            yield pattern


def examples_of(pattern: URLPattern, real: dict[str, int | None]) -> Iterator[str]:
    route = str(pattern.pattern)
    if isinstance(pattern.pattern, RoutePattern) and "old_folder" not in route:
        yield "/" + re.sub(
            r"<(?:\w+:)?(\w+)>",
            lambda m: str(real.get(m[1], VALUES.get(m[1], "1"))),
            route,
        )
        return
    known = [paths for mark, paths in EXAMPLES.items() if mark in route.replace("\\", "")]
    assert known, f"Say in EXAMPLES which addresses {route} stands for"
    yield from (path.format(member=real["member_id"]) for path in known[0])


def without_personal(got: Got) -> Got:
    """A form has a token of its own, and is told to have expired a moment ago."""
    own = {"Set-Cookie", "Content-Length", "Expires"}
    told = {name: value for name, value in got.headers.items() if name not in own}
    body = TOKEN.sub(b"", got.body)
    return Got(got.status, told, body)


def test_two_guests_get_the_same_bytes(addresses: list[str]) -> None:
    house = WSGIHandler()
    differing = [
        address
        for address in addresses
        if without_personal(knock(house, address, **ONE))
        != without_personal(knock(house, address, **OTHER))
    ]
    assert differing == []


def test_who_only_reads_leaves_no_trace(addresses: list[str]) -> None:
    """No session, no cookie, and no statement that writes: a crawler must not wear out a disk."""
    house = WSGIHandler()
    traces = []
    for address in addresses:
        if address in REMEMBERED:
            continue
        with CaptureQueriesContext(connection) as asked:
            got = knock(house, address)
        written = [q["sql"][:80] for q in asked.captured_queries if WRITES.match(q["sql"])]
        has_form = b"csrfmiddlewaretoken" in got.body
        cookie = got.headers.get("Set-Cookie", "")
        if written or (cookie and not (has_form and cookie.strip().startswith("csrf="))):
            traces.append((address, written, cookie))
    assert traces == []
    assert not Session.objects.exists()
