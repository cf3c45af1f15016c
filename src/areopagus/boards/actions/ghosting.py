"""Moderators take the name of its author from a post: it is shown as a ghost author's."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from areopagus.accounts import names
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.taken_names import is_taken
from areopagus.boards import deeds
from areopagus.boards.actions.removing import insist_on_power_over
from areopagus.boards.actions.selecting import (
    concern_posts,
    held_posts,
    named_posts,
    note_untouched,
)
from areopagus.boards.models import Ghost, Post, Topic
from areopagus.boards.models.ghost import key_of
from areopagus.core.ledger import recording
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Refused

LONGEST_NAME = 60


@transaction.atomic
def give_to_ghost(actor: Actor, post_ids: Collection[int], name: str, reason: str = "") -> Deed:
    """Posts of members only: what is a ghost's already stays with that ghost."""
    name = fitting_name(name)
    _hold_authors(post_ids)
    posts = held_posts(actor, post_ids)
    insist_on_power_over(actor, posts)
    theirs = [post for post in posts if post.author_id is not None]
    with recording.batch(actor, deeds.POSTS_GIVEN_TO_GHOST, reason) as deed:
        deed.details = {"posts": named_posts(theirs or posts), "ghost": name}
        concern_posts(deed, posts)
        if theirs:
            ghost = _ghost(deed, name)
            begun = [post.topic_id for post in theirs if post.number == 1]
            deed.change(*theirs, author=None, ghost=ghost, author_name=name)
            deed.change(*_named_after(deed, begun), author=None, author_name=name)
        note_untouched(deed, len(posts), len(theirs), "without an account")
        deed.notes.append("Quotations in other posts still name whoever wrote them.")
    return deed


def fitting_name(name: str) -> str:
    """As it will be shown. Refused says why nobody may be shown under it."""
    tidied = names.tidy(name)
    names.fitting(tidied, 1, LONGEST_NAME).insist()
    if is_taken(tidied):
        raise Refused("That name, or one that looks like it, belongs to a member.")
    return tidied


def _hold_authors(post_ids: Collection[int]) -> None:
    """Before their topics, as everywhere: their posts are counted anew."""
    authors = User.objects.filter(pk__in=Post.objects.filter(pk__in=post_ids).values("author"))
    list(authors.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _ghost(deed: Deed, name: str) -> Ghost:
    """No guest writes under one of unknown origin, so nobody waits for this row."""
    ghost, is_new = Ghost.objects.get_or_create(
        name_key=key_of(name),
        origin=Ghost.Origin.UNKNOWN,
        old_user_id=None,
        defaults={"name": name},
    )
    if is_new:
        deed.made(ghost)
    deed.concerns(ghost=[ghost.pk])
    return ghost


def _named_after(deed: Deed, topic_ids: Collection[int]) -> list[Topic]:
    """Topics that say who began them, with what leads to them from other lists."""
    rows = Topic.objects.filter(Q(pk__in=topic_ids) | Q(moved_to__in=topic_ids, is_stub=True))
    topics = list(rows.select_for_update(no_key=True).order_by("pk"))
    deed.concerns(topic=[t.pk for t in topics], forum=[t.forum_id for t in topics])
    return topics
