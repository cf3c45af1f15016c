"""The door before the real house, and who would like others to see what is not for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from random import Random

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from areopagus.boards.models import Topic
from areopagus.core import shown
from areopagus.pagecache.door import Door
from tests import factories
from tests.conftest import Cast, Places, user_of
from tests.pagecache.front import HTML, House, door_of, kept_by, knock
from tests.pagecache.reading import cookie_of, guests_trails, one_connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    with one_connection():
        yield


@pytest.fixture
def door() -> Door:
    return door_of(WSGIHandler())[0]


# A member's page kept for guests


@pytest.mark.parametrize(
    "odd",
    [
        "{}",
        "session ={1}",
        "session\t= {1}",
        "\u00a0session={1}",
        'session="{1}"',
        "a=b;session={1};c",
        "session=x; session={1}",
        "session={1}; session=x",
        "session={1}, session={1}",
        "Session={1}",
        "session={1}\u0000",
        "=session={1}",
        "session=session={1}",
        ";;;session={1}",
    ],
)
def test_no_spelling_of_a_cookie_makes_a_members_page_everybodys(
    door: Door, cast: Cast, topic: Topic, secret_topic: Topic, odd: str
) -> None:
    cookie = cookie_of(user_of(cast.ada))
    mine = odd.format(cookie, cookie.partition("=")[2])
    for address in ("/", topic.url, secret_topic.url, topic.forum.url):
        knock(door, address, http_cookie=mine)
        theirs = knock(door, address)
        assert b"Ada</a></span>" not in theirs.body
        assert b"Who was that?" not in theirs.body
        assert b"Sign in" in theirs.body


@pytest.mark.parametrize("odd", ["{}", "session ={1}", 'csrf=a; session="{1}"'])
def test_members_are_not_mistaken_for_guests(
    door: Door, cast: Cast, topic: Topic, odd: str
) -> None:
    knock(door, topic.url)
    cookie = cookie_of(user_of(cast.max))
    mine = knock(door, topic.url, http_cookie=odd.format(cookie, cookie.partition("=")[2]))
    assert b"Signed in as" in mine.body
    assert "public" not in mine.headers.get("Cache-Control", "")
    assert "Cookie" in mine.headers["Vary"]


def test_a_members_name_and_password_in_a_feed_are_theirs(
    door: Door, cast: Cast, topic: Topic
) -> None:
    """extern.php shows members more when they say who they are."""
    knock(door, "/extern.php", http_authorization="Basic TWF4OngK")
    assert kept_by(door) == 0


# Whose host it is


def test_whoever_names_another_host_poisons_nobody(door: Door, topic: Topic) -> None:
    for address in (topic.url, "/", "/feeds/board.atom", "/robots.txt", "/sitemap.xml"):
        for evil in (
            {"http_host": "evil.example"},
            {"http_host": "board.example:81"},
            {"http_host": "board.example@evil.example"},
            {"http_host": "evil.example/board.example"},
            {"http_x_forwarded_host": "evil.example"},
            {"http_x_forwarded_proto": "evil"},
            {"http_x_forwarded_port": "666"},
            {"http_x_forwarded_server": "evil.example"},
            {"http_forwarded": "for=1;host=evil.example;proto=evil"},
            {"server_name": "evil.example"},
            {"script_name": "/evil"},
        ):
            knock(door, address, **evil)
        page = knock(door, address)
        assert page.status == 200
        assert b"evil" not in page.body
        assert b":81" not in page.body and b"666" not in page.body


@override_settings(SITE_URL="https://board.example", ALLOWED_HOSTS=["board.example"])
def test_a_board_that_knows_its_address_says_no_other(door: Door, topic: Topic) -> None:
    """And keeps one page, however its visitors spell it."""
    for host in ("evil.example", "BOARD.example", "board.example.", "board.example:8080", ""):
        page = knock(door, topic.url, http_host=host)
        assert b'href="https://board.example/topics/' in page.body
        assert b"evil" not in page.body
    assert kept_by(door) == 1


# What may not be seen looks absent


def test_a_hidden_topic_is_answered_as_one_that_does_not_exist(
    door: Door, secret_topic: Topic, topic: Topic
) -> None:
    """In status, headers, body, what is kept, and work: the time an answer takes follows from that."""
    post = secret_topic.posts.get().pk
    pairs = [
        (secret_topic.url, f"/topics/{secret_topic.pk + 7_000}-who-was-that/"),
        (f"/topics/{secret_topic.pk}/", f"/topics/{secret_topic.pk + 7_000}/"),
        (f"{secret_topic.url}page/2/", f"/topics/{secret_topic.pk + 7_000}-who-was-that/page/2/"),
        (f"/posts/{post}/", f"/posts/{post + 7_000}/"),
        (secret_topic.forum.url, f"/forums/{secret_topic.forum_id + 7_000}-staff-room/"),
        (f"/forums/{secret_topic.forum_id}/", f"/forums/{secret_topic.forum_id + 7_000}/"),
        (f"/feeds/topics/{secret_topic.pk}.atom", f"/feeds/topics/{secret_topic.pk + 7_000}.atom"),
        (
            f"/feeds/forums/{secret_topic.forum_id}.rss",
            f"/feeds/forums/{secret_topic.forum_id + 7_000}.rss",
        ),
    ]
    knock(door, topic.url)
    for hidden, absent in pairs:
        for _ in range(2):
            told = [_answered(door, hidden), _answered(door, absent)]
            assert told[0] == told[1], hidden
            assert told[0][0] == 404
    assert kept_by(door) == 1


def _answered(door: Door, address: str) -> tuple[int, dict[str, str], bytes, list[str]]:
    with CaptureQueriesContext(connection) as asked:
        got = knock(door, address, http_accept_encoding="identity", http_if_none_match="*")
    # The address stands in the page, as what was asked for.
    body = re.sub(rb"\?next=[^\"]*", b"", got.body)
    statements = [re.sub(r"\d+", "N", query["sql"]) for query in asked.captured_queries]
    return got.status, {**got.headers, "Content-Length": ""}, body, statements


def test_what_is_hidden_from_now_on_is_not_told_by_what_was_kept(
    door: Door, cast: Cast, places: Places, topic: Topic
) -> None:
    tag = knock(door, topic.url).headers["ETag"]
    knock(door, "/feeds/board.atom")
    factories.forbid(places.missions, factories.Role.GUESTS, may_read=False)
    assert knock(door, topic.url, http_if_none_match=tag).status == 404
    assert knock(door, topic.url, http_if_none_match="*", method="HEAD").status == 404
    assert b"Who lands first?" not in knock(door, "/feeds/board.atom").body
    assert b"Who lands first?" not in knock(door, "/").body


def test_every_kept_page_is_made_anew_when_rights_change(
    door: Door, cast: Cast, places: Places, topic: Topic
) -> None:
    """Also those that may be a second old: what may not be seen any more is never that."""
    from areopagus.core.stamps import places_of

    factories.make_post(cast.max, topic)
    for address in chain.from_iterable(guests_trails()):
        knock(door, address)
    pages = {**door._store._once, **door._store._again}
    assert len(pages) > 25
    # The group of guests, the forums with their permissions, the options.
    for key, page in pages.items():
        for common in ("groups", "options", "structure"):
            if common == "structure" and re.search(r"/(rules|help|robots|members)\b", str(key)):
                continue
            if common == "options" and str(key).endswith("/robots.txt"):
                continue
            assert set(places_of([common])) <= set(page.places), (key, common)


# Filling memory


def test_a_thousand_hosts_fill_no_memory() -> None:
    door, _ = door_of(House(), most_bytes=200_000)
    for n in range(1_000):
        for _ in range(2):
            knock(door, http_host=f"host{n}.example")
    assert door._store.bytes_kept <= 200_000
    assert kept_by(door) < 60


def test_a_kept_page_weighs_what_it_is_counted_with() -> None:
    """About; what is counted must not be a small part of what is taken."""
    import gc
    import tracemalloc

    def shows() -> None:
        shown.note(f"topic:{n}" for n in range(120))

    door, _ = door_of(House(headers=[("Content-Type", HTML)] * 12, shows=shows), 10**9)
    knock(door, "/warm/")
    tracemalloc.start()
    try:
        gc.collect()
        before, counted = tracemalloc.get_traced_memory()[0], door._store.bytes_kept
        chance = Random(1)  # noqa: S311
        for n in range(200):
            knock(door, f"/topics/{n}-{chance.randbytes(300).hex()}/")
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    # House.asked remembers what it was asked, too.
    assert taken < 2 * (door._store.bytes_kept - counted)
