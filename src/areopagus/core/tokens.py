"""The token of a form, as Django makes it from the secret in its cookie, in a tenth of the time."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from operator import add

from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH

CHARACTERS = CSRF_ALLOWED_CHARS.encode()
COUNT = len(CHARACTERS)
# What a browser without a token gets, and one whose token is from an older Django, Django decides.
SECRET = re.compile(f"[{CSRF_ALLOWED_CHARS}]{{{CSRF_SECRET_LENGTH}}}")
# By the sum of two places in the alphabet.
_WRITTEN = bytes(CHARACTERS[place % COUNT] for place in range(256))
# What is left of 256 is thrown again: each character must be as likely as any other.
_UNFAIR = bytes(range(256 - 256 % COUNT, 256))
_PLACE_OF = bytes(byte % COUNT for byte in range(256))


def masked(secret: str) -> str:
    """Another one each time, so that nothing can be guessed of it from the length of a page (BREACH)."""
    mask = b""
    while len(mask) < CSRF_SECRET_LENGTH:
        mask += os.urandom(48).translate(_PLACE_OF, _UNFAIR)
    mask = mask[:CSRF_SECRET_LENGTH]
    cipher = bytes(map(add, _places(secret), mask))
    return (mask + cipher).translate(_WRITTEN).decode()


@lru_cache(maxsize=4_096)
def _places(secret: str) -> bytes:
    return bytes(CHARACTERS.index(character) for character in secret.encode())
