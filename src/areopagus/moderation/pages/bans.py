"""Bans on names, networks and mail addresses, and whom they hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from areopagus.accounts import bans
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Ban, User
from areopagus.accounts.names import key_of
from areopagus.boards.models import Post
from areopagus.core.clock import now
from areopagus.core.paging import Pager, page_count
from areopagus.core.patterns import matches
from areopagus.core.verdict import NotFound
from areopagus.moderation import permissions

BANS_PER_PAGE = 50
LOOKED_BACK = timedelta(days=90)
SHOWN = 30


@dataclass(frozen=True, slots=True)
class BansPage:
    bans: Sequence[Ban]
    said: str
    total: int
    pages: Pager


@dataclass(frozen=True, slots=True)
class BanPage:
    """`hits` are members who registered or wrote from there in the last three months, not staff."""

    ban: Ban | None
    hits: Sequence[User]
    more: int


def bans_page(actor: Actor, number: int = 1, said: str = "") -> BansPage:
    """`said` is a part of a name, an address, a mail address or the message; or an address that is held."""
    permissions.insist_on_banning(actor)
    found = Ban.objects.all()
    if said:
        holding = bans.ids_holding(said)
        texts = ("name", "addresses", "mail", "message", "made_by_name")
        anywhere = Q(pk__in=holding)
        for field in texts:
            anywhere |= Q(**{f"{field}__icontains": said})
        found = found.filter(anywhere)
    total = found.count()
    pages = Pager(number, page_count(total, BANS_PER_PAGE), "/moderation/bans/")
    if not 1 <= number <= pages.count:
        raise NotFound
    start = (number - 1) * BANS_PER_PAGE
    return BansPage(list(found[start : start + BANS_PER_PAGE]), said, total, pages)


def ban_page(actor: Actor, ban_id: int | None = None) -> BanPage:
    permissions.insist_on_banning(actor)
    if ban_id is None:
        return BanPage(None, [], 0)
    ban = Ban.objects.filter(pk=ban_id).first()
    if ban is None:
        raise NotFound
    return with_hits(BanPage(ban, [], 0), ban)


def with_hits(page: BanPage, ban: Ban) -> BanPage:
    """The page with whom `ban` hits, or would."""
    hits = members_hit(ban)
    return BanPage(page.ban, hits[:SHOWN], max(0, len(hits) - SHOWN))


def members_hit(ban: Ban) -> list[User]:
    """By address: of whoever wrote or registered lately. By name or mail: of everybody."""
    ids = set()
    if ban.addresses:
        networks, since = bans.networks_of(ban), now() - LOOKED_BACK
        wrote = Post.objects.filter(posted_at__gte=since, author__isnull=False).exclude(
            author_address=""
        )
        came = User.objects.filter(registered_at__gte=since).exclude(registered_from="")
        pairs = {
            *wrote.order_by().values_list("author", "author_address").distinct(),
            *came.values_list("pk", "registered_from"),
        }
        ids |= {pk for pk, address in pairs if networks.holding(address)}
    hit = Q(pk__in=ids)
    if bans.is_pattern(ban.name):
        hit |= matches("name_key", key_of(ban.name))
    if ban.mail:
        hit |= (
            Q(email__iexact=ban.mail)
            | Q(email__iendswith=f"@{ban.mail}")
            | Q(email__iendswith=f".{ban.mail}")
        )
    members = User.objects.filter(hit).select_related("group").order_by("name_key")
    return [member for member in members if not member.group.is_staff]
