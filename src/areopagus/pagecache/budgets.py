"""How much one network may ask for of what costs something, counted by all processes of a board together.

Each count is a place in a mapped file that holds one moment: when the network will have got all it has
asked for so far at its rate (the generic cell rate algorithm of ITU-T I.371). Nothing is locked and
nothing is forgotten by hand: two processes that write at once lose a request or two, and a moment that
has passed means nothing any more. A network has two places and counts as what the lower one says, so that
strangers who share one place by chance do not pay for each other.
"""

from __future__ import annotations

import mmap
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from pathlib import Path

from areopagus.core.stamps import moment

FILE_NAME = ".budgets"
WORD = 8
# The first words are the key of the hash, so that nobody can choose whom to share a place with.
KEY_WORDS = 4
PLACES = 262_144
SECOND = 1_000_000_000
MINUTE = 60 * SECOND
# What a network may ask for, in budgets of one address: a house may not use up what its street has.
NETWORK_SHARE = 4


@dataclass(frozen=True, slots=True)
class Budget:
    """`amount` in a minute, and as many at once. 0: no limit."""

    name: str
    amount: int


class Budgets:
    def __init__(self, path: Path) -> None:
        size = (KEY_WORDS + PLACES) * WORD
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(handle).st_size != size:
                os.ftruncate(handle, size)
                os.pwrite(handle, secrets.token_bytes(KEY_WORDS * WORD), 0)
            self._mapped = mmap.mmap(handle, size)
        finally:
            os.close(handle)
        self._words = memoryview(self._mapped).cast("Q")
        self._key = bytes(self._mapped[: KEY_WORDS * WORD])

    def ask(self, budget: Budget, address: str) -> int:
        """Takes one of the budget of whoever is at `address`. 0: granted; else the seconds to wait."""
        at = moment()
        accounts = self._accounts(budget, address)
        if wait := max((self._wait(*account, at) for account in accounts), default=0):
            return -(-wait // SECOND)
        for account in accounts:
            self._take(*account, at)
        return 0

    def is_spent(self, budget: Budget, address: str) -> bool:
        at = moment()
        return any(self._wait(*account, at) for account in self._accounts(budget, address))

    def _accounts(self, budget: Budget, address: str) -> list[tuple[tuple[int, int], int]]:
        """Where it is counted, and for how much there."""
        if not budget.amount:
            return []
        return [
            (self._places(budget.name, network), budget.amount * share)
            for network, share in zip(networks_of(address), (1, NETWORK_SHARE), strict=False)
        ]

    def _wait(self, places: tuple[int, int], amount: int, at: int) -> int:
        return max(0, self._due(places, at) + MINUTE // amount - MINUTE - at)

    def _take(self, places: tuple[int, int], amount: int, at: int) -> None:
        due = self._due(places, at) + MINUTE // amount
        for place in places:
            # Lower than what it says only when that is from before the machine was started again.
            if self._words[place] < due or self._words[place] > at + MINUTE:
                self._words[place] = due

    def _due(self, places: tuple[int, int], at: int) -> int:
        one, other = (self._words[place] for place in places)
        due = min(one if one <= at + MINUTE else at, other if other <= at + MINUTE else at)
        return max(at, due)

    def _places(self, name: str, network: str) -> tuple[int, int]:
        digest = blake2b(f"{name} {network}".encode(), digest_size=8, key=self._key).digest()
        one, other = int.from_bytes(digest[:4], "big"), int.from_bytes(digest[4:], "big")
        return KEY_WORDS + one % PLACES, KEY_WORDS + other % PLACES


@lru_cache(maxsize=16_384)
def networks_of(address: str) -> tuple[str, ...]:
    """The smallest network its owner holds, and the one around it; nothing for one that is not public.

    An address of IPv6 says nothing: a line has a /64 at least, and a customer a /48 at most. Of IPv4
    that is one address and its /24. Where everybody comes from the machine itself or from the same
    house, such as behind a web server whose X-Forwarded-For is not trusted, nobody can be told apart.
    """
    try:
        known = ip_address(address)
    except ValueError:
        return ()
    if isinstance(known, IPv6Address):
        known = known.ipv4_mapped or known
    if not known.is_global:
        return ()
    packed = known.packed
    sizes: Iterable[int] = (8, 6) if isinstance(known, IPv6Address) else (4, 3)
    return tuple(_named(packed, sizes))


def _named(packed: bytes, sizes: Iterable[int]) -> Iterator[str]:
    return (f"{packed[:size].hex()}/{size * 8}" for size in sizes)
