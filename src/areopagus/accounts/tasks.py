"""Letters on their way; and what is swept up behind visitors: ended sessions, old sightings."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django_tasks import task

from areopagus.accounts import actors, letters, permissions
from areopagus.accounts.models import Presence, User
from areopagus.core.clock import now
from areopagus.core.jobs.periodic import periodically
from areopagus.core.sealing import opened

SOON = 10


@periodically(every=timedelta(hours=6))
@task()
def sweep_up_behind_visitors() -> None:
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    Presence.objects.filter(seen_at__lt=now() - timedelta(days=1)).delete()


# A mail server may be away for most of a day.
@task(most_attempts=9)
def tell_password(user_id: int, *, wanted: bool) -> None:
    """Whether a new one is wanted. Not sent when it is otherwise by then."""
    member = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if member is not None and wanted == (member.password_reset_at is not None):
        letters.about_password(member).send()


@task(most_attempts=9)
def tell_name(user_id: int, was: str) -> None:
    """Not sent when they are called as before by then."""
    member = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if member is not None and member.name != was:
        letters.about_name(member, was).send()


@task(most_attempts=9)
def send_letter(sender_id: int, receiver_id: int, subject: str, text: str, key: str) -> None:
    """Not sent any more when its writer was banned or its receiver withdrew in the meantime."""
    people = User.objects.select_related("group").in_bulk([sender_id, receiver_id])
    if len(people) == 2:  # noqa: PLR2004
        sender, receiver = people[sender_id], people[receiver_id]
        if permissions.can_write_to(actors.member(sender), receiver):
            letters.compose(sender, receiver, subject, text, key).send()


# Whoever waits for a code waits at a form. The tenth attempt comes when no letter is of use any more.
@task(most_attempts=10, priority=SOON)
def send_sealed(letter: str, until: str) -> None:
    """See `accounts.later`."""
    if now() < datetime.fromisoformat(until):
        EmailMultiAlternatives(**json.loads(opened(letter))).send()
