"""Which places this board knows: where an established member has linked to, newcomers may link as well.

Looked up in the posts themselves when a newcomer links somewhere, which is seldom; so there is no list to
keep true, and a board that has just moved in knows at once all that it ever linked to.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from areopagus.antispam import trust
from areopagus.boards.hosts import hosts_in, own_host, plain
from areopagus.boards.models import Post

# More than this are not looked up: nobody needs so many in a first post.
LOOKED_UP = 8
# A post may hold the name of a place without linking there.
LOOKED_AT = 20


def places_of(addresses: Iterable[str]) -> frozenset[str]:
    """The hosts of addresses; this board's own is none."""
    return frozenset({plain(_host(address)) for address in addresses} - {"", own_host()})


def unknown(hosts: Iterable[str]) -> list[str]:
    """Those of these hosts to which no established member has linked. One query for each."""
    some = sorted(hosts)
    return [host for host in some[:LOOKED_UP] if not _is_known(host)] + some[LOOKED_UP:]


def _is_known(host: str) -> bool:
    standing = Post.objects.standing().filter(trust.established(), topic__removed_at=None)
    naming = standing.filter(source__icontains=host).order_by("-pk")
    sources = naming.values_list("source", flat=True)[:LOOKED_AT]
    return any(host in hosts_in(source) for source in sources)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        # As much as is to be said of "http://[": it leads nowhere anybody knows.
        return address
