"""Which machines the board may ask when somebody else names them, and asking them without waiting for ever.

A name is looked up once, judged, and then asked by number, so that no second answer of a name server leads
elsewhere. Only in a job: it waits for others.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from http.client import HTTPConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import getaddrinfo

Address = IPv4Address | IPv6Address
# What carries an address of IPv4 within one of IPv6, and so could carry an inner one: NAT64, 6to4, Teredo.
CARRIERS = tuple(map(IPv6Network, ("64:ff9b::/32", "2002::/16", "2001::/32")))


class NotPublic(Exception):
    """A name leads somewhere that nobody else may send the board to."""


def is_public(address: Address) -> bool:
    """Whether it is one of the internet and not of this machine, this house, or a trick to get there."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return False
        if any(address in carrier for carrier in CARRIERS):
            return False
    return address.is_global and not address.is_multicast


def looked_up(host: str, port: int, fits: Callable[[Address], bool] = is_public) -> Address:
    """The address to ask. A name that also leads somewhere inside is not asked at all: NotPublic. Or OSError."""
    found = getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ip_address(str(row[4][0]).partition("%")[0]) for row in found]
    if not addresses or not all(map(fits, addresses)):
        raise NotPublic
    # A board's machine may have no IPv6.
    return min(addresses, key=lambda one: one.version)


class Stop:
    """Closes the connection when the time is over, however slowly somebody answers.

    The patience of a socket is for each read anew; who sends a byte now and then would never end it.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._sock: socket.socket | None = None
        self.is_over = False
        self._timer = threading.Timer(seconds, self._close)
        self._timer.daemon = True
        self._timer.start()

    def watch(self, sock: socket.socket) -> None:
        self._sock = sock
        if self.is_over:
            self._close()

    def end(self) -> None:
        self._timer.cancel()

    def _close(self) -> None:
        self.is_over = True
        if self._sock is not None:
            try:
                # Not the one of SSLSocket, which takes the lock away under whoever reads.
                socket.socket.shutdown(self._sock, socket.SHUT_RDWR)
            except OSError:
                # It has ended by itself.
                self._sock = None


class Connection(HTTPConnection):
    """To one address by its number, which shows a certificate for `host` when there is a `context`."""

    def __init__(
        self, host: str, port: int, address: Address, stop: Stop, context: ssl.SSLContext | None
    ) -> None:
        super().__init__(host, port, timeout=stop.seconds)
        self._address, self._stop, self._context = address, stop, context
        self.default_port = 443 if context else 80

    def connect(self) -> None:
        self.sock = socket.create_connection((str(self._address), self.port), self._stop.seconds)
        self._stop.watch(self.sock)
        if self._context is not None:
            # Watched before they shake hands, which can be done slowly as well.
            self.sock = self._context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self._stop.watch(self.sock)
            self.sock.do_handshake()
