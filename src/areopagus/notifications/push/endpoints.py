"""Where messages are sent to: addresses that browsers name, which anybody could have made up.

So nothing is sent but to an https server in the open internet, found out when it is sent and not only when
somebody subscribed, and to that very machine: a name may lead elsewhere a moment later.
"""

from __future__ import annotations

import socket
import ssl
from http.client import HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from areopagus.core.internet import is_public

LONGEST = 1_000
SECONDS = 10.0


class Unreachable(Exception):
    """It could not be sent for now."""


class Unfit(Exception):
    """Nothing may be sent there."""


def insist_on_fit(endpoint: str) -> None:
    """Unfit unless it is an https address that may be asked. Asks no name server."""
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise Unfit from error
    is_odd = parts.username is not None or parts.fragment or not endpoint.isascii()
    if parts.scheme != "https" or not host or is_odd or len(endpoint) > LONGEST:
        raise Unfit
    if any(character.isspace() or character < " " for character in endpoint):
        raise Unfit
    if port not in {None, 443} and not settings.PUSH_TO_LOOPBACK:
        raise Unfit
    if _is_address(host):
        _insist_on_open(host)


def send(endpoint: str, body: bytes, headers: dict[str, str]) -> int:
    """The status that the push service answers. Unfit, or Unreachable."""
    insist_on_fit(endpoint)
    parts = urlsplit(endpoint)
    connection = _Connection(parts.hostname or "", parts.port or 443)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        # It follows nobody who says that it is elsewhere.
        connection.request("POST", path or "/", body, headers)
        return connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise Unreachable(str(error)) from error
    finally:
        connection.close()


class _Connection(HTTPSConnection):
    """To the machine that was looked at, which shows a certificate for the name."""

    def __init__(self, host: str, port: int) -> None:
        self._tls = ssl.create_default_context(cafile=settings.PUSH_AUTHORITIES or None)
        super().__init__(host, port, timeout=SECONDS, context=self._tls)

    def connect(self) -> None:
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = [str(address[0]) for _, _, _, _, address in found]
        for address in addresses:
            _insist_on_open(address)
        plain = socket.create_connection((addresses[0], self.port), SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _insist_on_open(address: str) -> None:
    found = ip_address(address.partition("%")[0])
    if not is_public(found) and not (settings.PUSH_TO_LOOPBACK and found.is_loopback):
        raise Unfit
