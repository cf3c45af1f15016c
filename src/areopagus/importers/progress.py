"""One line that says how far an import is; only where somebody is watching."""

from __future__ import annotations

import time
from typing import TextIO

SECONDS_BETWEEN = 0.2


class Progress:
    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._is_watched = out.isatty()
        self._shown_at = 0.0

    def say(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Such as "posts: 1,500 of 20,000". Cheap enough for every batch."""
        moment = time.monotonic()
        if not self._is_watched or (done and moment - self._shown_at < SECONDS_BETWEEN):
            return
        self._shown_at = moment
        far = "" if done is None else f": {done:,}" + (f" of {total:,}" if total else "")
        self._out.write(f"\r\x1b[K{what}{far}")
        self._out.flush()

    def end(self) -> None:
        if self._is_watched:
            self._out.write("\r\x1b[K")
            self._out.flush()
