"""One kept page: its bytes as they are sent, and how it is known that they are still true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from areopagus.core import compression
from areopagus.core.kept import Kept
from areopagus.core.shown import Shown

Header = tuple[str, str]
# What a page weighs besides its bytes, about.
OVERHEAD = 2_000
# Said of every kept page: ask us each time, in a fraction of a millisecond you have your answer.
CACHE_CONTROL = "public, max-age=0, must-revalidate, s-maxage=1"
REPLACED = {"content-length", "cache-control", "vary", "etag"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent: once with all its bytes, once for those who have them."""

    status: str
    headers: list[Header]
    body: bytes
    etag: str
    headers_unchanged: list[Header]


class Page(Kept):
    """`tag` tells its contents from others; `readings` are called each time it is read."""

    __slots__ = ("_answers", "headers", "readings", "size", "status", "tag")

    def __init__(
        self, status: str, headers: Sequence[Header], tag: str, shown: Shown, made: int
    ) -> None:
        super().__init__(made, shown)
        self.status, self.headers, self.tag = status, headers, tag
        self.readings = tuple(shown.readings)
        self.size = OVERHEAD
        self._answers: dict[str, Answer] = {}

    def answer(self, coding: str) -> Answer:
        """In the given coding; one that was not asked for before is made from another."""
        # Plain bytes are kept only of what is not worth compressing.
        found = self._answers.get(coding) or self._answers.get("")
        if found is None:
            known, some = next(iter(self._answers.items()))
            body = compression.decoded(some.body, known)
            found = self.keep(compression.encoded(body, coding), coding)
        return found

    def keep(self, body: bytes, coding: str) -> Answer:
        # Strong: these bytes and no others (RFC 9110 §8.8.3), so each coding has its own.
        etag = f'"{self.tag}{"-" if coding else ""}{coding}"'
        common = [*self.headers, ("ETag", etag)]
        length = ("Content-Length", str(len(body)))
        said = [*common, ("Content-Encoding", coding), length] if coding else [*common, length]
        answer = Answer(self.status, said, body, etag, common)
        # Plain bytes are seldom asked for and are seven times as many; they are made each time.
        if coding or not self._answers:
            self._answers[coding] = answer
            self.size += len(body)
        return answer


def made_page(status: str, headers: Sequence[Header], body: bytes, shown: Shown, made: int) -> Page:
    """A page of what the house has answered, which it began to make at the moment `made`."""
    kept = [(name, value) for name, value in headers if name.lower() not in REPLACED]
    said = {name.lower(): value for name, value in headers}
    kept.append(("Cache-Control", said.get("cache-control", CACHE_CONTROL)))
    kept.append(("Vary", "Accept-Encoding, Cookie"))
    page = Page(status, kept, blake2b(body, digest_size=12).hexdigest(), shown, made)
    coding = compression.BEST if compression.is_worth_it(body, said.get("content-type", "")) else ""
    page.keep(compression.encoded(body, coding), coding)
    return page
