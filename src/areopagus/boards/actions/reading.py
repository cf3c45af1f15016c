"""Saying that something is read."""

from __future__ import annotations

from datetime import datetime

from django.core import signing
from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards import permissions, reading_marks
from areopagus.boards.models import Forum
from areopagus.boards.pages.finding import find_forum
from areopagus.core.clock import now
from areopagus.core.verdict import Refused

SALT = "boards.read-everything"
UNDOABLE_SECONDS = 60


@transaction.atomic
def read_everything(actor: Actor) -> str:
    """The whole board. What is answered undoes it, within a minute."""
    permissions.can_subscribe(actor).insist()
    user = User.objects.select_for_update(no_key=True).get(pk=actor.member_id)
    before = user.read_before.isoformat() if user.read_before else None
    user.read_before = now()
    user.save(update_fields=["read_before"])
    return signing.dumps([user.pk, before], salt=SALT)


@transaction.atomic
def undo_read_everything(actor: Actor, token: str) -> None:
    try:
        user_id, before = signing.loads(token, salt=SALT, max_age=UNDOABLE_SECONDS)
    except signing.BadSignature as error:
        raise Refused("This can be undone within a minute only.") from error
    if user_id != actor.user_id:
        raise Refused("This is somebody else's to undo.")
    said = datetime.fromisoformat(before) if before else None
    User.objects.filter(pk=user_id).update(read_before=said)


@transaction.atomic
def read_forum(actor: Actor, forum_id: int) -> Forum:
    """All of its topics, not those of the forums below it."""
    permissions.can_subscribe(actor).insist()
    forum = find_forum(actor, forum_id)
    topics = permissions.visible_topics(actor).filter(forum=forum)
    unread = reading_marks.unread(actor, topics).values_list("pk", "last_number")
    reading_marks.store({(actor.member_id, pk): number for pk, number in unread})
    return forum
