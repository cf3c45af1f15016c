"""Questions to the domain name system. Every one has a time limit; that there is no answer is an answer, too."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import Any

import dns.exception
import dns.name
import dns.rdatatype
import dns.resolver
import dns.reversename

PATIENCE_SECONDS = 5.0
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NoAnswer(Exception):
    """The name server does not answer, or not with anything of use."""


class Names:
    """`server` is (host, port) of a name server; None: the one this machine asks."""

    def __init__(self, server: tuple[str, int] | None = None) -> None:
        self._resolver = dns.resolver.Resolver(configure=server is None)
        self._resolver.lifetime = PATIENCE_SECONDS
        if server is not None:
            self._resolver.nameservers = [server[0]]
            self._resolver.port = server[1]

    def texts(self, name: str) -> list[str]:
        """TXT records, their parts joined (RFC 7208 §3.3)."""
        return [
            b"".join(record.strings).decode("utf-8", "replace") for record in self._ask(name, "TXT")
        ]

    def addresses(self, name: str) -> list[Address]:
        found = [*self._ask(name, "A"), *self._ask(name, "AAAA")]
        return [ipaddress.ip_address(record.address) for record in found]

    def mail_hosts(self, name: str) -> list[str]:
        """The most wanted first."""
        found = sorted(self._ask(name, "MX"), key=lambda record: record.preference)
        return [record.exchange.to_text(omit_final_dot=True) for record in found]

    def names_of(self, address: Address) -> list[str]:
        asked = dns.reversename.from_address(str(address)).to_text()
        return [record.target.to_text(omit_final_dot=True) for record in self._ask(asked, "PTR")]

    def _ask(self, name: str, kind: str) -> Sequence[Any]:
        """Records of that kind; none when there are none."""
        try:
            return list(self._resolver.resolve(name, kind, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, ValueError, OSError) as error:
            raise NoAnswer(f"{name} ({kind}): {error}") from error
