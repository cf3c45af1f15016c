"""Whether somebody is called so already, or was and has left for good."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.crypto import salted_hmac

from areopagus.accounts.models import ReservedName, User
from areopagus.accounts.names import key_of, skeleton_of


def is_taken(name: str) -> bool:
    """Whether a member is called this, or something that looks like it."""
    same = Q(name_key=key_of(name)) | Q(name_skeleton=skeleton_of(name))
    return (
        User.objects.filter(same).exists()
        or ReservedName.objects.filter(digest=_digest(name)).exists()
    )


def reserve(names: Iterable[str]) -> None:
    """For ever, and without keeping the names."""
    rows = [ReservedName(digest=_digest(name)) for name in names]
    ReservedName.objects.bulk_create(rows, ignore_conflicts=True)


def _digest(name: str) -> str:
    """Of how it looks, so that nobody takes a name that looks like it. Without the board's key it says nothing."""
    return salted_hmac("accounts.reserved-name", skeleton_of(name), algorithm="sha256").hexdigest()
