"""The network address a request came from, past web servers that the board's settings trust."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
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
    if not settings.TRUSTED_PROXIES:
        return address
    hops = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while _is_trusted(address) and hops:
        hop = hops.pop().strip()
        if not _is_address(hop):
            break
        address = hop
    return address


def _is_trusted(address: str) -> bool:
    return _is_address(address) and any(
        ip_address(address) in network for network in _networks(settings.TRUSTED_PROXIES)
    )


@cache
def _networks(named: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(network) for network in named)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
