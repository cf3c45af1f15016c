"""What is sent to the board, and comes slowly or never."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from areopagus.core.stamps import stamps
from areopagus.pagecache import bodies
from areopagus.pagecache.bodies import Intake
from areopagus.pagecache.door import Environ
from areopagus.pagecache.places import Places
from areopagus.pagecache.refusals import Refusals
from tests.pagecache.front import Got


class Silent(io.RawIOBase):
    """A body that begins and does not go on before the connection ends."""

    def __init__(self) -> None:
        self.ended = threading.Event()

    def read(self, _size: int = -1) -> bytes:
        assert self.ended.wait(30)
        return b""


def echo(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.input"].read()]


class Counted:
    slow = 0

    def note(self, _environ: Environ) -> None:
        self.slow += 1


def intake(
    counted: Counted, *, places: int = 1, most_slow: int = 10, longest: int = 1000
) -> Intake:
    return Intake(
        echo,
        longest,
        Places(places, waiting=0, seconds=0),
        is_slow=lambda _: counted.slow >= most_slow,
        note_slow=counted.note,
        refusals=Refusals(str, "", stamps()),
    )


def send(to: Intake, body: Any, length: int | str) -> Got:
    environ = {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(length), "wsgi.input": body}
    said: list[tuple[str, list[tuple[str, str]]]] = []
    answer = b"".join(to(environ, lambda *line: said.append(line[:2])))
    return Got(int(said[-1][0][:3]), dict(said[-1][1]), answer)


@pytest.fixture
def counted() -> Counted:
    return Counted()


def test_a_body_is_handed_on_whole(counted: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "IN_MEMORY", 10)
    monkeypatch.setattr(bodies, "PIECE", 7)
    words = bytes(range(256)) * 3
    assert send(intake(counted), io.BytesIO(words + b"next"), len(words)).body == words


@pytest.mark.parametrize("length", ["", "0", "many", "-5", "1001"])
def test_what_has_no_body_or_too_long_a_one_is_the_houses_affair(
    counted: Counted, length: str
) -> None:
    assert send(intake(counted, places=0), io.BytesIO(b"words"), length).body == b"words"


def test_a_connection_that_ends_early_gives_what_came(counted: Counted) -> None:
    assert send(intake(counted), io.BytesIO(b"wor"), 5).body == b"wor"


def test_a_slow_body_is_not_waited_for(counted: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SECONDS", 0.01)
    slow = Silent()
    answer = send(intake(counted), slow, 5)
    assert (answer.status, answer.headers["Connection"]) == (408, "close")
    assert counted.slow == 1
    # And its place is free again.
    assert send(intake(counted), io.BytesIO(b"words"), 5).status == 200
    slow.ended.set()


def test_who_has_let_us_wait_too_often_is_refused_at_once(counted: Counted) -> None:
    counted.slow = 10
    assert send(intake(counted), Silent(), 5).status == 503


def test_only_so_many_are_waited_for_at_once(counted: Counted) -> None:
    first, to = Silent(), intake(counted)
    thread = threading.Thread(target=lambda: send(to, first, 5))
    with to._places.room():
        # As long as somebody stands in the only place.
        assert send(to, io.BytesIO(b"words"), 5).status == 503
    thread.start()
    first.ended.set()
    thread.join(30)
    assert send(to, io.BytesIO(b"words"), 5).status == 200
