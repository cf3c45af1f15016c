"""Everything that came from one network address, and every address of one member."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Substr

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.networks import one_address
from areopagus.accounts.permissions import visible_members
from areopagus.boards import stored_html
from areopagus.boards.models.post import post_address
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound, Verdict
from areopagus.moderation import permissions

ADDRESSES = "/moderation/addresses/"
POSTS_PER_PAGE = 50
SHOWN = 200
FIELDS = ("id", "number", "posted_at", "topic__title", "author_id", "author_name", "removed_at")


@dataclass(frozen=True, slots=True)
class Account:
    """Of somebody who registered or wrote from there; `last_at` is of their newest post from there."""

    member: User
    registered_here: bool
    post_count: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class PostFrom:
    post_id: int
    title: str
    author_name: str
    by_guest: bool
    posted_at: datetime
    removed: bool
    excerpt: str

    @property
    def url(self) -> str:
        return post_address(self.post_id)


@dataclass(frozen=True, slots=True)
class AddressPage:
    """`wrong` says why nothing is looked for; `more` are accounts that are not shown."""

    said: str
    wrong: str
    accounts: Sequence[Account]
    more: int
    posts: Sequence[PostFrom]
    total: int
    pages: Pager
    may_ban: Verdict
    all_ticked: bool


@dataclass(frozen=True, slots=True)
class Used:
    """An address of a member; `others` are how many other members wrote from it."""

    address: str
    post_count: int
    first_at: datetime | None
    last_at: datetime | None
    registered_here: bool
    others: int


@dataclass(frozen=True, slots=True)
class MemberAddresses:
    member: User
    addresses: Sequence[Used]
    more: bool


def address_page(
    actor: Actor, said: str, number: int = 1, *, all_ticked: bool = False
) -> AddressPage:
    """At most six queries. `said` is one address, as it is written or in another way to write it."""
    permissions.insist_on_addresses(actor)
    address = one_address(said)
    written = permissions.posts_with_addresses(actor).filter(
        author_address__in={said, address} - {""}
    )
    total = written.count()
    pages = Pager(number, page_count(total, POSTS_PER_PAGE), ADDRESSES, f"?said={address or said}")
    if not 1 <= number <= pages.count:
        raise NotFound
    start = (number - 1) * POSTS_PER_PAGE
    rows = written.annotate(beginning=Substr("html", 1, stored_html.LOOKED_AT)).order_by("-id")
    sums = written.exclude(author=None).order_by().values_list("author")
    wrote = {pk: (count, last) for pk, count, last in sums.annotate(Count("pk"), Max("posted_at"))}
    accounts = _accounts(actor, {said, address} - {""}, wrote)
    return AddressPage(
        said=said,
        wrong="" if address or not said else f"“{said}” is no network address.",
        accounts=accounts[:SHOWN],
        more=max(0, len(accounts) - SHOWN),
        posts=[_post(row) for row in rows.values(*FIELDS, "beginning")[start:][:POSTS_PER_PAGE]],
        total=total,
        pages=pages,
        may_ban=permissions.can_ban(actor),
        all_ticked=all_ticked,
    )


def member_addresses(actor: Actor, member_id: int) -> MemberAddresses:
    """Three queries."""
    permissions.insist_on_addresses(actor)
    member = visible_members(actor).filter(pk=member_id).first()
    if member is None:
        raise NotFound
    posts = permissions.posts_with_addresses(actor).exclude(author_address="")
    sums = posts.filter(author=member).order_by().values("author_address")
    found = sums.annotate(count=Count("pk"), first=Min("posted_at"), last=Max("posted_at"))
    used = {row["author_address"]: row for row in found.order_by("-last")[: SHOWN + 1]}
    if member.registered_from:
        used.setdefault(member.registered_from, {})
    theirs = posts.filter(author_address__in=used, author__in=visible_members(actor))
    others = theirs.exclude(author=member).order_by().values_list("author_address")
    shared = dict(others.annotate(Count("author", distinct=True)))
    rows = [_used(address, row, member, shared) for address, row in used.items()]
    return MemberAddresses(member, rows[:SHOWN], more=len(rows) > SHOWN)


def _accounts(
    actor: Actor, addresses: set[str], wrote: Mapping[int, tuple[int, datetime]]
) -> list[Account]:
    """Whoever wrote most from there first, then those who only registered."""
    here = Q(registered_from__in=addresses) | Q(pk__in=wrote)
    members = visible_members(actor).filter(here).select_related("group").order_by("name_key")
    accounts = [
        Account(member, member.registered_from in addresses, *wrote.get(member.pk, (0, None)))
        for member in members
    ]
    return sorted(accounts, key=lambda account: -account.post_count)


def _post(row: Mapping[str, Any]) -> PostFrom:
    return PostFrom(
        post_id=row["id"],
        title=row["topic__title"] if row["number"] == 1 else f"Re: {row['topic__title']}",
        author_name=row["author_name"],
        by_guest=row["author_id"] is None,
        posted_at=row["posted_at"],
        removed=row["removed_at"] is not None,
        excerpt=stored_html.excerpt(row["beginning"]),
    )


def _used(address: str, row: Mapping[str, Any], member: User, shared: Mapping[str, int]) -> Used:
    return Used(
        address=address,
        post_count=row.get("count", 0),
        first_at=row.get("first"),
        last_at=row.get("last"),
        registered_here=address == member.registered_from,
        others=shared.get(address, 0),
    )
