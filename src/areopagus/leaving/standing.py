"""Who is about to leave. Remembered, so that no page pays for it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from areopagus.accounts.models import User
from areopagus.core.remembered import Remembered
from areopagus.leaving.models import Farewell


def _read() -> dict[int, datetime]:
    return dict(Farewell.objects.filter(erased_at=None).values_list("user", "due_at"))


leaving: Remembered[dict[int, datetime]] = Remembered("leaving", _read)


def but_for_the_erased(members: QuerySet[User]) -> QuerySet[User]:
    """What is left of an account that is erased is nobody, and nobody does anything to it."""
    return members.exclude(pk__in=Farewell.objects.exclude(begun_at=None).values("user"))


def leaves_at(user: User) -> datetime | None:
    """When this member will be forgotten, if they have asked to be."""
    return leaving.get().get(user.pk)
