"""When more is asked for than can be made: members go on, guests get what is kept, nobody waits for ever."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from areopagus.core.stamps import places_of, stamps
from areopagus.pagecache.door import Door, Environ
from areopagus.pagecache.places import Precedence
from tests.pagecache.front import House, crowd, door_of, knock

MEMBER, STRANGER = "0123456789abcdefghijklmnopqrstuv", "x" * 32
PAGE = b"<!doctype html><main class=page id=main tabindex=-1>" + b"<p>Who lands first?</p>" * 100


@dataclass
class BusyHouse(House):
    """Does not come to an end with a guest's reading of /slow/ before it is told to."""

    body: bytes = PAGE
    began: threading.Event = field(default_factory=threading.Event)
    may_end: threading.Event = field(default_factory=threading.Event)

    def __call__(self, environ: Environ, start_response: Callable[..., object]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/slow/":
            self.began.set()
            assert self.may_end.wait(30)
        return super().__call__(environ, start_response)


class Arrivals(threading.Semaphore):
    """Tells when somebody begins to wait."""

    def __init__(self, value: int) -> None:
        super().__init__(value)
        self.came = threading.Event()

    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:
        if timeout is not None:
            self.came.set()
        return super().acquire(blocking, timeout)


@pytest.fixture
def house() -> BusyHouse:
    return BusyHouse()


@pytest.fixture
def door(house: BusyHouse) -> Door:
    """One guest's page is made at a time, and nobody waits for a turn."""
    return door_of(house, many=crowd(waiting=0, others=1, members=frozenset({MEMBER})))[0]


@contextmanager
def busy(house: BusyHouse, door: Door, **request: str) -> Iterator[None]:
    thread = threading.Thread(target=lambda: knock(door, "/slow/", **request))
    thread.start()
    assert house.began.wait(30)
    try:
        yield
    finally:
        house.may_end.set()
        thread.join(30)


def add_to(*keys: str) -> None:
    places = places_of(keys)[1:]
    stamps().settle(places, stamps().announce(places, adds=True), adds=True)


def alter(*keys: str) -> None:
    places = places_of(keys)[1:]
    stamps().settle(places, stamps().announce(places))


def test_a_guest_for_whom_there_is_no_time_is_told_so(house: BusyHouse, door: Door) -> None:
    with busy(house, door):
        answer = knock(door)
    assert (answer.status, answer.body) == (503, b"<h1>503</h1>")
    assert answer.headers["Retry-After"] == "10"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    assert knock(door).status == 200


def test_head_and_codings_hold_for_refusals_too(house: BusyHouse, door: Door) -> None:
    with busy(house, door):
        assert knock(door, method="HEAD").body == b""
        answer = knock(door, http_accept_encoding="gzip")
    assert gzip.decompress(answer.body) == b"<h1>503</h1>"
    assert answer.headers["Content-Length"] == str(len(answer.body))


def test_others_are_not_held_up_by_guests(house: BusyHouse, door: Door) -> None:
    knock(door, "/kept/")
    with busy(house, door):
        assert knock(door, http_cookie=f"session={MEMBER}").status == 200
        assert knock(door, "/sign-in/").status == 200
        assert knock(door, "/sign-in/", method="POST").status == 200
        assert knock(door, "/static/app.css").status == 200
        assert knock(door, "/health/").status == 200
        assert knock(door, "/kept/").status == 200


def test_invented_sessions_hold_up_neither_members_nor_guests(house: BusyHouse, door: Door) -> None:
    with busy(house, door, http_cookie=f"session={STRANGER}"):
        assert knock(door, http_cookie=f"session={STRANGER}").status == 503
        assert knock(door, http_cookie=f"session={MEMBER}").status == 200
        assert knock(door).status == 200


def test_who_asks_for_the_same_page_waits_and_gets_it(house: BusyHouse) -> None:
    door, _ = door_of(house, many=crowd(waiting=3))
    got: list[bytes] = []
    with busy(house, door):
        waiting = [
            threading.Thread(target=lambda: got.append(knock(door, "/slow/").body))
            for _ in range(3)
        ]
        for thread in waiting:
            thread.start()
    for thread in waiting:
        thread.join(30)
    assert got == [PAGE] * 3
    assert len(house.asked) == 1


def test_while_others_wait_a_page_is_compressed_in_haste(house: BusyHouse) -> None:
    door, _ = door_of(house, many=crowd(waiting=1))
    places, tags = door._crowd.guests, {}
    places._taken = arrivals = Arrivals(1)

    def ask(path: str) -> None:
        tags[path] = knock(door, path, http_accept_encoding="br").headers["ETag"]

    first, second = (threading.Thread(target=ask, args=[path]) for path in ("/slow/", "/other/"))
    first.start()
    assert house.began.wait(30)
    second.start()
    assert arrivals.came.wait(30)
    assert places.are_wanted
    house.may_end.set()
    first.join(30)
    second.join(30)
    assert not places.are_wanted
    assert tags["/slow/"].endswith('-quick"')
    assert not tags["/other/"].endswith('-quick"')


# Old pages


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_an_old_page_says_how_old_it_is(house: BusyHouse, door: Door, coding: str) -> None:
    knock(door)
    add_to("topic:42")
    with busy(house, door):
        answers = [knock(door, http_accept_encoding=coding) for _ in range(2)]
        assert knock(door, method="HEAD").body == b""
    for answer in answers:
        assert answer.status == 200
        body = gzip.decompress(answer.body) if coding else answer.body
        before, _, after = body.partition(
            b'<p class="notice">The board is very busy. This is how the '
        )
        assert before == PAGE[: PAGE.index(b"<p>")]
        assert after.endswith(PAGE[PAGE.index(b"<p>") :])
        assert b"(UTC)" in after
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert answer.headers["Age"] == "0"
        assert answer.headers["Cache-Status"].startswith("Areopagus; hit; ttl=")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


def test_an_old_page_is_made_anew_as_soon_as_there_is_time(house: BusyHouse, door: Door) -> None:
    knock(door)
    add_to("topic:42")
    with busy(house, door):
        assert b"very busy" in knock(door).body
    house.body = PAGE.replace(b"first", b"last")
    assert knock(door).body == house.body


def test_what_was_altered_or_taken_away_is_not_shown_again(house: BusyHouse, door: Door) -> None:
    knock(door)
    alter("topic:42")
    add_to("topic:42")
    with busy(house, door):
        assert knock(door).status == 503


def test_what_cannot_say_its_age_is_not_shown_old(house: BusyHouse, door: Door) -> None:
    house.body = b"<feed/>" * 100
    knock(door)
    add_to("topic:42")
    with busy(house, door):
        assert knock(door).status == 503


def test_no_page_is_shown_that_is_older_than_a_day(
    house: BusyHouse, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    knock(door)
    monkeypatch.setattr("areopagus.pagecache.pages.OLDEST_NANOSECONDS", 0)
    add_to("topic:42")
    with busy(house, door):
        assert knock(door).status == 503


# Budgets


def test_who_has_had_enough_is_told_when_to_come_back(house: BusyHouse) -> None:
    door, _ = door_of(house, many=crowd(members=frozenset({MEMBER}), wait=7))
    answer = knock(door)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
    assert knock(door, method="POST").status == 429
    assert knock(door, http_cookie=f"session={MEMBER}").status == 200
    assert knock(door, "/static/app.css").status == 200


def test_what_is_kept_costs_nothing(house: BusyHouse) -> None:
    many = crowd()
    door, _ = door_of(house, many=many)
    knock(door)
    door._crowd = crowd(wait=7)
    assert knock(door).status == 200


# Precedence


def test_guests_let_members_pass() -> None:
    precedence = Precedence()
    passed = threading.Event()

    def guest() -> None:
        precedence.let_pass(30)
        passed.set()

    with precedence, precedence:
        threading.Thread(target=guest).start()
        assert not passed.is_set()
        precedence.let_pass(0)
    assert passed.wait(30)
