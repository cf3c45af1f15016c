"""Ghost authors: whose the posts are that belong to no account."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import F

from areopagus.boards.models import Ghost, Post
from areopagus.boards.models.ghost import key_of

POSTS_AT_A_TIME = 500


def count_guest_post(name: str, at: datetime) -> Ghost:
    """The ghost of the guest who writes at this moment, with the post counted.

    Call inside the deed's transaction, when the topic is locked and before the forum is.
    """
    ghost, is_new = Ghost.objects.get_or_create(
        name_key=key_of(name),
        origin=Ghost.Origin.GUEST,
        old_user_id=None,
        defaults={"name": name, "first_post_at": at, "last_post_at": at, "post_count": 1},
    )
    if not is_new:
        Ghost.objects.filter(pk=ghost.pk).update(last_post_at=at, post_count=F("post_count") + 1)
    return ghost


def join_ghosts(origin: Ghost.Origin) -> None:
    """Gives every post that is nobody's to a ghost of its name. Counters are left to `counts.rebuild`."""
    ghosts: dict[str, int] = {}
    nobodys = Post.objects.filter(author=None, ghost=None).order_by("pk")
    last_id = 0
    while some := list(
        nobodys.filter(pk__gt=last_id).values_list("pk", "author_name")[:POSTS_AT_A_TIME]
    ):
        posts = defaultdict[int, list[int]](list)
        for post_id, name in some:
            key = key_of(name)
            if key not in ghosts:
                ghost, _ = Ghost.objects.get_or_create(
                    name_key=key, origin=origin, old_user_id=None, defaults={"name": name}
                )
                ghosts[key] = ghost.pk
            posts[ghosts[key]].append(post_id)
        for ghost_id, ids in posts.items():
            Post.objects.filter(pk__in=ids).update(ghost=ghost_id)
        last_id = some[-1][0]
