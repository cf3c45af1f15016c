"""Whose mail comes back, so that no more of it is sent and its owner is told on their next visit."""

from __future__ import annotations

from areopagus.accounts.models import MailTrouble, User
from areopagus.core.remembered import Remembered


def _read() -> dict[int, tuple[str, str]]:
    """Member to (address, what the mail server said), of those to whom no more is sent."""
    stopped = MailTrouble.objects.exclude(stopped_at=None)
    return {row.user_id: (row.address, row.said) for row in stopped}


STOPPED = Remembered("accounts.mail_trouble", _read)


def trouble_of(user: User) -> str | None:
    """What the mail server says of this member's address; None while mail to it is sent."""
    address, said = STOPPED.get().get(user.pk, ("", ""))
    return said if address and address == user.email else None
