"""Proof of work in the manner of ALTCHA: the browser counts until a number fits, which costs a person a second
and whoever registers a thousand accounts a thousand of them. Made and checked here; nobody else is asked.

The challenge is made from the form's own stamp, so nothing is stored. Who has no script is not shut out.
"""

from __future__ import annotations

from hashlib import sha256
from hmac import compare_digest

from django.utils.crypto import salted_hmac

SALT = "antispam.proof"
# About a second on an ordinary telephone: half of it is tried on average.
MOST = 60_000


def challenge(stamp: str) -> str:
    """What the browser looks for: the digest of the stamp with a number that it is not told."""
    return _digest(stamp, _number(stamp))


def is_proved(stamp: str, number: str) -> bool:
    return (
        number.isascii()
        and number.isdigit()
        and len(number) <= len(str(MOST))
        and compare_digest(_digest(stamp, int(number)), challenge(stamp))
    )


def _number(stamp: str) -> int:
    """The same whenever it is asked for, and known to nobody else."""
    return int(salted_hmac(SALT, stamp, algorithm="sha256").hexdigest(), 16) % MOST


def _digest(stamp: str, number: int) -> str:
    return sha256(f"{stamp}{number}".encode()).hexdigest()
