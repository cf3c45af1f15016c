"""What robots are told, in robots.txt (RFC 9309) and in the head of each page.

The uses of what is written here are said in two vocabularies that are both read at present: the IETF's
(draft-ietf-aipref-vocab-06 and draft-ietf-aipref-attach, April 2026: `Content-Usage`, a rule of
robots.txt and a header) and Cloudflare's Content Signals (draft-romm-aipref-contentsignals-00,
contentsignals.org: `Content-Signal` in robots.txt). Both are drafts, and wishes: they keep nobody out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase

from areopagus.boards import options
from areopagus.core.options import makes_sense

# Each use: its option, its name with the IETF, its name among the signals.
USES = (
    (options.USE_FOR_SEARCH, "search", "search"),
    (options.USE_AS_INPUT, "ai-use", "ai-input"),
    (options.USE_FOR_TRAINING, "train-ai", "ai-train"),
)
# RFC 9309 §2.2.1 knows letters, "_" and "-"; some names have digits.
NAME = re.compile(r"[A-Za-z0-9_-]+")
PATH = re.compile(r"/[^\s#]*")


@dataclass(frozen=True, slots=True)
class Wishes:
    """Everything robots.txt says that an administrator may change."""

    disallowed: tuple[str, ...]
    crawl_delay: int
    usage: str
    signal: str
    refused: tuple[str, ...]


def wishes() -> Wishes:
    refuses = options.REFUSES_AI_CRAWLERS.get()
    return Wishes(
        disallowed=tuple(options.DISALLOWED.get().split()),
        crawl_delay=options.CRAWL_DELAY.get(),
        usage=usage(),
        signal=", ".join(f"{signal}={said}" for _, signal, said in _said()),
        refused=tuple(options.AI_CRAWLERS.get().split()) if refuses else (),
    )


def usage() -> str:
    """A dictionary of RFC 9651, such as "search=y, train-ai=n"; "" when nothing is said."""
    return ", ".join(f"{name}={said[0]}" for name, _, said in _said())


def _said() -> Iterator[tuple[str, str, str]]:
    for option, name, signal in USES:
        if (said := option.get()) != "unsaid":
            yield name, signal, said


@makes_sense
def insist_on_sense() -> None:
    """ValueError says in a sentence what no robot would understand."""
    for path in options.DISALLOWED.get().split():
        if not PATH.fullmatch(path):
            raise ValueError(f"“{path}” is no address on this board: it must begin with a slash.")
    for name in options.AI_CRAWLERS.get().split():
        if not NAME.fullmatch(name):
            raise ValueError(f"“{name}” is no robot's name: letters, digits, _ and - are allowed.")


class ContentUsageMiddleware:
    """Says with each page what may be done with it, when anything is said at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if said := usage():
            answer.headers["Content-Usage"] = said
        return answer
