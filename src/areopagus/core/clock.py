"""Times are kept in UTC and shown on a reader's clock: their zone, their format.

Guests read the board's clock with absolute times only, so that a guest's page is the same for all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone as django_timezone

# The formats a member may choose, by the key that is stored; FluxBB offers the same ones.
DATE_FORMATS = {
    "Y-m-d": "%Y-%m-%d",
    "Y-d-m": "%Y-%d-%m",
    "d-m-Y": "%d-%m-%Y",
    "m-d-Y": "%m-%d-%Y",
    "j M Y": "%-d %b %Y",
    "M j Y": "%b %-d %Y",
}
TIME_FORMATS = {
    "H:i:s": "%H:%M:%S",
    "H:i": "%H:%M",
    "g:i:s a": "%-I:%M:%S %p",
    "g:i a": "%-I:%M %p",
}
OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")


def now() -> datetime:
    return django_timezone.now()


@lru_cache(maxsize=1024)
def zone_named(name: str) -> tzinfo:
    """The zone of an IANA name ("Europe/Kyiv") or of an offset ("+05:45").

    Raises ValueError with the name in it when it is neither.
    """
    if found := OFFSET.fullmatch(name):
        shift = timedelta(hours=int(found[2]), minutes=int(found[3]))
        return timezone(-shift if found[1] == "-" else shift)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone") from error


@dataclass(frozen=True, slots=True)
class Clock:
    """Shows moments in one zone and format. `relative` says Today and Yesterday."""

    zone: tzinfo = UTC
    zone_name: str = "UTC"
    date_format: str = "Y-m-d"
    time_format: str = "H:i:s"
    relative: bool = False

    def moment(self, at: datetime | None) -> str:
        """Date and time, such as "2017-11-09 20:42:43"; "Never" when there is none."""
        if at is None:
            return "Never"
        return f"{self.day(at)} {at.astimezone(self.zone).strftime(TIME_FORMATS[self.time_format])}"

    def day(self, at: datetime | None) -> str:
        if at is None:
            return "Never"
        local = at.astimezone(self.zone)
        if self.relative:
            today = now().astimezone(self.zone).date()
            if local.date() == today:
                return "Today"
            if local.date() == today - timedelta(days=1):
                return "Yesterday"
        return local.strftime(DATE_FORMATS[self.date_format])


def clock_for(zone_name: str, date_format: str, time_format: str, *, relative: bool) -> Clock:
    """A clock from stored preferences; what an old import left unknown falls back to UTC."""
    try:
        zone = zone_named(zone_name)
    except ValueError:
        zone, zone_name = UTC, "UTC"
    return Clock(
        zone,
        zone_name,
        date_format if date_format in DATE_FORMATS else "Y-m-d",
        time_format if time_format in TIME_FORMATS else "H:i:s",
        relative,
    )
