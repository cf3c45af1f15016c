"""Short digests of what a row says, by which a later dump shows what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

# Nobody gains by a collision: only whose text it is could look for one, and would lose an edit by it.
BYTES = 8


def print_of(values: Sequence[Any]) -> bytes:
    """The same for the same values, whichever database they come from."""
    said = repr([_plain(value) for value in values])
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=BYTES).digest()


def number_print(number: int) -> bytes:
    """A number itself, so that it can be read back."""
    return number.to_bytes(BYTES, "big", signed=True)


def number_in(kept: bytes) -> int:
    return int.from_bytes(kept, "big", signed=True)


def split(kept: bytes) -> list[bytes]:
    return [kept[at : at + BYTES] for at in range(0, len(kept), BYTES)]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    return sorted(value.items()) if isinstance(value, dict) else value
