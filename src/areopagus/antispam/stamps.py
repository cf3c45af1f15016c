"""When a form was opened and what it asks, signed, so that the form itself can say so."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from areopagus.core.clock import now

SALT = "antispam.stamp"
# Who leaves the form open over night has to press the button once more.
LONGEST_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Stamp:
    opened_at: int
    question: str

    @property
    def seconds(self) -> int:
        """How long the form has been open."""
        return int(now().timestamp()) - self.opened_at

    def written(self) -> str:
        return signing.dumps([self.opened_at, self.question], salt=SALT)


def fresh(question: str) -> Stamp:
    return Stamp(int(now().timestamp()), question)


def read(text: str) -> Stamp | None:
    """None for what is missing, forged or too old."""
    try:
        opened_at, question = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    stamp = Stamp(opened_at, question)
    return stamp if stamp.seconds <= LONGEST_SECONDS else None
