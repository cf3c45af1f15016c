"""Registrations in bursts: many accounts from one network within an hour."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from ipaddress import ip_address, ip_network
from itertools import accumulate

WITHIN = timedelta(minutes=30)
IPV4_BITS, IPV6_BITS = 24, 48


@lru_cache(maxsize=65_536)
def network_of(address: str) -> str | None:
    """The neighbourhood of an address: /24, or /48 of IPv6. None when it is none."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    bits = IPV4_BITS if parsed.version == 4 else IPV6_BITS  # noqa: PLR2004
    return str(ip_network((parsed, bits), strict=False))


@dataclass(frozen=True, slots=True)
class Burst:
    """The accounts that registered nearby within half an hour of one, itself too; and how many are people."""

    accounts: int
    people: int


def bursts(
    registrations: Iterable[tuple[int, str, datetime]], people: Collection[int]
) -> dict[int, Burst]:
    """The burst of each account whose address is known."""
    by_network: defaultdict[str, list[tuple[datetime, int]]] = defaultdict(list)
    for account, address, at in registrations:
        if (network := network_of(address)) is not None:
            by_network[network].append((at, account))
    found = {}
    for some in by_network.values():
        some.sort()
        times = [at for at, _ in some]
        so_far = [0, *accumulate(account in people for _, account in some)]
        for at, account in some:
            first, end = bisect_left(times, at - WITHIN), bisect_right(times, at + WITHIN)
            found[account] = Burst(end - first, so_far[end] - so_far[first])
    return found
