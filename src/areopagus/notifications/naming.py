"""Whom a post names: with @name, or by quoting what they wrote."""

from __future__ import annotations

from django.db.models import Q

from areopagus.accounts.models import User
from areopagus.accounts.names import key_of
from areopagus.accounts.notices import Kind
from areopagus.accounts.taken_names import once_called
from areopagus.boards import rendering
from areopagus.boards.models import Post
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
    authors = Post.objects.standing().filter(pk__in=quoted[:MOST]).values("author")
    called = [*mentioned, *keys[:MOST]]
    once = dict(once_called(called).values_list("member_id", "name_key"))
    people = User.objects.filter(
        Q(name_key__in=called) | Q(pk__in=once) | Q(pk__in=authors)
    ).select_related("group")
    return [
        (user, MENTION if {user.name_key, once.get(user.pk)} & mentioned else QUOTE)
        for user in people.order_by("pk")[:MOST]
    ]
