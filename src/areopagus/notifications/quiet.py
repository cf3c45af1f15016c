"""The hours in which a member wants no mail, on their own clock. What stands on the board stands there at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from areopagus.accounts import actors
from areopagus.accounts.models import User
from areopagus.notifications.models import Wishes


def quiet_until(user: User, at: datetime) -> datetime | None:
    """When the quiet hours end in which `at` lies; None when mail may go out. One query. Wants `group`."""
    row = Wishes.objects.filter(user=user).first()
    if row is None or row.quiet_from is None or row.quiet_until is None:
        return None
    local = at.astimezone(actors.member(user).clock.zone)
    begin, end = row.quiet_from, row.quiet_until
    is_quiet = begin <= local.hour < end if begin < end else not end <= local.hour < begin
    if begin == end or not is_quiet:
        return None
    ends = local.replace(hour=end, minute=0, second=0, microsecond=0)
    return ends if ends > local else ends + timedelta(days=1)
