"""What those are told who ask for more than the board can give. Costs as little as a kept page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from areopagus.core import compression, shown
from areopagus.core.stamps import Stamps, moment, places_of

# So many seconds after the board was too busy somebody may try again.
BUSY_SECONDS = 10
BUSY, TOO_SOON, TOO_SLOW = "503 Service Unavailable", "429 Too Many Requests", "408 Request Timeout"
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("Vary", "Accept-Encoding"),
    ("X-Content-Type-Options", "nosniff"),
]

Environ = dict[str, Any]
StartResponse = Callable[..., Any]


class Refusals:
    """`written` makes the page for a status; it is made again when what it shows was changed."""

    def __init__(self, written: Callable[[int], str], policy: str, stamps: Stamps) -> None:
        self._written = written
        self._headers = [*HEADERS, ("Content-Security-Policy", policy)]
        self._stamps = stamps
        # For a status and a coding: when it was made, what it shows, its bytes.
        self._kept: dict[tuple[str, str], tuple[int, tuple[int, ...], bytes]] = {}

    def busy(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        return self._send(BUSY, BUSY_SECONDS, environ, start_response)

    def too_soon(
        self, seconds: int, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        return self._send(TOO_SOON, seconds, environ, start_response)

    def too_slow(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The rest of what is being sent is not waited for."""
        return self._send(TOO_SLOW, BUSY_SECONDS, environ, start_response, ("Connection", "close"))

    def _send(
        self,
        status: str,
        seconds: int,
        environ: Environ,
        start_response: StartResponse,
        *more: tuple[str, str],
    ) -> Iterable[bytes]:
        coding = compression.coding_for(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = self._body(status, coding)
        headers = [*self._headers, ("Retry-After", str(seconds)), *more]
        if coding:
            headers.append(("Content-Encoding", coding))
        start_response(status, [*headers, ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _body(self, status: str, coding: str) -> bytes:
        kept = self._kept.get((status, coding))
        if kept is not None and self._stamps.unchanged_since(kept[0], kept[1]):
            return kept[2]
        made = moment()
        with shown.collecting() as noted:
            page = self._written(int(status[:3]))
        body = compression.encoded(page.encode(), coding)
        self._kept[status, coding] = made, places_of(noted.common), body
        return body
