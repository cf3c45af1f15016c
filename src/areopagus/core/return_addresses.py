"""Addresses that mails come back to, which say by themselves what came back and prove that we made them.

board+r-2a-1f3-abcdefghijklmnop@example.org: a kind, numbers, and a signature of 80 bits. In small letters
only, because mail servers may fold the case (RFC 5321 §2.4 lets them), and within the 64 characters
that §4.5.3.1.1 gives the part before the @.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "core.return-addresses"
SIGNATURE_BYTES = 10
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Return:
    kind: str
    numbers: tuple[int, ...]


def address_for(kind: str, *numbers: int) -> str:
    """An address of ours; "" when the board has no mailbox that takes it."""
    if not settings.INBOUND_MAIL:
        return ""
    mailbox, _, host = settings.INBOUND_MAIL.partition("@")
    said = "-".join([kind, *map(_digits, numbers)])
    return f"{mailbox}+{said}-{_signature(said)}@{host}"


def read(address: str) -> Return | None:
    """What an address of ours says; None for any that we did not make."""
    mailbox, _, host = settings.INBOUND_MAIL.lower().partition("@")
    local, _, their_host = address.lower().rpartition("@")
    ours, plus, rest = local.partition("+")
    if not mailbox or (ours, plus, their_host) != (mailbox, "+", host):
        return None
    said, _, signature = rest.rpartition("-")
    if not constant_time_compare(signature, _signature(said)):
        return None
    kind, *numbers = said.split("-")
    return Return(kind, tuple(int(number, 36) for number in numbers))


def _signature(said: str) -> str:
    digest = salted_hmac(SALT, said, algorithm="sha256").digest()[:SIGNATURE_BYTES]
    return base64.b32encode(digest).decode("ascii").lower()


def _digits(number: int) -> str:
    """In base 36, as `int(…, 36)` reads it."""
    said = ""
    while True:
        number, digit = divmod(number, 36)
        said = DIGITS[digit] + said
        if not number:
            return said
