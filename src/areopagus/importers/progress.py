"""How far a long work is: one line that moves in a terminal, one line a stage elsewhere."""

from __future__ import annotations

import time
from typing import TextIO

SECONDS_BETWEEN = 0.2
MINUTE = 60


class Progress:
    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._is_watched = out.isatty()
        self._stage = ""
        self._done: int | None = None
        self._began = self._shown_at = 0.0

    def say(self, what: str, done: int | None = None, total: int | None = None) -> None:
        """Such as "posts", 1,500 of 20,000. Cheap enough for every batch."""
        moment = time.monotonic()
        if what != self._stage:
            self._end_stage(moment)
            self._stage, self._began, self._shown_at = what, moment, 0.0
        self._done = done
        if self._is_watched and moment - self._shown_at >= SECONDS_BETWEEN:
            self._shown_at = moment
            self._out.write(f"\r\x1b[K{what}{_far(done, total, moment - self._began)}")
            self._out.flush()

    def end(self) -> None:
        self._end_stage(time.monotonic())
        self._stage = ""
        if self._is_watched:
            self._out.write("\r\x1b[K")
        self._out.flush()

    def _end_stage(self, moment: float) -> None:
        if self._stage and not self._is_watched:
            count = "" if self._done is None else f": {self._done:,}"
            self._out.write(f"{self._stage}{count} ({moment - self._began:.1f} s)\n")
            self._out.flush()


def _far(done: int | None, total: int | None, seconds: float) -> str:
    if done is None:
        return " …"
    if not total:
        return f": {done:,}"
    far = f": {done:,} of {total:,}"
    if not done or seconds < 1:
        return far
    rate = done / seconds
    minutes, left = divmod(round((total - done) / rate), MINUTE)
    return f"{far} · {rate:,.0f} a second · {minutes}:{left:02} left"
