"""Members as administrators see them: to find, to decide about, to look after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.accounts.bans import of_address, of_mail
from areopagus.accounts.models import Ban, Group, User
from areopagus.administration import permissions
from areopagus.administration.banning import turned_away_with
from areopagus.administration.finding import STATES, Filters
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound, Verdict
from areopagus.moderation.pages.addresses import Used, member_addresses
from areopagus.moderation.pages.bans import members_hit
from areopagus.moderation.permissions import may_see_addresses

MEMBERS_PER_PAGE = 50
APPLICATIONS_PER_PAGE = 20
ADDRESSES_OFFERED = 10


@dataclass(frozen=True, slots=True)
class MembersPage:
    members: Sequence[tuple[User, str]]
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
    """`addresses` and `mails` are what can be turned away along with the account; a mail without @ is a domain.

    `along` is what is so by now: lifting the ban lets it in again.
    """

    member: User
    may_ban: Verdict
    addresses: Sequence[Used]
    mails: Sequence[str]
    along: Sequence[Ban]

    def hits(self, addresses: str, mail: str) -> Sequence[User]:
        """Other members whom such a ban would hit."""
        found = members_hit(Ban(addresses=addresses, mail=mail)) if addresses or mail else []
        return [member for member in found if member.pk != self.member.pk]


def groups_to_choose(actor: Actor) -> Sequence[Group]:
    """All that members can be in."""
    permissions.insist_on_administrator(actor)
    return list(Group.objects.exclude(role=Group.Role.GUESTS))


def members_page(actor: Actor, number: int = 1, filters: Filters | None = None) -> MembersPage:
    """Without filters everybody. Two queries."""
    permissions.insist_on_administrator(actor)
    wanted = filters or Filters()
    found = wanted.narrow(User.objects.all())
    total = found.count()
    pages = _pager(number, total, MEMBERS_PER_PAGE, "/administration/members/", wanted.query)
    start = (number - 1) * MEMBERS_PER_PAGE
    rows = wanted.ordered(found.select_related("group"))[start : start + MEMBERS_PER_PAGE]
    return MembersPage([(m, state_of(m)) for m in rows], pages, total)


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
    sees = member.is_active and may_see_addresses(actor)
    used = member_addresses(actor, member.pk).addresses[:ADDRESSES_OFFERED] if sees else []
    mail = member.email.casefold()
    mails = [mail, mail.rpartition("@")[2]] if mail and of_mail(mail) is None else []
    return BanPage(
        member,
        permissions.can_ban(actor, member),
        [one for one in used if of_address(one.address) is None],
        mails,
        list(turned_away_with(member)) if member.is_banned else [],
    )


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


def _pager(number: int, rows: int, size: int, base: str, query: str = "") -> Pager:
    pages = Pager(number, page_count(rows, size), base, query)
    if not 1 <= number <= pages.count:
        raise NotFound
    return pages
