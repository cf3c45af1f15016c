"""Letters about mails that did not become what their writer wanted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django_tasks import task

from areopagus.boards.models import Post
from areopagus.core.clock import now
from areopagus.core.jobs.periodic import periodically
from areopagus.inbound import letters
from areopagus.inbound.models import Mail

KEPT = timedelta(days=60)
MOST_NAMED = 20


# A mail server may be away for most of a day.
@task(most_attempts=9)
def give_back(mail_id: int, words: str) -> None:
    """Why an answer was not published, with its words."""
    mail = Mail.objects.select_related("user").get(pk=mail_id)
    if mail.user is not None and mail.user.email:
        letters.not_published(mail, mail.user, words).send()


@task(most_attempts=9)
def say_what_was_left_out(mail_id: int, post_id: int, names: Sequence[str]) -> None:
    mail = Mail.objects.select_related("user").get(pk=mail_id)
    post = Post.objects.select_related("topic").filter(pk=post_id).first()
    if post is not None and mail.user is not None and mail.user.email:
        letters.without_attachments(mail, mail.user, post, names).send()


@periodically(every=timedelta(hours=24))
@task()
def forget_old_mails() -> None:
    Mail.objects.filter(came_at__lt=now() - KEPT).delete()
