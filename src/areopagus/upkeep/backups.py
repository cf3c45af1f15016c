"""When `areopagus backup` has last made one. Kept among the options, as a value of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from areopagus.core.clock import now
from areopagus.core.models import OptionValue

KEY = "upkeep.last_backup"


@dataclass(frozen=True, slots=True)
class Backup:
    name: str
    size: int
    at: datetime


def note_backup(name: str, size: int) -> None:
    value = {"name": name, "size": size, "at": now().timestamp()}
    OptionValue.objects.update_or_create(key=KEY, defaults={"value": value})


def last_backup() -> Backup | None:
    said = OptionValue.objects.filter(key=KEY).values_list("value", flat=True).first()
    if said is None:
        return None
    return Backup(said["name"], said["size"], datetime.fromtimestamp(said["at"], UTC))
