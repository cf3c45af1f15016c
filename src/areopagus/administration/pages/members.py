"""Members as administrators see them: to find, to decide about, to look after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.http import urlencode

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.accounts.names import key_of
from areopagus.administration import permissions
from areopagus.boards.models import Post
from areopagus.core.clock import now
from areopagus.core.paging import Pager, page_count
from areopagus.core.patterns import matches
from areopagus.core.verdict import NotFound, Verdict

ORDERS = {"newest": ("-registered_at", "-pk"), "posts": ("-post_count", "name_key")}
MEMBERS_PER_PAGE = 50
APPLICATIONS_PER_PAGE = 20
STATES = {
    "waiting": "Waiting for approval",
    "refused": "Refused",
    "banned": "Banned",
    "dormant": "Dormant",
    "quarantined": "Quarantined",
}


@dataclass(frozen=True, slots=True)
class MembersPage:
    members: Sequence[tuple[User, str]]
    groups: Sequence[Group]
    pages: Pager
    total: int


@dataclass(frozen=True, slots=True)
class ApplicationsPage:
    applicants: Sequence[User]
    pages: Pager


@dataclass(frozen=True, slots=True)
class MemberPage:
    """`may_change_group` is judged as if to leave the group they are in."""

    member: User
    state: str
    groups: Sequence[Group]
    may_ban: Verdict
    may_refuse: Verdict
    may_change_group: Verdict


@dataclass(frozen=True, slots=True)
class BanPage:
    member: User
    may_ban: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """`said` is part of a name or mail address, with `*` for any characters.

    `address` is a network address from which they registered or wrote, or how it begins.
    """

    said: str = ""
    group: int | None = None
    state: str = ""
    address: str = ""
    order: str = ""

    def query(self) -> str:
        said = {name: value for name, value in asdict(self).items() if value}
        return f"?{urlencode(said)}" if said else ""

    def narrow(self, members: QuerySet[User]) -> QuerySet[User]:
        said, address = (text.replace("\0", "").strip() for text in (self.said, self.address))
        if said:
            members = members.filter(_pattern("name_key", key_of(said)) | _pattern("email", said))
        if self.group is not None:
            members = members.filter(group=self.group)
        if self.state in STATES:
            members = _in_state(members, self.state)
        return _from_address(members, address) if address else members


def members_page(actor: Actor, number: int = 1, **said: Any) -> MembersPage:
    """`said` are the filters. Three queries."""
    permissions.insist_on_administrator(actor)
    filters = Filters(**said)
    found = filters.narrow(User.objects.all())
    total = found.count()
    pages = _pager(number, total, MEMBERS_PER_PAGE, "/administration/members/", filters.query())
    start = (number - 1) * MEMBERS_PER_PAGE
    ordered = found.select_related("group").order_by(*ORDERS.get(filters.order, ("name_key",)))
    groups = Group.objects.exclude(role=Group.Role.GUESTS)
    rows = ordered[start : start + MEMBERS_PER_PAGE]
    return MembersPage([(m, state_of(m)) for m in rows], list(groups), pages, total)


def applications_page(actor: Actor, number: int = 1) -> ApplicationsPage:
    """Oldest first. Two queries."""
    permissions.insist_on_administrator(actor)
    found = permissions.waiting_members()
    pages = _pager(number, found.count(), APPLICATIONS_PER_PAGE, "/administration/members/waiting/")
    start = (number - 1) * APPLICATIONS_PER_PAGE
    rows = found.order_by("registered_at", "pk")[start : start + APPLICATIONS_PER_PAGE]
    return ApplicationsPage(list(rows), pages)


def member_page(actor: Actor, user_id: int) -> MemberPage:
    """Two queries; two more about an administrator."""
    permissions.insist_on_administrator(actor)
    member = find_member(actor, user_id)
    groups = list(Group.objects.exclude(role=Group.Role.GUESTS))
    leaving = next(group for group in groups if not group.is_administrators)
    return MemberPage(
        member=member,
        state=state_of(member),
        groups=groups,
        may_ban=permissions.can_ban(actor, member),
        may_refuse=permissions.can_refuse(actor, member),
        may_change_group=permissions.can_change_group(actor, member, leaving),
    )


def ban_page(actor: Actor, user_id: int) -> BanPage:
    """Absent for whoever may ban nobody."""
    member = find_member(actor, user_id)
    return BanPage(member, permissions.can_ban(actor, member))


def find_member(actor: Actor, user_id: int) -> User:
    found = permissions.members_within_reach(actor).select_related("group").filter(pk=user_id)
    member = found.first()
    if member is None:
        raise NotFound
    return member


def state_of(member: User) -> str:
    """What is unusual about them, "" for nothing."""
    if not member.is_active:
        return STATES["refused"]
    if member.is_waiting:
        return STATES["waiting"]
    if member.is_banned:
        return STATES["banned"]
    if member.quarantined_at:
        return STATES["quarantined"]
    return STATES["dormant"] if member.dormant_at else ""


def _from_address(members: QuerySet[User], address: str) -> QuerySet[User]:
    wrote = Post.objects.filter(author=OuterRef("pk"), author_address__startswith=address)
    return members.filter(Q(registered_from__startswith=address) | Exists(wrote))


def _in_state(members: QuerySet[User], state: str) -> QuerySet[User]:
    if state == "refused":
        return members.filter(is_active=False)
    if state == "waiting":
        return members & permissions.waiting_members()
    if state == "banned":
        still = Q(banned_until=None) | Q(banned_until__gt=now())
        return members.filter(still, banned_at__isnull=False)
    if state == "quarantined":
        return members.filter(quarantined_at__isnull=False)
    return members.filter(dormant_at__isnull=False)


def _pattern(field: str, text: str) -> Q:
    if "*" not in text:
        return Q(**{f"{field}__icontains": text})
    return matches(field, text)


def _pager(number: int, rows: int, size: int, base: str, query: str = "") -> Pager:
    pages = Pager(number, page_count(rows, size), base, query)
    if not 1 <= number <= pages.count:
        raise NotFound
    return pages
