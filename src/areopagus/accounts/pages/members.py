"""The list of members and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.http import urlencode

from areopagus.accounts import names, permissions, presence, wording
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import FormerName, Group, User
from areopagus.core import shown
from areopagus.core.paging import Pager, page_count
from areopagus.core.patterns import matches
from areopagus.core.verdict import NotFound

MEMBERS_PER_PAGE = 50
ONLINE_SECONDS = 300
SORTS = {
    "name": ("Name", "name_key"),
    "registered": ("Registered", "registered_at"),
    "posts": ("Posts", "post_count"),
}
WEBSITES = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class MemberListPage:
    """`sort` is a key of SORTS; `query` what stands behind each address of the same list."""

    members: Sequence[User]
    groups: Sequence[Group]
    pages: Pager
    total: int
    may_search: bool
    shows_posts: bool


@dataclass(frozen=True, slots=True)
class MemberPage:
    member: User
    title: str
    real_name: str
    location: str
    signature_html: str
    group_name: str
    url: str
    avatar_url: str | None
    mail: str | None
    letter_url: str | None
    contacts: Sequence[tuple[str, str]]
    staff_note: str
    former_names: Sequence[FormerName]
    is_online: bool
    is_own: bool


def member_list(
    actor: Actor,
    number: int = 1,
    *,
    name: str = "",
    group_id: int | None = None,
    sort: str = "name",
    descending: bool = False,
) -> MemberListPage:
    """`name` may hold `*` for any characters, as in FluxBB. Three queries."""
    permissions.can_view_members(actor).insist()
    shown.note_fleeting(1)
    may_search = bool(permissions.can_search_members(actor))
    found = permissions.listed_members(actor)
    if may_search and name.strip():
        found = _named(found, name)
    if group_id is not None:
        found = found.filter(group=group_id)
    order = ("-" if descending else "") + SORTS.get(sort, SORTS["name"])[1]
    said = {
        "name": name,
        "group": group_id,
        "sort": sort,
        "direction": "down" if descending else "up",
    }
    query = "?" + urlencode({k: v for k, v in said.items() if v})
    total = found.count()
    pages = Pager(number, page_count(total, MEMBERS_PER_PAGE), "/members/", query)
    if not 1 <= number <= pages.count:
        raise NotFound
    start = (number - 1) * MEMBERS_PER_PAGE
    rows = found.select_related("group").order_by(order, "id")[start : start + MEMBERS_PER_PAGE]
    groups = Group.objects.exclude(role=Group.Role.GUESTS)
    return MemberListPage(list(rows), list(groups), pages, total, may_search, shows_posts=True)


def member_page(actor: Actor, user_id: int) -> MemberPage:
    permissions.can_view_members(actor).insist()
    shown.note_fleeting(1)
    found = permissions.visible_members(actor).select_related("group")
    member = found.filter(pk=user_id).first()
    if member is None:
        raise NotFound
    may_see_mail = permissions.can_see_mail(actor, member) and member.email
    return MemberPage(
        member=member,
        title=member.shown_title,
        real_name=wording.shown(member.real_name),
        location=wording.shown(member.location),
        signature_html=wording.shown_html(member.signature_html),
        group_name=member.group.name,
        url=member.url,
        avatar_url=f"/media/{member.avatar}" if member.avatar else None,
        mail=member.email if may_see_mail else None,
        letter_url=f"{member.url}mail/" if permissions.can_write_to(actor, member) else None,
        contacts=[(kind, at) for kind, at in sorted(member.contacts.items()) if at],
        staff_note=member.staff_note if actor.is_staff else "",
        former_names=list(member.former_names.all()) if actor.is_staff else [],
        is_online=member.pk in presence.online_among([member.pk], ONLINE_SECONDS),
        is_own=member.pk == actor.user_id,
    )


def _named(members: QuerySet[User], pattern: str) -> QuerySet[User]:
    key = names.key_of(pattern.replace("\0", ""))
    if "*" not in key:
        return members.filter(name_key__contains=key)
    return members.filter(matches("name_key", key))
