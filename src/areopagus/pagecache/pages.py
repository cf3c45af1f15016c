"""One kept page: its bytes as they are sent.

One that is no longer true may still be shown while the board is overloaded, with its time in it, when
all that has changed since has only added something: it never shows what was altered or taken away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from django.conf import settings

from areopagus.core import compression, stamps
from areopagus.core.clock import now
from areopagus.core.kept import NANOSECONDS, Kept
from areopagus.core.shown import Shown

Header = tuple[str, str]
# What a page weighs besides its bytes, and each place where its stamps stand; as measured.
OVERHEAD, PLACE_BYTES = 3_500, 40
# Said of every kept page: ask us each time, in a fraction of a millisecond you have your answer.
CACHE_CONTROL = "public, max-age=0, must-revalidate, s-maxage={}"
# No page is shown that is older than this.
OLDEST_NANOSECONDS = 24 * 60 * 60 * NANOSECONDS
# Where the line stands that says how old it is: first thing in what the page is about.
BEGINNING = re.compile(rb"<main\b[^>]*>")
OLD = (
    '<p class="notice">The board is very busy. This is how the page was at '
    '<time datetime="{0:%Y-%m-%dT%H:%MZ}">{0:%Y-%m-%d %H:%M}</time> (UTC); what is newer may be missing.</p>'
)
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
    """`tag` tells its contents from others; `readings` are called each time it is read.

    `may_age` says whether it may be shown when it is old.
    """

    __slots__ = (
        "_answers",
        "_quick",
        "_was_sent",
        "headers",
        "made_at",
        "may_age",
        "readings",
        "size",
        "status",
        "tag",
    )

    def __init__(
        self, status: str, headers: Sequence[Header], body: bytes, shown: Shown, made: int
    ) -> None:
        super().__init__(made, shown)
        self.status, self.headers, self.made_at = status, headers, now()
        self.tag = blake2b(body, digest_size=12).hexdigest()
        # Only of what has keys it is known what was done to it, and only a page can tell its age.
        self.may_age = status.startswith("200") and bool(shown.keys) and _has_beginning(body)
        self.readings = tuple(shown.readings)
        self.size = OVERHEAD + PLACE_BYTES * len(self.places)
        self._answers: dict[str, Answer] = {}
        # What was compressed in haste, until it is asked for again.
        self._quick: Answer | None = None
        self._was_sent = False

    def begin(self, body: bytes, coding: str, *, in_haste: bool) -> None:
        """Keeps what is sent first."""
        encoded = compression.encoded(body, coding, in_haste=in_haste)
        answer = self.keep(encoded, coding, "-quick" if in_haste else "")
        self._quick = answer if in_haste else None

    def answer(self, coding: str) -> Answer:
        """In the given coding; one that was not asked for before is made from another."""
        # Plain bytes are kept only of what is not worth compressing.
        found = self._answers.get(coding) or self._answers.get("")
        if found is None:
            known, some = next(iter(self._answers.items()))
            body = compression.decoded(some.body, known)
            found = self.keep(compression.encoded(body, coding), coding)
        elif found is self._quick:
            if self._was_sent:
                self._quick = None
                body = compression.decoded(found.body, coding)
                self.size -= len(found.body)
                found = self.keep(compression.encoded(body, coding), coding)
            self._was_sent = True
        return found

    def may_be_shown_old(self) -> bool:
        """Whether it shows nothing that was altered or taken away since."""
        return (
            self.may_age
            and stamps.moment() - self.made < OLDEST_NANOSECONDS
            and stamps.stamps().only_added_since(self.made, self.places)
        )

    def old_answer(self, coding: str) -> Answer:
        """The page with its time in it."""
        found = self._answers.get(f"old {coding}")
        if found is None:
            known, some = next(iter(self._answers.items()))
            line = OLD.format(self.made_at).encode()
            body = compression.decoded(some.body, known)
            body = BEGINNING.sub(lambda found: found[0] + line, body, count=1)
            body = compression.encoded(body, coding, in_haste=True)
            headers = [header for header in self.headers if header[0].lower() != "cache-control"]
            headers += [("Cache-Control", "no-store"), ("Content-Length", str(len(body)))]
            if coding:
                headers.append(("Content-Encoding", coding))
            found = Answer(self.status, headers, body, "", [])
            self._answers[f"old {coding}"] = found
            self.size += len(body)
        return found

    def keep(self, body: bytes, coding: str, form: str = "") -> Answer:
        # Strong: these bytes and no others (RFC 9110 §8.8.3), so each coding and form of it has its own.
        etag = f'"{self.tag}{"-" if coding else ""}{coding}{form}"'
        common = [*self.headers, ("ETag", etag)]
        length = ("Content-Length", str(len(body)))
        said = [*common, ("Content-Encoding", coding), length] if coding else [*common, length]
        answer = Answer(self.status, said, body, etag, common)
        # Plain bytes are seldom asked for and are seven times as many; they are made each time.
        if coding or not self._answers:
            self._answers[coding] = answer
            self.size += len(body)
        return answer


def made_page(
    status: str,
    headers: Sequence[Header],
    body: bytes,
    shown: Shown,
    *,
    made: int,
    coding: str,
    in_haste: bool = False,
) -> Page:
    """A page of what the house has answered, which it began to make at the moment `made`.

    It is first kept in the `coding` of who asked for it: many pages are asked for once. `in_haste`: others
    wait; it is compressed quickly, and well when somebody asks for it again.
    """
    kept = [(name, value) for name, value in headers if name.lower() not in REPLACED]
    said = {name.lower(): value for name, value in headers}
    kept.append(("Vary", "Accept-Encoding, Cookie"))
    page = Page(status, kept, body, shown, made)
    kept += _for_networks(shown) if settings.PURGE_URL else []
    seconds = page.seconds if settings.PURGE_URL and page.may_be_kept else 1
    kept.append(("Cache-Control", said.get("cache-control", CACHE_CONTROL.format(seconds))))
    if not compression.is_worth_it(body, said.get("content-type", "")):
        coding = ""
    page.begin(body, coding, in_haste=in_haste and bool(coding))
    return page


def _for_networks(shown: Shown) -> list[Header]:
    """The keys by which a content delivery network is told to forget the page, as Fastly and Cloudflare say it."""
    keys = [stamps.ALL, *sorted(shown.keys | shown.common)]
    return [("Surrogate-Key", " ".join(keys)), ("Cache-Tag", ",".join(keys))]


def _has_beginning(body: bytes) -> bool:
    return BEGINNING.search(body) is not None
