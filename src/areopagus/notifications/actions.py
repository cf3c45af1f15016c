"""What members do with their notices."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.core import signing

from areopagus.accounts.actors import Actor
from areopagus.core.clock import now
from areopagus.core.verdict import Refused
from areopagus.notifications import reading, wishes
from areopagus.notifications.models import Notice

READ = "notifications.read"
UNDOABLE_SECONDS = 60


def read_notice(actor: Actor, notice: Notice) -> None:
    reading.mark_read(actor.member_id, Notice.objects.filter(pk=notice.pk), now())


def read_notices(actor: Actor) -> tuple[int, str]:
    """All of them; how many were new, and what undoes it within a minute."""
    if actor.is_guest:
        raise Refused("Sign in to see what there is to tell you.")
    at = now()
    count = reading.mark_read(actor.member_id, Notice.objects.filter(on_board=True), at)
    return count, signing.dumps([actor.member_id, at.isoformat()], salt=READ)


def undo_read_notices(actor: Actor, token: str) -> None:
    try:
        user_id, at = signing.loads(token, salt=READ, max_age=UNDOABLE_SECONDS)
    except signing.BadSignature as error:
        raise Refused("This can be undone within a minute only.") from error
    if user_id != actor.user_id:
        raise Refused("This is somebody else's to undo.")
    reading.take_back(actor.member_id, datetime.fromisoformat(at))


def save_wishes(
    actor: Actor, said: Mapping[str, Mapping[str, str]], hours: Mapping[str, int | None]
) -> None:
    wishes.change(actor.member_id, said, **hours)


def lose_notices(actor: Actor, notice_ids: Collection[int]) -> None:
    """What its reader may not see any more must not be counted either."""
    if notice_ids:
        reading.mark_read(actor.member_id, Notice.objects.filter(pk__in=notice_ids), now())
