"""Whether somebody is called so already, or was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from areopagus.accounts.models import FormerName, ReservedName, User
from areopagus.accounts.names import key_of, skeleton_of


def is_taken(name: str) -> bool:
    """Whether a member is called this, or something that looks like it; or was, for that stays theirs."""
    return (
        holder_of(name) is not None or reserved_for(name) is not None or was_of_somebody_gone(name)
    )


def holder_of(name: str, *, other_than: User | None = None) -> User | None:
    """Another member who is called this, or something that looks like it."""
    found = User.objects.filter(_same(name))
    return found.exclude(pk=other_than.pk).first() if other_than else found.first()


def reserved_for(name: str, *, other_than: User | None = None) -> User | None:
    """Another member who was called this, or something that looks like it."""
    found = FormerName.objects.select_related("member").filter(_same(name))
    former = (found.exclude(member=other_than) if other_than else found).first()
    return former.member if former else None


def was_of_somebody_gone(name: str) -> bool:
    """Whether somebody was called this, or something that looks like it, who has left for good."""
    return ReservedName.objects.filter(digest=_digest(name)).exists()


def once_called(keys: Any) -> QuerySet[FormerName]:
    """The former names with these keys (a list, or the place of one), the one given up last first."""
    return FormerName.objects.filter(name_key__in=keys)


def reserve(names: Iterable[str]) -> None:
    """For ever, and without keeping the names."""
    rows = [ReservedName(digest=_digest(name)) for name in names]
    ReservedName.objects.bulk_create(rows, ignore_conflicts=True)


def _same(name: str) -> Q:
    return Q(name_key=key_of(name)) | Q(name_skeleton=skeleton_of(name))


def _digest(name: str) -> str:
    """Of how it looks, so that nobody takes a name that looks like it. Without the board's key it says nothing."""
    return salted_hmac("accounts.reserved-name", skeleton_of(name), algorithm="sha256").hexdigest()
