"""Times are kept in UTC and shown on a reader's clock: their zone, their format.

Guests read the board's clock with absolute times only, so that a guest's page is the same for all.
"""

from __future__ import annotations

import re
from calendar import month_abbr
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone as django_timezone

# The formats a member may choose, by the key that is stored; FluxBB offers the same ones.
# Not strftime, which takes ten times as long: a page of posts shows a hundred moments.
DATE_FORMATS: dict[str, Callable[[datetime], str]] = {
    "Y-m-d": lambda at: f"{at.year:04}-{at.month:02}-{at.day:02}",
    "Y-d-m": lambda at: f"{at.year:04}-{at.day:02}-{at.month:02}",
    "d-m-Y": lambda at: f"{at.day:02}-{at.month:02}-{at.year:04}",
    "m-d-Y": lambda at: f"{at.month:02}-{at.day:02}-{at.year:04}",
    "j M Y": lambda at: f"{at.day} {month_abbr[at.month]} {at.year:04}",
    "M j Y": lambda at: f"{month_abbr[at.month]} {at.day} {at.year:04}",
}
TIME_FORMATS: dict[str, Callable[[datetime], str]] = {
    "H:i:s": lambda at: f"{at.hour:02}:{at.minute:02}:{at.second:02}",
    "H:i": lambda at: f"{at.hour:02}:{at.minute:02}",
    "g:i:s a": lambda at: f"{_twelve(at)}:{at.minute:02}:{at.second:02} {_half(at)}",
    "g:i a": lambda at: f"{_twelve(at)}:{at.minute:02} {_half(at)}",
}
OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")


def _twelve(at: datetime) -> int:
    return at.hour % 12 or 12


def _half(at: datetime) -> str:
    return "AM" if at.hour < 12 else "PM"  # noqa: PLR2004


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
        return f"{self.day(at)} {TIME_FORMATS[self.time_format](at.astimezone(self.zone))}"

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
        return DATE_FORMATS[self.date_format](local)

    @property
    def key(self) -> Hashable:
        """Equal for clocks that show the same, while neither passes midnight."""
        today = now().astimezone(self.zone).date() if self.relative else None
        return self.zone_name, self.date_format, self.time_format, today


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
