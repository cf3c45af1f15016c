"""Everything that is kept, read through the door and the house as visitors read it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from areopagus.accounts.models import User
from areopagus.boards.models import Forum, Ghost, Topic
from areopagus.config.frame import is_usual
from areopagus.core import blocks
from areopagus.core.remembered import Remembered
from areopagus.core.stamps import stamps
from areopagus.core.store import Store
from areopagus.pagecache.door import Application, Door, Environ
from areopagus.pagecache.pages import Header
from areopagus.pagecache.shared import Shared
from tests.pagecache.front import Got, door_of, knock

# New in every answer: the token of a form, and the key by which it is known when it is sent twice.
TOKEN = re.compile(rb'name="(?:csrfmiddlewaretoken|submission)" value="[\w-]+"')
SECRET = "abcdefghijklmnopqrstuvwxyzABCDEF"
Trail = tuple[str, ...]  # Addresses; each is there only if the one before it is.
Told = tuple[int, str | None, bytes]  # Status, Location, body.
Answers = dict[tuple[str, str], Told]


@contextmanager
def one_connection() -> Iterator[None]:
    """As Django's own test client has it: the connection stays from one request to the next."""
    signals = (request_started, request_finished)
    connected = [signal.disconnect(close_old_connections) for signal in signals]
    try:
        yield
    finally:
        for signal, was in zip(signals, connected, strict=True):
            if was:
                signal.connect(close_old_connections)


class CountedShared(Shared):
    """Knows how many it has answered itself."""

    def __init__(self, house: Application) -> None:
        super().__init__(house, Store(40_000_000), is_usual)
        self.answered = 0

    def _answer(self, environ: Environ) -> tuple[list[Header], bytes] | None:
        answer = super()._answer(environ)
        self.answered += answer is not None
        return answer


class Reading:
    """Guests and members who read. `keep` reads into memory, `differences` says what was not true."""

    def __init__(self) -> None:
        self.house = WSGIHandler()
        self.shared = CountedShared(self.house)
        self.door: Door = door_of(self.shared)[0]

    def forget(self) -> None:
        self.door._store.clear()
        self.shared._store.clear()
        blocks.forget_everything()
        Remembered.forget_everything()

    def all(self, members: Sequence[User]) -> Answers:
        found = self._guests()
        for member in members:
            found |= self._members(member, self.door)
        return found

    def fresh(self, members: Sequence[User]) -> Answers:
        """Nobody is shown what was made for another, nor what was put together; afterwards everything is kept."""
        self.forget()
        found = self._guests()
        for member in members:
            blocks.forget_everything()
            Remembered.forget_everything()
            found |= self._members(member, self.house)
        for member in members:
            self._members(member, self.door)
        return found

    def _guests(self) -> Answers:
        return {
            ("guest", address): told for address, told in self._follow(guests_trails(), self.door)
        }

    def _members(self, member: User, asked: Application) -> Answers:
        cookie = known_cookie_of(member)
        followed = self._follow(
            members_trails(), asked, http_cookie=cookie, http_accept_encoding="gzip"
        )
        return {(member.name, address): told for address, told in followed}

    def _follow(
        self, trails: Iterable[Trail], asked: Application, **headers: str
    ) -> Iterator[tuple[str, Told]]:
        """Each trail until something is not there: what would come after it is not there either."""
        for trail in trails:
            for address in trail:
                told = _told(knock(asked, address, **headers))
                yield address, told
                if told[0] != HTTPStatus.OK:
                    break

    def keep(self, members: Sequence[User]) -> None:
        self.forget()
        self.all(members)

    def shown_though_old(self) -> list[str]:
        """Pages that are changed, and would be shown all the same while the board is very busy."""
        pages = {**self.door._store._once, **self.door._store._again}
        return [
            str(key)
            for key, page in pages.items()
            if not stamps().unchanged_since(page.made, page.places) and page.may_be_shown_old()
        ]

    def differences(self, members: Sequence[User]) -> dict[tuple[str, str], str]:
        """What is answered now, and would be answered otherwise if nothing had been kept."""
        kept = self.all(members)
        fresh = self.fresh(members)
        return {
            key: f"{_first_difference(kept[key], fresh[key])}"
            for key in fresh
            if key in kept and kept[key] != fresh[key]
        }


def guests_trails() -> Iterator[Trail]:
    for address in ("/", "/active/", "/unanswered/", "/members/", "/rules/", "/help/markup/"):
        yield (address,)
    for address in ("/robots.txt", "/sitemap.xml", "/sitemap-forums.xml", "/sitemap-topics-1.xml"):
        yield (address,)
    for address in ("/feeds/board.atom", "/feeds/board.rss", "/extern.php", "/favicon.ico"):
        yield (address,)
    for forum in Forum.objects.order_by("pk"):
        yield _pages(forum.url, 3)
        yield (f"/forums/{forum.pk}/",)
        yield (f"/feeds/forums/{forum.pk}.atom",)
    for topic in Topic.objects.order_by("pk"):
        yield _pages(topic.url, 3)
        yield (f"/topics/{topic.pk}/",)
        yield (f"/feeds/topics/{topic.pk}.atom",)
        for post_id in topic.posts.values_list("pk", flat=True):
            yield (f"/posts/{post_id}/",)
    for user in User.objects.order_by("pk"):
        for address in (user.url, f"{user.url}topics/", f"{user.url}posts/"):
            yield (address,)
        yield (f"/feeds/members/{user.pk}.atom",)
    for ghost in Ghost.objects.order_by("pk"):
        yield (ghost.url,)


def members_trails() -> Iterator[Trail]:
    """What is kept and shared for them: the structure of the board, options, blocks of posts."""
    yield ("/",)
    yield ("/rules/",)
    for forum in Forum.objects.order_by("pk"):
        yield (forum.url,)
    for topic in Topic.objects.order_by("pk"):
        yield _pages(topic.url, 2)


def _pages(address: str, last: int) -> Trail:
    return (address, *(f"{address}page/{page}/" for page in range(2, last + 1)))


def cookie_of(user: User) -> str:
    """Of a session that begins now."""
    client = Client()
    client.force_login(user)
    return f"session={client.cookies['session'].value}"


def known_cookie_of(user: User, secret: str = SECRET) -> str:
    """In a browser that has been here before."""
    return f"{cookie_of(user)}; csrf={secret}"


def _told(got: Got) -> Told:
    return got.status, got.headers.get("Location"), TOKEN.sub(b"", plain(got))


def plain(got: Got) -> bytes:
    is_compressed = got.headers.get("Content-Encoding") == "gzip"
    return gzip.decompress(got.body) if is_compressed else got.body


def _first_difference(kept: Told, fresh: Told) -> str:
    if kept[:2] != fresh[:2]:
        return f"{kept[:2]} instead of {fresh[:2]}"
    lines = zip(kept[2].splitlines(), fresh[2].splitlines(), strict=False)
    one, other = next(((a, b) for a, b in lines if a != b), (b"(shorter or longer)", b""))
    return f"{one.decode()[:300]} instead of {other.decode()[:300]}"
