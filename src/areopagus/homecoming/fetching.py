"""Reading a page of the internet that a member names, without being sent anywhere else.

Only http and https on their usual ports, only to addresses that everybody on the internet reaches: looked
up once, judged, and then asked by number, so that no second answer of a name server leads elsewhere; the same
at each redirect. Only in a job: it waits for others.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from http.client import HTTPException
from urllib.parse import quote, urljoin, urlsplit

from areopagus.core.internet import Address, Connection, NotPublic, Stop, looked_up

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
    stop = Stop(PATIENCE)
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


def _ask(address: str, stop: Stop) -> bytes | str:
    """The page, or where it leads."""
    scheme, host, port, path = _parts(address)
    context = ssl.create_default_context() if scheme == "https" else None
    connection = Connection(host, port, _looked_up(host, port), stop, context)
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
    try:
        return looked_up(host, port)
    except (OSError, NotPublic) as error:
        raise Unreadable(NOWHERE) from error
