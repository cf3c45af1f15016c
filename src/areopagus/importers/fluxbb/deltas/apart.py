"""What stands here otherwise than on the old board because somebody here changed it: noted for `verify`."""

from __future__ import annotations

from collections.abc import Iterator

from areopagus.importers.bulk import Table
from areopagus.importers.fluxbb.deltas.findings import Found, shown
from areopagus.importers.fluxbb.deltas.kinds import KINDS, Kind, Way
from areopagus.importers.fluxbb.deltas.merging import EVERYTHING, GONE, Merge, named
from areopagus.importers.fluxbb.deltas.reading import (
    Key,
    Row,
    kept_of,
    kept_posts,
    rows_of,
    side_by_side,
    topics_of_posts,
)
from areopagus.importers.fluxbb.prints import BYTES, number_in, split
from areopagus.importers.models import KeptApart

CHANGED_HERE = "changed here since it moved in"
# Kinds that are not compared at the end.
APART = {"posts", "addresses", "passwords"}
Apart = tuple[str, Key, str]


def note_what_stands_apart(merge: Merge) -> None:
    earlier = {
        (row.kind, (row.first, row.second)[: _width(row.kind)], row.aspect)
        for row in KeptApart.objects.filter(is_conflict=True)
    }
    conflicts = merge.conflicts | earlier
    KeptApart.objects.all().delete()
    noted: set[Apart] = set()
    for kind in KINDS:
        for apart, here in _standing_apart(kind) if kind.aspects else ():
            noted.add(apart)
            if apart not in conflicts:
                numbers = "/".join(map(str, apart[1]))
                merge.findings.own(Found(kind.name, numbers, *here, "", CHANGED_HERE))
    noted |= set(_moved_posts())
    # What is gone on one side cannot be compared, and edited posts keep what they were: of those only
    # conflicts are noted.
    noted |= {apart for apart in conflicts if apart[0] in APART or apart[2] == EVERYTHING}
    _write(merge, noted, conflicts)


def _width(kind: str) -> int:
    return next((len(one.keys) for one in KINDS if one.name == kind), 1)


def _moved_posts() -> Iterator[Apart]:
    """Moderators here have split or merged topics."""
    for pk, topic, kept in side_by_side(topics_of_posts(), kept_posts()):
        if topic is None or kept is None or kept[1]:
            continue
        if number_in(kept[0][:BYTES]) != topic:
            yield "posts", (pk,), "topic"


def _standing_apart(kind: Kind) -> Iterator[tuple[Apart, tuple[str, str, str]]]:
    for key, row, kept in side_by_side(rows_of(kind), kept_of(kind)):
        if row is None or kept is None or kept[1]:
            continue
        yield from _aspects(kind, key, row, kept[0])


def _aspects(
    kind: Kind, key: Key, row: Row, kept: bytes
) -> Iterator[tuple[Apart, tuple[str, str, str]]]:
    if kind.print(row) == kept:
        return
    for aspect, values, was in zip(kind.aspects, kind.values(row), split(kept), strict=True):
        if aspect.way is Way.ONE and aspect.print(values) != was and GONE not in values:
            yield (kind.name, key, aspect.name), (named(kind, row), aspect.name, shown(values))


def _write(merge: Merge, noted: set[Apart], conflicts: set[Apart]) -> None:
    rows = (
        (kind, *(*key, 0)[:2], aspect, (kind, key, aspect) in conflicts, merge.move.now)
        for kind, key, aspect in sorted(noted)
    )
    table = Table(KeptApart, ("kind", "first", "second", "aspect", "is_conflict", "noticed_at"))
    table.write(rows)
