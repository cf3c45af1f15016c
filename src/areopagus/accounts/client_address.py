"""The network address a request came from, past web servers that the board's settings trust."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def of(request: HttpRequest) -> str:
    """The nearest address that is no trusted proxy; "" when the server does not know."""
    return within(request.META)


def within(environ: Mapping[str, Any]) -> str:
    """The same from what a WSGI server says of a request.

    X-Forwarded-For is read from its end: what stands further left, the client may have invented.
    """
    address = str(environ.get("REMOTE_ADDR", ""))
    trusted: tuple[str, ...] = settings.TRUSTED_PROXIES
    if not trusted:
        return address
    hops = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while hops and _is_trusted(address, trusted):
        hop = hops.pop().strip()
        if not _is_address(hop):
            break
        address = hop
    return address


@lru_cache(maxsize=16_384)
def line_of(address: str) -> str:
    """What all addresses of one household or phone have in common: in IPv6 the first 64 bits.

    Devices choose the rest of it themselves, and choose anew every day (RFC 8981).
    """
    if ":" not in address or not _is_address(address):
        return address
    known = IPv6Address(address)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return f"{IPv6Address(int(known) >> 64 << 64)}/64"


@lru_cache(maxsize=16_384)
def _is_trusted(address: str, trusted: tuple[str, ...]) -> bool:
    return _is_address(address) and any(
        ip_address(address) in network for network in _networks(trusted)
    )


@cache
def _networks(named: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(network) for network in named)


@lru_cache(maxsize=16_384)
def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
