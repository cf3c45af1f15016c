"""Whom a post names: with @name, or by quoting what they wrote."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from areopagus.accounts.member_rows import MEMBER_FIELDS, member_of
from areopagus.accounts.models import User
from areopagus.accounts.names import key_of
from areopagus.accounts.notices import Kind
from areopagus.accounts.taken_names import once_called
from areopagus.boards import rendering
from areopagus.boards.models import Post
from areopagus.core.prepared import Prepared, given_list
from areopagus.notifications.kinds import MENTION, QUOTE

# A post that calls out more people than this is not writing to them.
MOST = 10


def named(post: Post) -> list[tuple[User, Kind]]:
    """Who is named, and how; whoever is both mentioned and quoted was mentioned."""
    made = rendering.render(post.source, post.markup)
    mentioned = {key_of(name) for name in made.mentions[:MOST]}
    keys = [key_of(quote.name) for quote in made.quoted if quote.post_id is None]
    quoted = [quote.post_id for quote in made.quoted if quote.post_id is not None]
    if not (mentioned or keys or quoted):
        return []
    called = [*mentioned, *keys[:MOST]]
    once = dict(_ONCE_CALLED.rows(called=called))
    people = _PEOPLE.some_rows(0, MOST, called=called, once=once, posts=quoted[:MOST])
    return [
        (user, MENTION if {user.name_key, once.get(user.pk)} & mentioned else QUOTE)
        for user in map(member_of, people)
    ]


def _people() -> QuerySet[User, tuple[Any, ...]]:
    authors = Post.objects.standing().filter(pk__in=given_list("posts", int)).values("author")
    called = Q(name_key__in=given_list("called", str)) | Q(pk__in=given_list("once", int))
    people = User.objects.filter(called | Q(pk__in=authors))
    return people.order_by("pk").values_list(*MEMBER_FIELDS)


# Prepared, because most posts name somebody.
_PEOPLE = Prepared(_people)
_ONCE_CALLED = Prepared(
    lambda: once_called(given_list("called", str)).values_list("member_id", "name_key")
)
