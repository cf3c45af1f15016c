"""Whether two members are independent of each other, as far as the board can tell: else one may be the other."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from areopagus.accounts.models import User
from areopagus.accounts.ties import tied_to
from areopagus.boards.models import Post

IPV6_HOUSEHOLD = 64


def are_tied(one: User, other: User) -> bool:
    """By an address of the network that both used, or by an invitation."""
    return (
        one.pk == other.pk
        or other.pk in tied_to(one.pk)
        or bool(addresses_of(one) & addresses_of(other))
    )


def addresses_of(user: User) -> frozenset[str]:
    """From where they registered and wrote. Of IPv6 the part that a household has."""
    wrote = Post.objects.filter(author=user).exclude(author_address="").order_by()
    said = set(wrote.values_list("author_address", flat=True).distinct()) | {user.registered_from}
    return frozenset(near for address in said if (near := household_of(address)))


def household_of(address: str) -> str:
    """ "" for what is no address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 4:  # noqa: PLR2004
        return str(parsed)
    return str(ip_network((parsed, IPV6_HOUSEHOLD), strict=False))
