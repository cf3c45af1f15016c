"""What is being sent to the board is taken in before a thread of the house is given to it.

The server starts a request when its head is there; its body may come a byte a minute, and a few such
bodies would hold all threads. So a helper reads it, for as long as it comes at a bearable pace; when it
does not, the request is let go, and the helper ends with the connection.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from areopagus.core.stamps import moment
from areopagus.pagecache.places import Places
from areopagus.pagecache.refusals import Refusals

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# Bytes up to which a body stays in memory, and in which it is read.
IN_MEMORY, PIECE = 1_000_000, 8_192
# A body may always take so long, and longer while it comes at this pace: that of a modem.
SECONDS, BYTES_A_SECOND = 10.0, 4_000
# So many helpers at once; they cost memory only, but a stranger must not choose how many there are.
MOST_HELPERS = 100
NANOSECONDS = 1_000_000_000

_helpers = threading.BoundedSemaphore(MOST_HELPERS)


class Intake:
    """`places` are those of threads that wait for bodies; what is longer than `longest` is refused unread.

    `is_slow` says of a request whether its network has let us wait too often, `note_slow` that it has
    done so again.
    """

    def __init__(
        self,
        house: Application,
        longest: int,
        places: Places,
        *,
        is_slow: Callable[[Environ], bool],
        note_slow: Callable[[Environ], None],
        refusals: Refusals,
    ) -> None:
        self._house = house
        self._longest = longest
        self._places = places
        self._is_slow = is_slow
        self._note_slow = note_slow
        self._refusals = refusals

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        length = _length_of(environ)
        # What is too long the house refuses unread.
        if not length or length > self._longest:
            return self._house(environ, start_response)
        with self._places.one() as is_granted:
            if not is_granted or self._is_slow(environ):
                return self._refusals.busy(environ, start_response)
            body = Body(environ["wsgi.input"], length).take_in()
        if body is None:
            self._note_slow(environ)
            return self._refusals.too_slow(environ, start_response)
        with body:
            environ["wsgi.input"] = body
            return self._house(environ, start_response)


class Body:
    """The body of one request, taken in by a thread of its own."""

    def __init__(self, source: IO[bytes], length: int) -> None:
        self._source, self._length = source, length
        self._taken: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the house closes it.
        self._came = 0
        self._is_abandoned = False
        self._ended = threading.Event()

    def take_in(self) -> IO[bytes] | None:
        """The whole body, from its beginning; None when it came too slowly."""
        if not _helpers.acquire(blocking=False):
            self._taken.close()
            return None
        threading.Thread(target=self._read, daemon=True).start()
        began = moment()
        while not self._ended.wait(self._patience(began)):
            if self._patience(began) <= 0:
                self._is_abandoned = True
                if self._ended.is_set():
                    self._taken.close()
                return None
        self._taken.seek(0)
        return self._taken

    def _patience(self, began: int) -> float:
        passed = (moment() - began) / NANOSECONDS
        return max(0.0, SECONDS + self._came / BYTES_A_SECOND - passed)

    def _read(self) -> None:
        try:
            while self._came < self._length:
                piece = self._source.read(min(PIECE, self._length - self._came))
                if not piece:
                    break
                self._taken.write(piece)
                self._came += len(piece)
        finally:
            _helpers.release()
            self._ended.set()
            if self._is_abandoned:
                self._taken.close()


def _length_of(environ: Environ) -> int:
    """Bytes that the head of the request announces; 0 when there is no body."""
    said = environ.get("CONTENT_LENGTH") or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 16 else 0  # noqa: PLR2004
