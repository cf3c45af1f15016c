"""Whom a post names: with @name, or by quoting what they wrote."""

from __future__ import annotations

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
    ids = {*once, *(pk for (pk,) in _CALLED.rows(called=called))}
    if quoted:
        ids |= {pk for (pk,) in _AUTHORS.rows(posts=quoted[:MOST])}
    people = _PEOPLE.some_rows(0, MOST, ids=ids)
    return [
        (user, MENTION if {user.name_key, once.get(user.pk)} & mentioned else QUOTE)
        for user in map(member_of, people)
    ]


# Prepared, because most posts name somebody; and one by one, because PostgreSQL uses no index for either of two lists.
_ONCE_CALLED = Prepared(
    lambda: once_called(given_list("called", str)).values_list("member_id", "name_key")
)
_CALLED = Prepared(
    lambda: User.objects.filter(name_key__in=given_list("called", str)).values_list("pk")
)
_AUTHORS = Prepared(
    lambda: (
        Post.objects.standing()
        .filter(pk__in=given_list("posts", int), author__isnull=False)
        .values_list("author_id")
    )
)
_PEOPLE = Prepared(
    lambda: (
        User.objects.filter(pk__in=given_list("ids", int))
        .order_by("pk")
        .values_list(*MEMBER_FIELDS)
    )
)
