"""Whether somebody is called so already."""

from __future__ import annotations

from django.db.models import Q

from areopagus.accounts.models import User
from areopagus.accounts.names import key_of, skeleton_of


def is_taken(name: str) -> bool:
    """Whether a member is called this, or something that looks like it."""
    same = Q(name_key=key_of(name)) | Q(name_skeleton=skeleton_of(name))
    return User.objects.filter(same).exists()
