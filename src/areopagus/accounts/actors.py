"""Whoever is asking, member or guest, loaded once per request. A guest is an actor too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from areopagus.accounts import options
from areopagus.accounts.groups import guests
from areopagus.accounts.models import Group, User
from areopagus.core import shown
from areopagus.core.clock import Clock, clock_for


@dataclass(frozen=True, slots=True)
class Actor:
    """`user` is None for a guest. `address` is the client's network address, "" when unknown.

    A stand-in is nobody, and sees what all members of one kind see (`accounts.readers`).
    """

    user: User | None
    group: Group
    address: str = ""
    is_stand_in: bool = False
    # Answers already worked out for this actor during this request.
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def member_id(self) -> int:
        """The id where a rule has made sure that nobody else gets this far."""
        if self.user is None:
            raise LookupError("A guest has no id; ask the permission first.")
        return self.user.pk

    @property
    def name(self) -> str:
        return self.user.name if self.user else "Guest"

    @property
    def is_guest(self) -> bool:
        return self.user is None

    @property
    def is_administrator(self) -> bool:
        return self.group.is_administrators

    @property
    def is_staff(self) -> bool:
        return self.group.is_staff

    @property
    def clock(self) -> Clock:
        if "accounts.clock" not in self.memo:
            self.memo["accounts.clock"] = _clock(self.user)
        clock: Clock = self.memo["accounts.clock"]
        return clock


def guest(address: str = "") -> Actor:
    return Actor(None, guests(), address)


def member(user: User, address: str = "") -> Actor:
    shown.note_personal()
    return Actor(user, user.group, address)


def _clock(user: User | None) -> Clock:
    return clock_for(
        (user and user.time_zone) or options.TIME_ZONE.get(),
        (user and user.date_format) or options.DATE_FORMAT.get(),
        (user and user.time_format) or options.TIME_FORMAT.get(),
        relative=user is not None,
    )
