"""The one-time link with which the first administrator sets the board up."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from areopagus.accounts.models import Group, User
from areopagus.core.clock import now
from areopagus.core.models import OptionValue

KEY = "accounts.set_up_token"
VALID_FOR = timedelta(days=7)


def is_needed() -> bool:
    return not User.objects.filter(group__role=Group.Role.ADMINISTRATORS).exists()


def issue_token() -> str | None:
    """A fresh token for /set-up/TOKEN/, or None when there is an administrator already.

    Only its digest is kept; an earlier link stops working.
    """
    if not is_needed():
        return None
    token = secrets.token_urlsafe(24)
    OptionValue.objects.update_or_create(
        key=KEY,
        defaults={"value": {"digest": _digest(token), "until": (now() + VALID_FOR).timestamp()}},
    )
    return token


def is_valid(token: str) -> bool:
    stored = OptionValue.objects.filter(key=KEY).values_list("value", flat=True).first()
    return (
        stored is not None
        and is_needed()
        and now().timestamp() < stored["until"]
        and secrets.compare_digest(stored["digest"], _digest(token))
    )


def use_up_token() -> None:
    OptionValue.objects.filter(key=KEY).delete()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
