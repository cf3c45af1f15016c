"""What stands in front of the house: what it answers by itself, and what it lets through untouched."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import brotli
import pytest
from django.db import transaction

from areopagus.core import shown, stamps
from areopagus.pagecache.door import LONGEST_ADDRESS, Door, Environ
from tests.pagecache.front import HTML, WORDS, House, change, door_of, kept_by, knock

KEY = "0123456789abcdefghijklmnopqrstuv"


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def door(house: House) -> Door:
    return door_of(house)[0]


# What is answered from memory


def test_a_page_is_made_once(house: House, door: Door) -> None:
    assert knock(door).body == knock(door).body == WORDS
    assert len(house.asked) == 1


def test_what_is_kept_is_sent_in_one_piece(door: Door) -> None:
    """Which Granian does with a list only."""
    answers: list[Iterable[bytes]] = []

    def noted(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        answers.append(door(environ, start_response))
        return answers[-1]

    for _ in range(2):
        knock(noted)
    assert answers == [[WORDS], [WORDS]]


def test_head_says_what_get_would(house: House, door: Door) -> None:
    first, second = knock(door, method="HEAD"), knock(door)
    assert (first.status, first.body) == (200, b"")
    assert second.body == WORDS
    assert first.headers == second.headers == knock(door, method="HEAD").headers
    assert [asked["REQUEST_METHOD"] for asked in house.asked] == ["GET"]


@pytest.mark.parametrize(
    ("accepts", "coding", "decoded"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("br;\tq=0 , gzip", "gzip", gzip.decompress),
        ("", None, bytes),
        ("identity", None, bytes),
        ("br;q=0.000, gzip;q=0", None, bytes),
        ("br" + " " * 100_000, None, bytes),
    ],
)
def test_each_coding_has_its_own_bytes_length_and_tag(
    door: Door, accepts: str, coding: str | None, decoded: Callable[[bytes], bytes]
) -> None:
    plain = knock(door)
    for answer in (knock(door, http_accept_encoding=accepts) for _ in range(2)):
        assert answer.headers.get("Content-Encoding") == coding
        assert decoded(answer.body) == WORDS
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert (answer.headers["ETag"] == plain.headers["ETag"]) == (coding is None)
        assert answer.headers["Vary"] == "Accept-Encoding, Cookie"
        assert answer.headers["Cache-Control"].startswith("public, max-age=0, must-revalidate")


def test_what_is_short_is_not_compressed() -> None:
    door, _ = door_of(House(body=b"short"))
    answer = knock(door, http_accept_encoding="br")
    assert (answer.body, answer.headers.get("Content-Encoding")) == (b"short", None)


@pytest.mark.parametrize("mine", ["{}", "W/{}", '"other", {}', '"a","b", W/{} , "c"', "*", " * "])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_whoever_has_the_page_is_not_sent_it_again(door: Door, mine: str, method: str) -> None:
    first = knock(door, http_accept_encoding="br")
    again = knock(
        door,
        method=method,
        http_accept_encoding="br",
        http_if_none_match=mine.format(first.headers["ETag"]),
    )
    assert (again.status, again.body) == (304, b"")
    # RFC 9110 §15.4.5: what a 200 would have said, but nothing about bytes that are not sent.
    for name in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[name] == first.headers[name]
    assert not {"Content-Length", "Content-Encoding"} & set(again.headers)


@pytest.mark.parametrize("mine", ['"other"', "", 'W/"other", "another"', "{0}x", "{1}"])
def test_others_are(door: Door, mine: str) -> None:
    first = knock(door, http_accept_encoding="br")
    tags = first.headers["ETag"], knock(door).headers["ETag"]
    shorter = mine.format(tags[0].strip('"'), tags[1])
    assert knock(door, http_accept_encoding="br", http_if_none_match=shorter).status == 200


def test_the_tag_follows_the_contents(house: House, door: Door) -> None:
    first = knock(door).headers["ETag"]
    change("topic:42")
    assert knock(door).headers["ETag"] == first
    house.body = b"<p>Mona does.</p>"
    change("topic:42")
    assert knock(door, http_if_none_match=first).status == 200


def test_the_newest_of_a_feed_is_known_by_its_time() -> None:
    at = "Thu, 09 Nov 2017 20:42:43 GMT"
    door, _ = door_of(House(headers=[("Content-Type", HTML), ("Last-Modified", at)]))
    assert knock(door).headers["Last-Modified"] == at
    assert knock(door, http_if_modified_since=at).status == 304
    assert knock(door, http_if_modified_since="Thu, 09 Nov 2017 20:42:42 GMT").status == 200
    assert knock(door, http_if_modified_since="yesterday").status == 200
    # RFC 9110 §13.1.3: a tag says more than a time.
    assert knock(door, http_if_modified_since=at, http_if_none_match='"x"').status == 200


def test_pages_without_a_time_are_not_known_by_it(door: Door) -> None:
    assert knock(door, http_if_modified_since="Thu, 09 Nov 2034 20:42:43 GMT").status == 200


def test_redirects_are_kept_as_they_are() -> None:
    house = House(b"", "301 Moved", [("Content-Type", HTML), ("Location", "/topics/42-who/")])
    door, _ = door_of(house)
    for _ in range(2):
        answer = knock(door, http_if_none_match="*")
        assert (answer.status, answer.headers["Location"]) == (301, "/topics/42-who/")
    assert len(house.asked) == 1


def test_a_redirect_may_have_no_type() -> None:
    door, _ = door_of(House(b"", "302 Found", [("Location", "/")]))
    assert knock(door).status == 302


# What is let through


@pytest.mark.parametrize(
    "more",
    [
        {"query_string": "page=2"},
        {"http_authorization": "Basic QWRhOmE="},
        {"http_range": "bytes=0-1"},
        {"http_x_fragment": "true"},
        {"http_cookie": f"session={KEY}"},
        {"http_cookie": f'csrf=x; session="{KEY}"'},
        {"http_cookie": f"session ={KEY}"},
        {"http_cookie": f"session\xa0=\t{KEY} ;a"},
        {"http_cookie": f'session="\\{ord(KEY[0]):03o}{KEY[1:]}"'},
        {"http_cookie": f"session=nonsense; session={KEY}"},
        {"http_cookie": "messages=W10"},
        {"http_cookie": "messages =W10"},
        {"method": "POST"},
        {"method": "PUT"},
        {"method": "OPTIONS"},
        {"path": "/static/css/app.css"},
        {"path": "/media/avatars/1.webp"},
        {"path": "/topics/42-" + "x" * LONGEST_ADDRESS + "/"},
        {"http_host": "x" * LONGEST_ADDRESS},
    ],
)
def test_what_may_be_personal_goes_to_the_house_untouched(
    house: House, door: Door, more: dict[str, str]
) -> None:
    path = more.pop("path", "/topics/42/")
    knock(door)
    before = len(house.asked)
    for _ in range(2):
        # Not even kept pages are asked for.
        answer = knock(door, path, http_accept_encoding="br", **more)
        assert answer.body == WORDS
        assert "ETag" not in answer.headers
        asked = house.asked[-1]
        assert asked["HTTP_ACCEPT_ENCODING"] == "br"
        assert asked.get("HTTP_COOKIE") == more.get("http_cookie")
    assert len(house.asked) == before + 2


@pytest.mark.parametrize(
    "cookies",
    [
        "csrf=abc",
        "PHPSESSID=0123; theme=session",
        f"my_session={KEY}",
        "session=nonsense",
        "session=",
        "session",
        f"session={KEY}x",
        f"session={KEY.upper()}",
        f"session={KEY}; session=nonsense",
        f"a,session={KEY}",
    ],
)
def test_cookies_that_lead_to_nobody_cost_nothing(house: House, door: Door, cookies: str) -> None:
    """And the house, which would find nobody, is not asked to look."""
    assert knock(door, http_cookie=cookies).body == knock(door, http_cookie=cookies).body
    assert len(house.asked) == 1
    asked = house.asked[0]["HTTP_COOKIE"]
    assert not any(chunk.split("=")[0].strip() == "session" for chunk in asked.split(";"))
    assert ("csrf=abc" in asked) == ("csrf=abc" in cookies)


@pytest.mark.parametrize(
    "headers",
    [
        [("Set-Cookie", "csrf=abc; Path=/")],
        [("set-cookie", "a=b")],
        [("Cache-Control", "private, max-age=60")],
        [("Cache-Control", "no-store")],
        [("cache-control", "No-Store")],
    ],
)
def test_what_is_meant_for_one_is_never_kept(headers: list[tuple[str, str]]) -> None:
    house = House(headers=[("Content-Type", HTML), *headers])
    door, _ = door_of(house)
    for _ in range(2):
        answer = knock(door, http_accept_encoding="br")
        assert brotli.decompress(answer.body) == WORDS
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert answer.headers[headers[0][0]] == headers[0][1]
    assert (len(house.asked), kept_by(door)) == (2, 0)


@pytest.mark.parametrize(
    "status", ["403 Forbidden", "404 Not Found", "410 Gone", "429 Slow", "503 x"]
)
def test_refusals_and_errors_are_never_kept(status: str) -> None:
    house = House(status=status)
    door, _ = door_of(house)
    assert [knock(door).status for _ in range(2)] == [int(status[:3])] * 2
    assert (len(house.asked), kept_by(door)) == (2, 0)


def test_a_page_that_does_not_say_what_it_shows_is_not_kept() -> None:
    house = House(shows=lambda: shown.note_common("options"))
    door, _ = door_of(house)
    knock(door)
    knock(door)
    assert (len(house.asked), kept_by(door)) == (2, 0)


def test_a_members_page_is_not_kept_whatever_else_was_noted() -> None:
    """Should the door ever mistake a member for a guest, the house knows better."""

    def for_a_member() -> None:
        shown.note(["topic:42"])
        shown.note_personal()

    door, _ = door_of(House(shows=for_a_member))
    knock(door)
    assert kept_by(door) == 0


# How the house is treated


def test_an_exception_in_the_house_is_everybodys_own() -> None:
    def fail(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        raise RuntimeError("no oil")

    door, _ = door_of(fail)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="no oil"):
            knock(door)


def test_the_house_may_change_its_mind_before_the_first_byte() -> None:
    def house(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        shown.note(["topic:42"])
        start_response("200 OK", [("Content-Type", HTML)])
        start_response("500 Oh", [("Content-Type", HTML)], (None, None, None))
        return [b"Oh."]

    door, _ = door_of(house)
    assert (knock(door).status, kept_by(door)) == (500, 0)


class Closing:
    def __init__(self, parts: Iterable[bytes]) -> None:
        self.parts, self.closed = parts, 0

    def __iter__(self) -> Iterator[bytes]:
        yield from self.parts

    def close(self) -> None:
        self.closed += 1


def broken() -> Iterator[bytes]:
    yield b"half a "
    raise OSError("the disk is gone")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_streamed_answer_is_taken_whole_and_closed_once(method: str) -> None:
    body = Closing([b"<p>", b"", WORDS, b"</p>"])

    def house(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        shown.note(["topic:42"])
        start_response("200 OK", [("Content-Type", HTML)])
        return body

    door, _ = door_of(house)
    assert knock(door, method=method).headers["Content-Length"] == str(len(WORDS) + 7)
    assert knock(door).body == b"<p>" + WORDS + b"</p>"
    assert body.closed == 1


def test_one_that_breaks_in_the_middle_is_closed_and_not_kept() -> None:
    body = Closing(broken())

    def house(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        shown.note(["topic:42"])
        start_response("200 OK", [("Content-Type", HTML)])
        return body

    door, _ = door_of(house)
    with pytest.raises(OSError, match="the disk is gone"):
        knock(door)
    assert (body.closed, kept_by(door)) == (1, 0)


# Readers are counted


def test_every_reading_is_noted_once() -> None:
    counted: list[str] = []

    def shows() -> None:
        shown.note(["topic:42"])
        shown.note_reading(lambda: counted.append("read"))

    door, guests = door_of(House(shows=shows))
    knock(door)
    # The house itself has counted the first reader, and noted the guest.
    assert (len(counted), len(guests)) == (0, 0)
    tag = knock(door).headers["ETag"]
    knock(door, http_if_none_match=tag)
    assert (len(counted), len(guests)) == (2, 2)
    assert guests[0]["REMOTE_ADDR"] == "203.0.113.7"


# What is old is not shown


def test_a_change_of_what_it_shows_makes_it_anew(house: House, door: Door) -> None:
    knock(door)
    change("topic:43")
    knock(door)
    assert len(house.asked) == 1
    change("topic:42")
    knock(door)
    assert len(house.asked) == 2
    with stamps.everything_changing():
        knock(door)
    knock(door)
    assert len(house.asked) == 4


@pytest.mark.django_db(transaction=True)
def test_nothing_made_during_a_deed_is_kept(house: House, door: Door) -> None:
    knock(door)
    with transaction.atomic():
        stamps.changed(["topic:42"])
        house.body = b"seen by the writer only"
        knock(door)
        knock(door)
    assert len(house.asked) == 3
    house.body = WORDS
    assert knock(door).body == WORDS
    knock(door)
    assert len(house.asked) == 4


def test_what_changes_while_a_page_is_made_is_not_in_the_kept_one(house: House) -> None:
    def shows() -> None:
        shown.note(["topic:42"])
        if len(house.asked) == 1:
            change("topic:42")

    house.shows = shows
    door, _ = door_of(house)
    for _ in range(3):
        knock(door)
    assert len(house.asked) == 2


# What a hostile visitor says


@pytest.mark.parametrize(
    "evil",
    [
        {"http_host": "evil.example"},
        {"http_host": "board.example:8080"},
        {"http_host": "BOARD.example"},
        {"http_host": "board.example /topics/42/"},
        {"http_x_forwarded_proto": "https"},
        {"http_x_forwarded_proto": "http board.example"},
        {"path": "//topics/42/"},
        {"path": "/Topics/42/"},
        {"path": "/topics/42/."},
        {"path": "/topics/42/?"},
        {"path": "/topics/42/\x00"},
        {"path": "/topics/42/\n"},
        {"path": "/topics/%34%32/"},
        {"path": "/./topics/42/"},
        {"path": ""},
        {"path": "*"},
        {"path": "/topics/42/\xff\xfe"},
    ],
)
def test_what_somebody_asks_oddly_is_not_what_others_get(
    house: House, door: Door, evil: dict[str, str]
) -> None:
    house.body = b"poison" * 200
    knock(door, **evil)
    house.body = WORDS
    assert knock(door).body == WORDS


def test_two_requests_share_a_page_only_when_nothing_in_it_can_differ(door: Door) -> None:
    """Host and address side by side must not be read as another host and another address."""
    for host, path in (("a", "/b/c"), ("a/b", "/c"), ("a /b", "/c"), ("", "a/b/c"), ("a", " /b/c")):
        knock(door, path, http_host=host)
    assert kept_by(door) == 5


def test_protocols_come_in_few_kinds(door: Door) -> None:
    for n in range(50):
        knock(door, http_x_forwarded_proto=f"https{n}")
        knock(door, http_x_forwarded_proto=f"https, {n}")
    assert kept_by(door) == 2


@pytest.mark.parametrize(
    "ignored",
    [
        {"http_x_forwarded_host": "evil.example"},
        {"http_forwarded": "host=evil.example"},
        {"http_x_original_url": "/administration/"},
        {"http_x_rewrite_url": "/administration/"},
        {"http_x_http_method_override": "POST"},
        {"http_accept_language": "eo"},
        {"http_user_agent": "evil"},
        {"http_referer": "https://evil.example/"},
    ],
)
def test_what_the_house_does_not_heed_changes_nothing(
    house: House, door: Door, ignored: dict[str, str]
) -> None:
    assert knock(door, **ignored) == knock(door)
    assert len(house.asked) == 1
