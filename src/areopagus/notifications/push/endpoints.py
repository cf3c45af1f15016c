"""Where messages are sent to: addresses that browsers name, which anybody could have made up.

So nothing is sent but to an https server in the open internet, found out when it is sent and not only when
somebody subscribed, and to that very machine: a name may lead elsewhere a moment later.
"""

from __future__ import annotations

import ssl
from contextlib import closing
from http.client import HTTPException
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from areopagus.core.internet import Address, Connection, NotPublic, Stop, is_public, looked_up

LONGEST = 1_000
# Of everything together, however slowly somebody answers.
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
        # A name that cannot be asked for, such as one with a part of more than 63 letters.
        (host or "").encode("idna")
    except ValueError as error:
        raise Unfit from error
    is_odd = parts.username is not None or parts.fragment or not endpoint.isascii()
    if parts.scheme != "https" or not host or is_odd or len(endpoint) > LONGEST:
        raise Unfit
    if any(character.isspace() or character < " " for character in endpoint):
        raise Unfit
    if port not in {None, 443} and not settings.PUSH_TO_LOOPBACK:
        raise Unfit
    if not _is_open(host):
        raise Unfit


def send(endpoint: str, body: bytes, headers: dict[str, str]) -> int:
    """The status that the push service answers. Unfit, or Unreachable."""
    insist_on_fit(endpoint)
    parts, stop = urlsplit(endpoint), Stop(SECONDS)
    host, port = parts.hostname or "", parts.port or 443
    context = ssl.create_default_context(cafile=settings.PUSH_AUTHORITIES or None)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        with closing(Connection(host, port, looked_up(host, port, _fits), stop, context)) as asked:
            # It follows nobody who says that it is elsewhere.
            asked.request("POST", path or "/", body, headers)
            return asked.getresponse().status
    except NotPublic as error:
        raise Unfit from error
    except (OSError, HTTPException) as error:
        raise Unreachable(str(error)) from error
    finally:
        stop.end()


def _is_open(host: str) -> bool:
    """A name is looked up when something is sent; a number says at once where it leads."""
    try:
        return _fits(ip_address(host))
    except ValueError:
        return True


def _fits(address: Address) -> bool:
    return is_public(address) or (settings.PUSH_TO_LOOPBACK and address.is_loopback)
