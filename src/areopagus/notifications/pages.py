"""The page of notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from areopagus.accounts.actors import Actor
from areopagus.accounts.notices import Line
from areopagus.boards.permissions import visible_posts
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound, Refused
from areopagus.notifications import permissions
from areopagus.notifications.lines import lines
from areopagus.notifications.models import Notice, Wishes
from areopagus.notifications.wishes import wishes_of

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    text: str
    url: str
    at: datetime
    is_new: bool


@dataclass(slots=True)
class Group:
    """The notices of one topic, or one that is about none and has no title; the newest first."""

    title: str
    url: str
    rows: list[Row] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return any(row.is_new for row in self.rows)


@dataclass(frozen=True, slots=True)
class NoticesPage:
    groups: Sequence[Group]
    pages: Pager
    unread: int
    # What the bell counts and its owner may not see any more.
    lost: frozenset[int]


def notices_page(actor: Actor, number: int = 1) -> NoticesPage:
    """Refused for guests. Four queries, one more for each kind on the page."""
    if actor.is_guest:
        raise Refused("Sign in to see what there is to tell you.")
    mine = Notice.objects.filter(user=actor.user_id, on_board=True)
    seen = mine.filter(Q(post=None) | Q(post__in=visible_posts(actor)))
    pages = Pager(number, page_count(seen.count(), PER_PAGE), "/notices/")
    if not 1 <= number <= pages.count:
        raise NotFound
    start = (number - 1) * PER_PAGE
    rows = list(seen.order_by("-made_at", "-pk")[start : start + PER_PAGE])
    described = lines(actor, rows)
    unread = set(mine.filter(read_at=None).values_list("pk", flat=True))
    visible = set(seen.filter(read_at=None).values_list("pk", flat=True))
    gone = {row.pk for row in rows if row.pk not in described}
    return NoticesPage(
        _grouped([row for row in rows if row.pk in described], described),
        pages,
        len(visible - gone),
        frozenset(unread - visible | (unread & gone)),
    )


def own_wishes(actor: Actor) -> Wishes:
    if actor.user is None:
        raise Refused("Sign in to change your settings.")
    return wishes_of(actor.user)


def way_to(actor: Actor, notice_id: int) -> tuple[Notice, str]:
    """The notice, and the address of what it is about. NotFound when its reader may not see that any more."""
    notice = permissions.own_notice(actor, notice_id)
    line = lines(actor, [notice]).get(notice.pk)
    if line is None:
        raise NotFound
    return notice, line.url


def _grouped(rows: Sequence[Notice], described: Mapping[int, Line]) -> list[Group]:
    groups: dict[str, Group] = {}
    for row in rows:
        line = described[row.pk]
        shown = Row(
            line.brief or line.text, f"/notices/{row.pk}/", row.made_at, row.read_at is None
        )
        key = line.under_url or shown.url
        groups.setdefault(key, Group(line.under, line.under_url)).rows.append(shown)
    return list(groups.values())
