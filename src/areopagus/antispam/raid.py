"""Whether raid mode is on, and whether it looks as if it should be.

It is suggested with its evidence; nothing switches it on but a click, unless the option says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from areopagus.accounts.models import User
from areopagus.antispam import options
from areopagus.antispam.models import Raid
from areopagus.core.clock import now
from areopagus.core.remembered import Remembered

LATELY = timedelta(hours=1)
USUALLY = timedelta(days=30)
# A board that grows quickly is not raided because of it.
TIMES_AS_MANY = 5


def _read() -> datetime | None:
    running = Raid.objects.filter(ended_at=None, ends_at__gt=now())
    return running.order_by("-ends_at").values_list("ends_at", flat=True).first()


_UNTIL = Remembered("antispam.raid", _read)
forget = _UNTIL.forget


def until() -> datetime | None:
    """When raid mode ends; None while it is off."""
    ends_at = _UNTIL.get()
    return ends_at if ends_at is not None and ends_at > now() else None


def newest() -> Sequence[User]:
    """Who has registered within the last hour, the latest first."""
    return list(User.objects.filter(registered_at__gt=now() - LATELY).order_by("-pk")[:200])


def burst(lately: Sequence[User]) -> list[str]:
    """What speaks for a raid, a sentence each; nothing when nothing does. One query."""
    if len(lately) < options.RAID_NEWCOMERS.get():
        return []
    month = User.objects.filter(
        registered_at__gt=now() - USUALLY, registered_at__lte=now() - LATELY
    ).count()
    usual = month / (USUALLY / LATELY)
    if len(lately) < usual * TIMES_AS_MANY:
        return []
    found = [
        f"{len(lately)} accounts were made within the last hour; usual are {usual:.1f} in an hour."
    ]
    networks = Counter(user.registered_from.rpartition(".")[0] for user in lately)
    networks.pop("", None)
    for network, count in networks.most_common(1):
        if count > len(lately) / 3:
            found.append(f"{count} of them came from one network, {network}.")
    return found
