"""Both boards at once: the old one, and the little of this one that every rule may ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from areopagus.boards.models import Category, Forum, Topic
from areopagus.importers.fluxbb.verification.old_board import OldBoard, Row
from areopagus.importers.fluxbb.verification.since import Since, since
from areopagus.importers.progress import Progress

# As the guide calls it: what stood nowhere on the old board stands there.
HOLDING = "Found while moving in"
ROWS_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Boards:
    old: OldBoard
    folder: Path
    progress: Progress
    # The forum and the category for what stood nowhere, when there are such.
    holding_forum: int | None
    holding_category: int | None
    # Topics made here for posts whose own had vanished.
    found_again: frozenset[int]
    since: Since


def both(old: OldBoard, folder: Path, progress: Progress) -> Boards:
    forums = Forum.objects.filter(name=HOLDING).exclude(pk__in=old.forums)
    holding = forums.values_list("pk", flat=True).first()
    highest = old.one("SELECT MAX(id) FROM categories") or 0
    categories = Category.objects.filter(name=HOLDING, pk__gt=highest)
    there = Topic.objects.filter(forum=holding).values_list("pk", flat=True)
    known = "SELECT 1 FROM topics WHERE id = ?"
    return Boards(
        old,
        folder,
        progress,
        holding,
        categories.values_list("pk", flat=True).first(),
        frozenset(pk for pk in there if not old.one(known, pk)) if holding else frozenset(),
        since(),
    )


def in_order(rows: QuerySet[Any], *names: str) -> Iterator[Row]:
    """By id, some at a time: no long reading holds up a board that is being used."""
    last = 0
    while True:
        some = list(rows.filter(pk__gt=last).order_by("pk").values("id", *names)[:ROWS_AT_A_TIME])
        yield from some
        if len(some) < ROWS_AT_A_TIME:
            return
        last = some[-1]["id"]


def tuples_in_order(rows: QuerySet[Any], names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The same without a dictionary for each: the id comes first."""
    last = 0
    while True:
        page = rows.filter(pk__gt=last).order_by("pk").values_list("id", *names)
        some = list(page[:ROWS_AT_A_TIME])
        yield from some
        if len(some) < ROWS_AT_A_TIME:
            return
        last = some[-1][0]
