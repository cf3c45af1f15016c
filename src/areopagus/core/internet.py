"""Which machines the board may ask when somebody else names them."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network

Address = IPv4Address | IPv6Address
# What carries an address of IPv4 within one of IPv6, and so could carry an inner one: NAT64, 6to4, Teredo.
CARRIERS = tuple(map(IPv6Network, ("64:ff9b::/32", "2002::/16", "2001::/32")))


def is_public(address: Address) -> bool:
    """Whether it is one of the internet and not of this machine, this house, or a trick to get there."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return False
        if any(address in carrier for carrier in CARRIERS):
            return False
    return address.is_global and not address.is_multicast
