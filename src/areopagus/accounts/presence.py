"""Who is online, without a write per request: sightings are tallied and written every few seconds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Case, F, Q, When
from django.db.models.expressions import CombinedExpression
from django.utils.crypto import salted_hmac

from areopagus.accounts import client_address
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Presence, User
from areopagus.core.clock import now
from areopagus.core.tally import Tally

# Of the guests seen by one process between two writings, so many are told apart.
MOST_GUESTS = 1_000
# Who was away for so long comes for another visit.
PAUSE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Online:
    """`members` are (id, name) pairs in order of name; `guests` is a number."""

    members: tuple[tuple[int, str], ...]
    guests: int


def note(actor: Actor) -> None:
    """Remembers that this actor was here just now."""
    if actor.user_id is None:
        note_guest(actor.address)
    else:
        _sightings.note(f"m:{actor.user_id}", (actor.user_id, now()))


def note_guest(address: str) -> None:
    # Only how many guests are here is ever shown; a hundred thousand robots are no more than many.
    line = client_address.line_of(address)
    # One moment of each between two writings is enough: they are seconds apart.
    if _guests.pending(line) is None and len(_guests) < MOST_GUESTS:
        _guests.note(line, now())


def online(seconds: int) -> Online:
    """Who was here within the last `seconds`. Two queries."""
    since = now() - timedelta(seconds=seconds)
    here = Presence.objects.filter(seen_at__gte=since)
    members = here.filter(user__isnull=False).order_by("user__name_key")
    return Online(
        tuple(members.values_list("user_id", "user__name")),
        here.filter(user=None).count(),
    )


def online_among(user_ids: Iterable[int], seconds: int) -> set[int]:
    since = now() - timedelta(seconds=seconds)
    rows = Presence.objects.filter(user__in=set(user_ids), seen_at__gte=since)
    return {user_id for user_id in rows.values_list("user_id", flat=True) if user_id}


def _guest_key(address: str) -> str:
    # Only a keyed hash of the address is kept, so that the table tells nobody where guests live.
    return salted_hmac("areopagus.presence", address).hexdigest()[:32]


def _later(
    one: tuple[int | None, datetime], other: tuple[int | None, datetime]
) -> tuple[int | None, datetime]:
    return max(one, other, key=lambda sighting: sighting[1])


def _write_guests(rows: dict[str, datetime]) -> None:
    _write({f"g:{_guest_key(address)}": (None, at) for address, at in rows.items()})


def _write(rows: dict[str, tuple[int | None, datetime]]) -> None:
    known = set(
        User.objects.filter(pk__in=[u for u, _ in rows.values() if u]).values_list("pk", flat=True)
    )
    Presence.objects.bulk_create(
        [
            Presence(key=key, user_id=user_id, seen_at=at)
            for key, (user_id, at) in sorted(rows.items())
            if user_id is None or user_id in known
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["seen_at"],
    )
    for user_id, at in rows.values():
        if user_id is not None:
            User.objects.filter(pk=user_id).update(
                last_visit_at=_visit(at), last_seen_at=at, days_here=days_here(at)
            )


def days_here(at: datetime) -> CombinedExpression:
    """One more on the first sight of each day."""
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    is_new = Q(last_seen_at=None) | Q(last_seen_at__lt=day)
    return F("days_here") + Case(When(is_new, then=1), default=0)


def _visit(at: datetime) -> Case:
    """When they were here last, of whoever comes back at this moment."""
    is_back = When(last_seen_at__lt=at - PAUSE, then=F("last_seen_at"))
    return Case(is_back, default=F("last_visit_at"))


_sightings: Tally[str, tuple[int | None, datetime]] = Tally(_write, _later)
_guests: Tally[str, datetime] = Tally(_write_guests, max)


def write_now() -> None:
    _sightings.write()
    _guests.write()
