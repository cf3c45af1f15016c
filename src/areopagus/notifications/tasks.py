"""Mails on their way. A worker that is killed in the middle forgets none and sends none twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django_tasks import task

from areopagus.boards.models import Post
from areopagus.core.clock import now
from areopagus.core.jobs.periodic import periodically
from areopagus.notifications import letters, options, permissions, telling
from areopagus.notifications.models import Notice

KEPT = timedelta(days=30)
RECENT = timedelta(days=7)


@task()
def tell_of(post_id: int) -> None:
    _tell(post_id, telling.make_notices)


@task()
def tell_of_edit(post_id: int) -> None:
    """Whom it names only now; of old posts nobody, because who was told of them is forgotten."""
    _tell(post_id, telling.make_notices_of_edit)


def _tell(post_id: int, make_notices: Callable[[Post], list[int]]) -> None:
    """Without an address of its own the board can write nothing that leads back to it."""
    if not (settings.SITE_URL and options.BY_MAIL.get()):
        return
    with transaction.atomic():
        recent = Post.objects.filter(posted_at__gt=now() - RECENT)
        post = recent.select_related("topic").filter(pk=post_id).first()
        if post is not None:
            for notice_id in make_notices(post):
                send.enqueue(notice_id)


# A mail server may be away for most of a day.
@task(most_attempts=9)
def send(notice_id: int) -> None:
    """Judged once more: much may have happened since."""
    with transaction.atomic():
        held = Notice.objects.select_for_update(of=("self",), no_key=True)
        notice = (
            held.select_related("user__group", "post__topic__forum")
            .filter(pk=notice_id, sent_at=None, ended_at=None)
            .first()
        )
        if notice is None:
            return
        user, post = notice.user, notice.post
        if permissions.can_be_told(user, post) and permissions.still_want_it(notice):
            letters.compose(notice).send()
            notice.sent_at = now()
        notice.ended_at = now()
        notice.save(update_fields=["sent_at", "ended_at"])


@periodically(every=timedelta(hours=24))
@task()
def forget_old_notices() -> None:
    Notice.objects.filter(made_at__lt=now() - KEPT).delete()
