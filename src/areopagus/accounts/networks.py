"""Network addresses as people write them down in a ban. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
OCTETS, GROUPS = 4, 8
IPV4 = 4
# Wider ones are a large part of the internet: /7 of IPv4 is every hundredth address there is.
WIDEST = {4: 8, 6: 16}


class NoAddress(ValueError):
    """Says what is allowed instead."""


def read_networks(text: str) -> list[Network]:
    """Of "192.0.2.7 192.0.2.0/24 192.0.2. 2001:db8:". NoAddress for what is none of these."""
    return [read_network(piece) for piece in text.replace(",", " ").split()]


def read_network(piece: str) -> Network:
    """One address, network or, as in FluxBB, the beginning of an address up to a dot or colon."""
    try:
        network = _of_beginning(piece) or ip_network(piece, strict=False)
    except ValueError as error:
        raise NoAddress(
            f"“{piece}” is no network address. Write 192.0.2.7, 192.0.2.0/24, 192.0.2. or 2001:db8::/32."
        ) from error
    if network.prefixlen < WIDEST[network.version]:
        raise NoAddress(
            f"“{piece}” is too much of the internet; at least /{WIDEST[network.version]} of IPv{network.version} must be said."
        )
    return network


def _of_beginning(piece: str) -> Network | None:
    """FluxBB compares whole parts: "192.0.2" is the beginning of 192.0.2.7, not of 192.0.27.1."""
    if "/" in piece or "::" in piece:
        return None
    if ":" in piece:
        groups = piece.strip(":").split(":")
        if len(groups) >= GROUPS:
            return None
        return IPv6Network(f"{':'.join(groups)}::/{16 * len(groups)}")
    octets = piece.strip(".").split(".")
    if len(octets) >= OCTETS:
        return None
    whole = [*octets, *["0"] * (OCTETS - len(octets))]
    return IPv4Network(f"{'.'.join(whole)}/{8 * len(octets)}")


def one_address(text: str) -> str:
    """One address as we store it: "2001:DB8:0::1" is "2001:db8::1". Empty for what is none."""
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""


class Networks:
    """Many networks with something for each, looked up in as many steps as there are lengths of prefixes."""

    def __init__(self, pairs: Iterable[tuple[Network, int]]) -> None:
        self._by_length: dict[tuple[int, int], dict[int, list[int]]] = {}
        for network, value in pairs:
            shift = network.max_prefixlen - network.prefixlen
            known = self._by_length.setdefault((network.version, shift), {})
            known.setdefault(int(network.network_address) >> shift, []).append(value)

    def holding(self, address: str) -> list[int]:
        """What was said for every network that holds this address; nothing for what is no address."""
        parsed = _parsed(address)
        if parsed is None:
            return []
        version, number = parsed
        return [
            value
            for (of_version, shift), known in self._by_length.items()
            if of_version == version
            for value in known.get(number >> shift, ())
        ]


@lru_cache(maxsize=10_000)
def _parsed(address: str) -> tuple[int, int] | None:
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped or parsed
    return parsed.version, int(parsed)
