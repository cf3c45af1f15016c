"""The answer to "may they?": yes, or no with a reason a person can read."""

from __future__ import annotations

from dataclasses import dataclass


class Refused(Exception):
    """The actor may see the thing but may not do this to it. Becomes a 403 page."""


class TooSoon(Refused):
    """Allowed, but not yet: a flood interval or a rate limit. Becomes a 429 page."""

    def __init__(self, reason: str, seconds: int) -> None:
        super().__init__(reason)
        self.seconds = seconds


class NotFound(Exception):
    """Absent, or hidden from this actor. The two must look the same from outside."""


class Gone(Exception):
    """It was here and was removed; the reason may be told. Becomes a 410 page."""


@dataclass(frozen=True, slots=True)
class Verdict:
    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason

    def insist(self) -> None:
        if self.reason:
            raise Refused(self.reason)


ALLOWED = Verdict()


def denied(reason: str) -> Verdict:
    return Verdict(reason)
