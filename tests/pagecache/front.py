"""A door before a house of one's own, and a visitor who knocks."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from areopagus.core import shown
from areopagus.core.stamps import places_of, stamps
from areopagus.core.store import Store
from areopagus.pagecache.acquaintances import Acquaintances
from areopagus.pagecache.door import Application, Crowd, Door, Environ
from areopagus.pagecache.places import Places, Precedence
from areopagus.pagecache.refusals import Refusals

WORDS = b"<p>Who lands first?</p>" * 100
HTML = "text/html; charset=utf-8"


@dataclass
class House:
    """Answers every request with `body`, and remembers what it was asked."""

    body: bytes = WORDS
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(default_factory=lambda: [("Content-Type", HTML)])
    # Called while the page is made; says what it shows.
    shows: Callable[[], None] = lambda: shown.note(["topic:42"])
    asked: list[Environ] = field(default_factory=list)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(environ)
        self.shows()
        start_response(self.status, self.headers)
        return [self.body]


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes


def crowd(
    *,
    guests: int = 1,
    waiting: int = 4,
    others: int = 2,
    members: frozenset[str] = frozenset(),
    wait: int = 0,
) -> Crowd:
    """Places for so many; the sessions of members; how long the budgets say that everybody is to wait."""
    return Crowd(
        guests=Places(guests, waiting=waiting, seconds=30),
        others=Places(others, waiting=waiting, seconds=30),
        precedence=Precedence(),
        entrance=("/sign-in/",),
        members=Acquaintances(members.__contains__, Places(1, waiting=1, seconds=30)),
        wait=lambda _, is_member: 0 if is_member else wait,
        refusals=Refusals(lambda status: f"<h1>{status}</h1>", "default-src 'none'", stamps()),
    )


def door_of(
    house: Application, most_bytes: int = 10_000_000, many: Crowd | None = None
) -> tuple[Door, list[Environ]]:
    """The door, and a list of the guests it has noted."""
    guests: list[Environ] = []
    return Door(house, Store(most_bytes), guests.append, many or crowd()), guests


def change(*keys: str) -> None:
    """What a deed does to its keys, without a database."""
    places = places_of(keys)[1:]
    stamps().settle(places, stamps().announce(places))


def kept_by(door: Door) -> int:
    return len(door._store)


def knock(door: Application, path: str = "/topics/42/", method: str = "GET", **more: str) -> Got:
    """One request. `more` are CGI names in small letters, such as http_cookie="a=b"."""
    environ: Environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "board.example",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "board.example",
        "REMOTE_ADDR": "203.0.113.7",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    } | {name.upper(): value for name, value in more.items()}
    said: list[tuple[str, list[tuple[str, str]]]] = []
    answer = door(environ, lambda *line: said.append(line[:2]))
    body = b"".join(answer)
    if (close := getattr(answer, "close", None)) is not None:
        close()
    status, headers = said[-1]
    return Got(int(status[:3]), dict(headers), body)
