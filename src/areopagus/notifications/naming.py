"""Whom a post names: with @name, or by quoting what they wrote."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from areopagus.accounts.models import User
from areopagus.accounts.names import key_of
from areopagus.boards import rendering
from areopagus.boards.models import Post

# A post that calls out more people than this is not writing to them.
MOST = 10


def named(post: Post) -> QuerySet[User]:
    """Members who want to be told of it."""
    made = rendering.render(post.source, post.markup)
    keys = [key_of(name) for name in made.mentions]
    keys += [key_of(quote.name) for quote in made.quoted if quote.post_id is None]
    quoted = [quote.post_id for quote in made.quoted if quote.post_id is not None]
    if not keys and not quoted:
        return User.objects.none()
    authors = Post.objects.standing().filter(pk__in=quoted[:MOST]).values("author")
    return User.objects.filter(
        Q(name_key__in=keys[:MOST]) | Q(pk__in=authors), notify_when_named=True
    ).order_by("pk")[:MOST]
