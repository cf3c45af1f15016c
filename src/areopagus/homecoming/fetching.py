"""Reading a page of the internet that a member names, without being sent anywhere else.

Only http and https on their usual ports, only to addresses that everybody on the internet reaches: looked
up once, judged, and then asked by number, so that no second answer of a name server leads elsewhere; the same
at each redirect. Only in a job: it waits for others.
"""

from __future__ import annotations

import socket
import ssl
import threading
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from socket import getaddrinfo
from urllib.parse import quote, urljoin, urlsplit

from areopagus.core.internet import Address, is_public

PORTS = {"http": (80,), "https": (443,)}
# Of everything together, in seconds; of the page, in bytes; of the ways from page to page.
PATIENCE, MOST_BYTES, MOST_REDIRECTS = 10.0, 512 * 1024, 3
REDIRECTS = (301, 302, 303, 307, 308)
FOUND = 200
NOWHERE = "There is no such page on the internet."
SILENT = "The page did not answer."


class Unreadable(Exception):
    """Says why, in words for the member who named the page. It tells nothing of the network around the board."""


@dataclass(frozen=True, slots=True)
class Read:
    """`address` is where the page was in the end."""

    address: str
    body: bytes


def read(address: str) -> Read:
    """Unreadable when there is nothing to read there."""
    stop = _Stop(PATIENCE)
    try:
        for _ in range(1 + MOST_REDIRECTS):
            if stop.is_over:
                raise Unreadable(SILENT)
            answer = _ask(address, stop)
            if isinstance(answer, bytes):
                return Read(address, answer)
            address = urljoin(address, answer)
    finally:
        stop.end()
    raise Unreadable("The page leads on to another one too often.")


class _Stop:
    """Closes the connection when the time is over, however slowly somebody answers."""

    def __init__(self, seconds: float) -> None:
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
                self._sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                # It has ended by itself.
                self._sock = None


class _Connection(HTTPConnection):
    """To one address by its number; `host` is only said."""

    def __init__(
        self, host: str, port: int, address: Address, stop: _Stop, *, secure: bool
    ) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self._address, self._stop, self._secure = address, stop, secure
        self.default_port = 443 if secure else 80

    def connect(self) -> None:
        self.sock = socket.create_connection((str(self._address), self.port), PATIENCE)
        self._stop.watch(self.sock)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
            self._stop.watch(self.sock)


def _ask(address: str, stop: _Stop) -> bytes | str:
    """The page, or where it leads."""
    scheme, host, port, path = _parts(address)
    connection = _Connection(host, port, _looked_up(host, port), stop, secure=scheme == "https")
    try:
        headers = {"User-Agent": "Areopagus", "Accept-Encoding": "identity", "Connection": "close"}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        if answer.status in REDIRECTS and (leads := answer.getheader("Location")):
            return leads
        if answer.status != FOUND:
            raise Unreadable(
                f"The page answered with the number {answer.status} and not with itself."
            )
        return answer.read(MOST_BYTES)
    except (OSError, HTTPException, ValueError) as error:
        raise Unreadable(SILENT) from error
    finally:
        connection.close()


def _parts(address: str) -> tuple[str, str, int, str]:
    """Scheme, host, port, path. Unreadable for what is no address of a page."""
    try:
        split = urlsplit(address)
        host = (split.hostname or "").encode("idna").decode("ascii")
        port = split.port
    except ValueError as error:
        raise Unreadable(NOWHERE) from error
    usual = PORTS.get(split.scheme)
    if usual is None or not host or split.username or split.password:
        raise Unreadable(NOWHERE)
    if port is not None and port not in usual:
        raise Unreadable(NOWHERE)
    path = quote(split.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(split.query, safe="/%:@!$&'()*+,;=~-._?")
    return split.scheme, host, port or usual[0], f"{path}?{query}" if query else path


def _looked_up(host: str, port: int) -> Address:
    """The address to ask. A name that also leads somewhere inside is not asked at all."""
    try:
        found = getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Unreadable(NOWHERE) from error
    addresses = [ip_address(str(row[4][0]).partition("%")[0]) for row in found]
    if not addresses or not all(map(is_public, addresses)):
        raise Unreadable(NOWHERE)
    # A board's machine may have no IPv6.
    return min(addresses, key=lambda one: one.version)
