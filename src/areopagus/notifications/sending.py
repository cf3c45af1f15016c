"""One mail, sent once: taken, sent without holding anything up, noted.

A mail server takes its time, and on SQLite nobody else writes within a transaction of ours. So the
notice is taken in one statement, sent outside of any transaction, and ended in another. A worker that
is killed in between leaves it taken; after TAKEN it is sent again, with the same Message-ID, by which
the reader's mail server knows that it is one mail. See decision 0045.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet

from areopagus.accounts import actors
from areopagus.accounts.mail_language import in_language_of
from areopagus.accounts.notices import Line, kind_named
from areopagus.boards import reading_marks
from areopagus.boards.models import Level
from areopagus.core.clock import now
from areopagus.notifications import letters, permissions, watching, wishes
from areopagus.notifications.channels import DAILY, MAIL, NO, NOW, WEEKLY
from areopagus.notifications.kinds import OF_POSTS, REPLY, TOPIC
from areopagus.notifications.lines import lines
from areopagus.notifications.models import Notice

# Shorter than the lease of a job, so that whoever takes up a dead worker's job finds it free.
TAKEN = timedelta(minutes=10)


class Taken(Exception):
    """Somebody sends it at this moment, or was killed while they did."""


def is_left_to_a_digest(notice: Notice) -> bool:
    """Its reader has wished for mails of many notices since; it waits for the next of them."""
    wish = _wish(notice)
    if wish not in {DAILY, WEEKLY}:
        return False
    return bool(_free(Notice.objects.filter(pk=notice.pk, mail=NOW)).update(mail=wish))


def send(notice_id: int) -> None:
    once(Notice.objects.filter(pk=notice_id, mail=NOW), lambda: _letter(notice_id))


def once(row: QuerySet[Any], compose: Callable[[], EmailMessage | None]) -> None:
    """Composes and sends what belongs to this row; None from `compose`: nothing is to be said any more.

    Taken: the job is to look again later, whether whoever has it has ended it.
    """
    if not take(row):
        if row.filter(ended_at=None).exists():
            raise Taken
        return
    try:
        message = compose()
        if message is not None:
            message.send()
    except BaseException:
        row.update(taken_at=None)
        raise
    row.update(ended_at=now(), sent_at=now() if message is not None else None)


def take(row: QuerySet[Any]) -> bool:
    """Of several workers one."""
    return bool(_free(row).update(taken_at=now()))


def _free(row: QuerySet[Any]) -> QuerySet[Any]:
    free = Q(taken_at=None) | Q(taken_at__lt=now() - TAKEN)
    return row.filter(free, sent_at=None, ended_at=None)


def _letter(notice_id: int) -> EmailMessage | None:
    """Judged once more: much may have happened since."""
    notice = Notice.objects.select_related("user__group", "post__topic__forum").get(pk=notice_id)
    with in_language_of(notice.user):
        line = _wanted(notice)
        return letters.compose(notice, line) if line is not None else None


def _wanted(notice: Notice) -> Line | None:
    """What to say; None when nothing is to be said any more."""
    user = notice.user
    if notice.read_at is not None or not permissions.can_be_mailed(user):
        return None
    if _wish(notice) != NOW:
        return None
    if notice.kind in OF_POSTS and not still_concerns(notice):
        return None
    return lines(actors.member(user), [notice]).get(notice.pk)


def _wish(notice: Notice) -> str:
    kind = kind_named(notice.kind)
    said = wishes.said_by([notice.user_id]).get(notice.user_id, {})
    return wishes.wish(said, kind, MAIL) if kind is not None else NO


def still_concerns(notice: Notice) -> bool:
    """Of a post: they may read it, have not, and follow it still when that was the reason."""
    user, post = notice.user, notice.post
    if post is None or not permissions.can_be_told_of(user, post):
        return False
    if reading_marks.readers_of(post, [user]):
        return False
    if notice.kind in {REPLY.key, TOPIC.key}:
        return watching.level_of(user.pk, post) == Level.WATCHED
    return True
