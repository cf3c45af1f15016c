"""Which places this board knows: where an established member has linked to, newcomers may link as well.

Looked up in the posts themselves when a newcomer links somewhere, which is seldom; so there is no list to
keep true, and a board that has just moved in knows at once what it linked to lately.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from django.db.models import Max, Q

from areopagus.antispam import trust
from areopagus.boards.hosts import hosts_in, own_host, plain
from areopagus.boards.models import Post

# More than this are not looked up: nobody needs so many in a first post.
LOOKED_UP = 8
# A post may hold the name of a place without linking there.
LOOKED_AT = 20
# The newest posts; a place nobody has linked to in so many is looked at again by a moderator.
LOOKED_THROUGH = 20_000


def places_of(addresses: Iterable[str]) -> frozenset[str]:
    """The hosts of addresses; this board's own is none."""
    return frozenset({plain(_host(address)) for address in addresses} - {"", own_host()})


def unknown(hosts: Iterable[str]) -> list[str]:
    """Those of these hosts to which no established member has linked lately. Two queries."""
    some = sorted(hosts)
    known = _known(some[:LOOKED_UP]) if some else set()
    return [host for host in some if host not in known]


def _known(hosts: Sequence[str]) -> set[str]:
    """In one pass through so many posts at most: anybody may bring along names that nobody has ever written."""
    newest = Post.objects.aggregate(pk=Max("pk"))["pk"] or 0
    naming = Q()
    for host in hosts:
        naming |= Q(source__icontains=host)
    posts = Post.objects.standing().filter(
        naming, trust.established(), topic__removed_at=None, pk__gt=newest - LOOKED_THROUGH
    )
    sources = posts.order_by("-pk").values_list("source", flat=True)[: LOOKED_AT * len(hosts)]
    return {host for source in sources for host in hosts_in(source)} & set(hosts)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        # As much as is to be said of "http://[": it leads nowhere anybody knows.
        return address
