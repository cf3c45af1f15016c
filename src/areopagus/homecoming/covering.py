"""Which posts a claim is about."""

from __future__ import annotations

from areopagus.boards.models import Post
from areopagus.boards.querysets import PostQuerySet


def posts_with(ghost_id: int, mail: str) -> PostQuerySet:
    """The posts of a ghost that came with this address, whatever its case; "" means with none."""
    return Post.objects.filter(ghost=ghost_id, author_mail__iexact=mail)
