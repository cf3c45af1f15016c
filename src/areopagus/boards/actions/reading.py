"""Saying that something is read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core import signing
from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards import permissions, reading_marks
from areopagus.boards.events import EverythingRead, ReadingTakenBack
from areopagus.boards.models import Forum
from areopagus.boards.pages.finding import find_forum
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.verdict import Refused

BOARD = "boards.read-everything"
FORUM = "boards.read-forum"
UNDOABLE_SECONDS = 60


@transaction.atomic
def read_everything(actor: Actor) -> str:
    """The whole board. What is answered undoes it, within a minute."""
    permissions.can_subscribe(actor).insist()
    user = User.objects.select_for_update(no_key=True).get(pk=actor.member_id)
    before = user.read_before.isoformat() if user.read_before else None
    at = user.read_before = now()
    user.save(update_fields=["read_before"])
    announce(EverythingRead(user.pk, at))
    return signing.dumps([user.pk, before, at.isoformat()], salt=BOARD)


@transaction.atomic
def undo_read_everything(actor: Actor, token: str) -> None:
    before, at = _unsigned(actor, token, BOARD)
    said = datetime.fromisoformat(before) if before else None
    User.objects.filter(pk=actor.member_id).update(read_before=said)
    announce(ReadingTakenBack(actor.member_id, datetime.fromisoformat(at)))


@transaction.atomic
def read_forum(actor: Actor, forum_id: int) -> tuple[Forum, str]:
    """All of its topics, not those of the forums below it. The text undoes it, within a minute."""
    permissions.can_subscribe(actor).insist()
    forum = find_forum(actor, forum_id)
    topics = permissions.visible_topics(actor).filter(forum=forum)
    unread = reading_marks.unread(actor, topics).values_list("pk", "last_number")
    moment = now()
    reading_marks.store({(actor.member_id, pk): number for pk, number in unread}, moment)
    return forum, signing.dumps([actor.member_id, forum.pk, moment.isoformat()], salt=FORUM)


@transaction.atomic
def undo_read_forum(actor: Actor, token: str) -> Forum:
    forum_id, moment = _unsigned(actor, token, FORUM)
    forum = find_forum(actor, forum_id)
    reading_marks.take_back(actor, datetime.fromisoformat(moment))
    return forum


def _unsigned(actor: Actor, token: str, salt: str) -> list[Any]:
    """What was signed for this member a short while ago."""
    try:
        user_id, *said = signing.loads(token, salt=salt, max_age=UNDOABLE_SECONDS)
    except signing.BadSignature as error:
        raise Refused("This can be undone within a minute only.") from error
    if user_id != actor.user_id:
        raise Refused("This is somebody else's to undo.")
    return list(said)
