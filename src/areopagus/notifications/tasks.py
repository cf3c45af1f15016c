"""Notices and mails on their way. A worker that is killed in the middle forgets none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django_tasks import task

from areopagus.accounts.models import User
from areopagus.accounts.notices import kind_named
from areopagus.boards.models import Post
from areopagus.core.clock import now
from areopagus.core.jobs.periodic import periodically
from areopagus.notifications import digests, options, permissions, pruning, sending, telling
from areopagus.notifications.channels import NOW
from areopagus.notifications.models import Digest, Notice
from areopagus.notifications.quiet import quiet_until
from areopagus.notifications.writing import Wanted, write

RECENT = timedelta(days=7)
# What else there is to do does not wait behind ten thousand mails.
LATER = -10


@task(together=20)
def tell_of(post_ids: list[int]) -> None:
    _tell(post_ids, telling.make_notices)


@task()
def tell_of_edit(post_id: int) -> None:
    """Whom it names only now; of old posts nobody, because who was told of them is forgotten."""
    _tell([post_id], telling.make_notices_of_edit)


def _tell(post_ids: list[int], make_notices: Callable[[Post], list[int]]) -> None:
    recent = Post.objects.filter(pk__in=post_ids, posted_at__gt=now() - RECENT)
    for post in recent.select_related("topic__forum").order_by("pk"):
        with transaction.atomic():
            _send_all(make_notices(post))


@task()
def tell_members(subject: str, user_ids: list[int]) -> None:
    """Of something that the room of this kind knows, such as "report:12"."""
    key, _, number = subject.partition(":")
    kind, subject_id = kind_named(key), int(number)
    if kind is None:
        return
    with transaction.atomic():
        people = User.objects.select_related("group").filter(pk__in=user_ids).order_by("pk")
        wanted = [
            Wanted(user, [kind], subject_id=subject_id)
            for user in people
            if permissions.can_be_told(user)
        ]
        made = write(wanted)
        _send_all([notice.pk for notice in made if notice.mail == NOW])


def _send_all(notice_ids: list[int]) -> None:
    for notice_id in notice_ids:
        send.enqueue(notice_id)


# A mail server may be away for most of a day.
@task(most_attempts=9, priority=LATER)
def send(notice_id: int) -> None:
    """In a member's quiet hours it waits for their end."""
    waiting = Notice.objects.select_related("user__group").filter(
        pk=notice_id, mail=NOW, ended_at=None
    )
    if (notice := waiting.first()) is None or sending.is_left_to_a_digest(notice):
        return
    later = quiet_until(notice.user, now())
    if later is not None:
        send.using(run_after=later).enqueue(notice_id)
        return
    sending.send(notice_id)


@periodically(every=timedelta(minutes=30))
@task(priority=LATER)
def make_digests() -> None:
    """One member after the other: whoever is done stays done when the worker is killed."""
    for user_id in digests.readers():
        with transaction.atomic():
            for digest_id in digests.make(user_id):
                send_digest.enqueue(digest_id)


@task(most_attempts=9, priority=LATER)
def send_digest(digest_id: int) -> None:
    """It may be tried again in quiet hours that began since it was made."""
    waiting = Digest.objects.select_related("user__group").filter(pk=digest_id, ended_at=None)
    if (digest := waiting.first()) is None:
        return
    later = quiet_until(digest.user, now())
    if later is not None:
        send_digest.using(run_after=later).enqueue(digest_id)
        return
    digests.send(digest_id)


@periodically(every=timedelta(hours=24))
@task()
def forget_old_notices() -> None:
    pruning.forget(now() - timedelta(days=options.DAYS_KEPT.get()))
