"""The network address a request came from, past web servers that the board's settings trust."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def of(request: HttpRequest) -> str:
    """The nearest address that is no trusted proxy; "" when the server does not know.

    X-Forwarded-For is read from its end: what stands further left, the client may have invented.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    while _is_trusted(address) and hops:
        hop = hops.pop().strip()
        if not _is_address(hop):
            break
        address = hop
    return address


def _is_trusted(address: str) -> bool:
    networks = settings.TRUSTED_PROXIES
    return (
        bool(networks)
        and _is_address(address)
        and any(ip_address(address) in ip_network(network) for network in networks)
    )


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
