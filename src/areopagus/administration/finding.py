"""Finding members by everything that is known of them, as FluxBB's administrators could."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Expression, F, OrderBy, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT

from areopagus.accounts.forms.settings import CONTACTS
from areopagus.accounts.models import FormerName, User
from areopagus.accounts.names import key_of
from areopagus.administration import permissions
from areopagus.boards.models import Post
from areopagus.core.clock import now
from areopagus.core.patterns import matches
from areopagus.leaving.standing import but_for_the_erased

STATES = {
    "waiting": "Waiting for approval",
    "refused": "Refused",
    "banned": "Banned",
    "dormant": "Dormant",
    "quarantined": "Quarantined",
}
ORDERS: dict[str, tuple[str, tuple[str | OrderBy, ...]]] = {
    "": ("By name", ("name_key",)),
    "z-a": ("By name, from the end", ("-name_key",)),
    "mail": ("By mail address", ("email", "pk")),
    "newest": ("Newest first", ("-registered_at", "-pk")),
    "oldest": ("Oldest first", ("registered_at", "pk")),
    "posts": ("Most posts first", ("-post_count", "name_key")),
    "fewest": ("Fewest posts first", ("post_count", "name_key")),
    "posted": ("Last post, newest first", (F("last_post_at").desc(nulls_last=True), "-pk")),
    "here": ("Last here, newest first", (F("last_seen_at").desc(nulls_last=True), "-pk")),
    "away": ("Longest away first", (F("last_seen_at").asc(nulls_first=True), "pk")),
}
# Criteria that are part of a text, and the column each looks into.
TEXTS = {
    "title": "title",
    "real_name": "real_name",
    "location": "location",
    "website": "website",
    "signature": "signature",
    "note": "staff_note",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Texts are part of what is looked into, with `*` for any characters; `said` of name or mail address.

    `address` is a network address from which they registered or wrote, or how it begins. Whoever
    never posted or was never here did so before every day. `query` says all this in an address.
    """

    said: str = ""
    group: int | None = None
    state: str = ""
    address: str = ""
    title: str = ""
    real_name: str = ""
    location: str = ""
    website: str = ""
    contact: str = ""
    signature: str = ""
    note: str = ""
    posts_more: int | None = None
    posts_fewer: int | None = None
    registered_since: datetime | None = None
    registered_before: datetime | None = None
    here_since: datetime | None = None
    here_before: datetime | None = None
    posted_since: datetime | None = None
    posted_before: datetime | None = None
    order: str = ""
    query: str = ""

    def narrow(self, members: QuerySet[User]) -> QuerySet[User]:
        members = but_for_the_erased(members)
        for condition in (*self._texts(), *self._numbers(), *self._moments()):
            members = members.filter(condition)
        if self.group is not None:
            members = members.filter(group=self.group)
        if self.state in STATES:
            members = _in_state(members, self.state)
        return _from_address(members, self.address) if self.address else members

    def ordered(self, members: QuerySet[User]) -> QuerySet[User]:
        _, columns = ORDERS.get(self.order, ORDERS[""])
        return members.order_by(*columns)

    def _texts(self) -> list[Q]:
        found = [
            _contains(column, text)
            for name, column in TEXTS.items()
            if (text := getattr(self, name))
        ]
        if self.said:
            called = _contains("name_key", key_of(self.said))
            once = FormerName.objects.filter(called).order_by().values("member")
            found.append(called | Q(pk__in=once) | _contains("email", self.said))
        if self.contact:
            anywhere = Q()
            for name in CONTACTS:
                anywhere |= _contains(KT(f"contacts__{name}"), self.contact)
            found.append(anywhere)
        return found

    def _numbers(self) -> list[Q]:
        bounds = {"post_count__gt": self.posts_more, "post_count__lt": self.posts_fewer}
        return [Q(**{name: bound}) for name, bound in bounds.items() if bound is not None]

    def _moments(self) -> list[Q]:
        columns = {"registered": "registered_at", "here": "last_seen_at", "posted": "last_post_at"}
        found = []
        for name, column in columns.items():
            if since := getattr(self, f"{name}_since"):
                found.append(Q(**{f"{column}__gte": since}))
            if before := getattr(self, f"{name}_before"):
                found.append(Q(**{f"{column}__lt": before}) | Q(**{column: None}))
        return found


def _contains(column: str | Expression, text: str) -> Q:
    """Without a star anywhere in it, with stars from its beginning to its end."""
    return matches(column, text if "*" in text else f"*{text}*")


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
