"""What stands in front of the house: a guest's page that was made before goes out from here.

And nobody else may stand in the way of members: who is not known as one gets work done within a budget,
few at a time. When more is asked for than that, guests get the page as it was a while ago, or are asked
to come back (decision 0020). A WSGI wrapper and not a Django middleware, which would cost two and a half
times as much (reference figures in decision 0015).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.http import parse_http_date_safe

from areopagus.core import compression, shown
from areopagus.core.cookies import cookies_in
from areopagus.core.kept import NANOSECONDS
from areopagus.core.stamps import moment
from areopagus.core.store import Store
from areopagus.pagecache.acquaintances import SESSION, Acquaintances, session_of
from areopagus.pagecache.pages import Answer, Header, Page, made_page
from areopagus.pagecache.places import Places, Precedence
from areopagus.pagecache.refusals import Refusals

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
# Ours answer with lists: Granian sends whatever else through a channel between its threads.
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# A browser with one of these cookies is somebody, or is to be told something.
MESSAGES = "messages"
# Headers by which a request asks for something else than the page.
SPECIAL = ("HTTP_AUTHORIZATION", "HTTP_X_FRAGMENT", "HTTP_RANGE")
# What only the door answers, so that the house answers whole.
OURS = {"HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}
# Files: the house has them ready in every form.
FILES = ("/static/", "/media/")
# No page has a longer address, its host included; in memory they would take more than is counted.
LONGEST_ADDRESS = 1_000
KEEPABLE = ("200", "301", "302")
SAFE = {"GET", "HEAD"}
# What is answered at once, however busy the board is.
AT_ONCE = (*FILES, "/health/")
# So many seconds a guest's page waits for members before it is made all the same.
LONGEST_BOW = 0.2


@dataclass(frozen=True, slots=True)
class Crowd:
    """How the door deals with many at once.

    `guests` are the places of guests who read. `others` are those of whoever else is not known as a
    member: they sign in, at addresses that begin with one of `entrance`, write, or bring a cookie that
    may be invented. Members have `precedence`. `wait` says how many seconds a request has to wait by
    the budgets, given whether a member has sent it; 0: none.
    """

    guests: Places
    others: Places
    precedence: Precedence
    entrance: tuple[str, ...]
    members: Acquaintances
    wait: Callable[[Environ, bool], int]
    refusals: Refusals

    def places_for(self, environ: Environ) -> Places:
        cookies = environ.get("HTTP_COOKIE", "")
        is_reading = environ["REQUEST_METHOD"] in SAFE and not session_of(cookies)
        if is_reading and not environ["PATH_INFO"].startswith(self.entrance):
            return self.guests
        return self.others


class Door:
    """`note_guest` is told of each guest who was answered here, as the house would have noted them."""

    def __init__(
        self,
        house: Application,
        store: Store[Page],
        note_guest: Callable[[Environ], None],
        crowd: Crowd,
    ) -> None:
        self._house = house
        self._store = store
        self._note_guest = note_guest
        self._crowd = crowd

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not _is_a_guests_reading(environ):
            return self._let_in(environ, start_response)
        key = key_of(environ)
        page = self._store.find(key)
        if page is None or not page.is_true():
            return self._read(key, page, environ, start_response)
        return self._read_again(key, page, environ, start_response)

    def _read_again(
        self, key: str, page: Page, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        self._note_guest(environ)
        for reading in page.readings:
            reading()
        return self._send(key, page, environ, start_response)

    def _read(
        self, key: str, old: Page | None, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """A page that has to be made, if there is time for it."""
        answer = self._in_turn(partial(self._take_turn, key), environ, start_response)
        if answer is not None:
            return answer
        if old is not None and old.may_be_shown_old():
            return self._send_old(key, old, environ, start_response)
        return self._crowd.refusals.busy(environ, start_response)

    def _take_turn(
        self, key: str, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        # Who asked for it before us may have made it while we waited.
        page = self._store.find(key)
        if page is not None and page.is_true():
            return self._read_again(key, page, environ, start_response)
        self._crowd.precedence.let_pass(LONGEST_BOW)
        return self._make(key, environ, start_response)

    def _let_in(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Whatever is not a guest's reading of a page."""
        if environ["PATH_INFO"].startswith(AT_ONCE):
            return self._house(environ, start_response)
        if self._crowd.members.is_member(environ):
            if seconds := self._crowd.wait(environ, True):
                return self._crowd.refusals.too_soon(seconds, environ, start_response)
            with self._crowd.precedence:
                return self._house(environ, start_response)
        answer = self._in_turn(self._house, environ, start_response)
        return self._crowd.refusals.busy(environ, start_response) if answer is None else answer

    def _in_turn(
        self, work: Application, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes] | None:
        """What `work` answers when its turn has come, or a refusal; None: there is no time for it."""
        places = self._crowd.places_for(environ)
        with places.room() as is_room:
            if not is_room:
                return None
            if seconds := self._crowd.wait(environ, False):
                return self._crowd.refusals.too_soon(seconds, environ, start_response)
            with places.turn() as has_come:
                return work(environ, start_response) if has_come else None

    def _make(self, key: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Lets the house make the page, and keeps it if that may be."""
        asked = {name: value for name, value in environ.items() if name not in OURS}
        asked["REQUEST_METHOD"] = "GET"
        if SESSION in (cookies := environ.get("HTTP_COOKIE", "")):
            asked["HTTP_COOKIE"] = _without_session(cookies)
        made, said = moment(), list[tuple[str, list[Header]]]()
        with shown.collecting() as noted:
            body = _whole(self._house(asked, lambda *line: said.append(line[:2])))
        status, headers = said[-1]
        if not noted.is_for_everybody or not _is_for_everybody(status, headers):
            return _send_once(status, headers, body, environ, start_response)
        coding = compression.coding_for(environ.get("HTTP_ACCEPT_ENCODING", "")) or compression.BEST
        hurry = self._crowd.guests.are_wanted
        page = made_page(status, headers, body, noted, made=made, coding=coding, in_haste=hurry)
        if page.may_be_kept:
            self._store.put(key, page)
        return self._send(key, page, environ, start_response)

    def _send(
        self, key: str, page: Page, environ: Environ, start_response: StartResponse
    ) -> list[bytes]:
        size = page.size
        answer = page.answer(compression.coding_for(environ.get("HTTP_ACCEPT_ENCODING", "")))
        if page.size != size:
            self._store.grew(key, page, page.size - size)
        if _has_it(environ, answer):
            start_response("304 Not Modified", answer.headers_unchanged)
            return []
        start_response(answer.status, answer.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def _send_old(
        self, key: str, page: Page, environ: Environ, start_response: StartResponse
    ) -> list[bytes]:
        """The page as it was, and says so: to people in the page, to programs as RFC 9111 and 9211 have it."""
        self._note_guest(environ)
        size = page.size
        answer = page.old_answer(compression.coding_for(environ.get("HTTP_ACCEPT_ENCODING", "")))
        if page.size != size:
            self._store.grew(key, page, page.size - size)
        at = moment()
        age, late = (at - page.made) // NANOSECONDS, (at - page.until) // NANOSECONDS
        told = [("Age", str(age)), ("Cache-Status", f"Areopagus; hit; ttl={-max(0, late)}")]
        start_response(answer.status, [*answer.headers, *told])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]


def _is_a_guests_reading(environ: Environ) -> bool:
    if environ["REQUEST_METHOD"] not in SAFE or environ.get("QUERY_STRING"):
        return False
    cookies = environ.get("HTTP_COOKIE")
    if cookies is not None and _is_somebody(cookies):
        return False
    address = environ["PATH_INFO"]
    if len(address) + len(environ.get("HTTP_HOST", "")) > LONGEST_ADDRESS:
        return False
    return not address.startswith(AT_ONCE) and environ.keys().isdisjoint(SPECIAL)


def _is_somebody(cookies: str) -> bool:
    """Whether the house would find a session or messages; so they are read as it reads them."""
    if SESSION not in cookies and MESSAGES not in cookies:
        return False
    said = cookies_in(cookies)
    return MESSAGES in said or bool(session_of(cookies))


def _without_session(cookies: str) -> str:
    """One that leads to nobody would only be answered with the order to forget it."""
    chunks = cookies.split(";")
    return ";".join(chunk for chunk in chunks if chunk.partition("=")[0].strip() != SESSION)


def key_of(environ: Environ) -> str:
    """Whole addresses in a page follow the host and protocol the request named, unless the board has one.

    Neither a protocol nor a host has a blank in it, so no two requests are mixed up.
    """
    proto = environ["wsgi.url_scheme"]
    if (forwarded := environ.get("HTTP_X_FORWARDED_PROTO")) is not None:
        # Two words and no more, whatever a visitor sends.
        proto += "+https" if forwarded.partition(",")[0].strip() == "https" else "+http"
    host = "" if settings.SITE_URL else environ.get("HTTP_HOST", "")
    return f"{proto} {host} {environ['PATH_INFO']}"


def _is_for_everybody(status: str, headers: Iterable[Header]) -> bool:
    """Whether nothing in the answer is meant for one visitor only."""
    if not status.startswith(KEEPABLE):
        return False
    for name, value in headers:
        said, wish = name.lower(), value.lower()
        if said == "set-cookie":
            return False
        if said == "cache-control" and ("private" in wish or "no-store" in wish):
            return False
    return True


def _whole(answer: Iterable[bytes]) -> bytes:
    """All of it; and the house is told that its answer was taken (PEP 3333)."""
    try:
        return b"".join(answer)
    finally:
        if (close := getattr(answer, "close", None)) is not None:
            close()


def _has_it(environ: Environ, answer: Answer) -> bool:
    """Whether the visitor has these very bytes, or the newest of a feed (RFC 9110 §13.2.2)."""
    if not answer.status.startswith("200"):
        return False
    theirs = environ.get("HTTP_IF_NONE_MATCH")
    if theirs is not None:
        # Tags may be said to be weak, which makes no difference here.
        return answer.etag in theirs or theirs.strip() == "*"
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return since is not None and _is_unchanged(answer, since)


def _is_unchanged(answer: Answer, since: str) -> bool:
    changed = dict(answer.headers).get("Last-Modified")
    if changed is None:
        return False
    theirs, ours = parse_http_date_safe(since), parse_http_date_safe(changed)
    return theirs is not None and ours is not None and ours <= theirs


def _send_once(
    status: str,
    headers: Iterable[Header],
    body: bytes,
    environ: Environ,
    start_response: StartResponse,
) -> list[bytes]:
    """What is not kept: compressed, since we have told the house not to."""
    said = {name.lower(): value for name, value in headers}
    coding = compression.coding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
    if coding and compression.is_worth_it(body, said.get("content-type", "")):
        body = compression.encoded(body, coding)
        kept = [header for header in headers if header[0].lower() not in {"content-length", "etag"}]
        headers = [*kept, ("Content-Encoding", coding), ("Content-Length", str(len(body)))]
    start_response(status, list(headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
