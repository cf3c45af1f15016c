"""Rows of one kind: what the old board has new, changed or lost, held against what stands here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from areopagus.importers.fluxbb.deltas.findings import Findings, Found, shown
from areopagus.importers.fluxbb.deltas.kinds import Aspect, Kind, Values, Way, latest
from areopagus.importers.fluxbb.deltas.reading import (
    Key,
    Row,
    kept_of,
    rows_at,
    rows_of,
    side_by_side,
)
from areopagus.importers.fluxbb.deltas.shadow import ALIAS
from areopagus.importers.fluxbb.moving.context import Move
from areopagus.importers.fluxbb.prints import number_in, split
from areopagus.importers.models import KeptRow

AT_A_TIME = 500
EVERYTHING = "all of it"
CHANGED_ON_BOTH = "changed on both boards; what stands here holds"
DELETED_HERE = "changed there, but it was deleted here"
CHANGED_HERE_GONE_THERE = "gone there, but changed here, so it stays"
# In place of a digest: somebody here was first, so it does not end when it ends there.
HERE_FIRST = b"here"
Kept = tuple[bytes, bool]
# A row of the old board by key: as it would stand here, and as it was kept.
Pair = tuple[Key, Row | None, Kept | None]
PARENTS = {"group_id": "groups", "forum_id": "forums", "user_id": "users", "topic_id": "topics"}


@dataclass(slots=True)
class Merge:
    """One delta. `gone` are the ids, by kind, of what the old board has no more and stays here."""

    move: Move
    findings: Findings
    gone: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    # Addresses that another member had confirmed at that moment.
    unconfirmed: dict[int, str] = field(default_factory=dict)
    # Aspects that were changed on both boards: kind, key, aspect.
    conflicts: set[tuple[str, Key, str]] = field(default_factory=set)

    def conflict(
        self, kind: str, key: Key, named: str, aspect: str, *, here: str, there: str, why: str
    ) -> None:
        self.conflicts.add((kind, key, aspect))
        numbers = "/".join(map(str, key))
        self.findings.conflict(Found(kind, numbers, named, aspect, here, there, why))


@dataclass(frozen=True, slots=True)
class Writing:
    """How rows of a kind get here, where it takes more than writing them. Each may be left out.

    `add` is given rows of the shadow; `change` a key, and columns with their new values; `vanish` a key
    and the row here, and says whether it may go on.
    """

    kind: Kind
    add: Callable[[Merge, Kind, list[Row]], None] | None = None
    change: Callable[[Merge, Key, dict[str, Any]], None] | None = None
    vanish: Callable[[Merge, Key, Row, bool], None] | None = None


def merge_kind(merge: Merge, writing: Writing) -> None:
    kind = writing.kind
    total = merge.findings.sums[kind.name]
    rows = side_by_side(rows_of(kind, ALIAS), kept_of(kind))
    waiting: list[Pair] = []
    for key, row, kept in rows:
        if kept is not None and (
            (row is None and kept[1]) or (row is not None and kept == (kind.print(row), False))
        ):
            total.unchanged += row is not None
            continue
        waiting.append((key, row, kept))
        if len(waiting) == AT_A_TIME:
            _Judging(merge, writing).judge(waiting)
            waiting = []
    _Judging(merge, writing).judge(waiting)


class _Judging:
    """Some rows of one kind."""

    def __init__(self, merge: Merge, writing: Writing) -> None:
        self._merge, self._writing, self._kind = merge, writing, writing.kind
        self._total = merge.findings.sums[writing.kind.name]
        self._new: list[Row] = []
        self._kept: list[KeptRow] = []

    def judge(self, pairs: Sequence[Pair]) -> None:
        here = rows_at(self._kind, [key for key, _, _ in pairs])
        for key, row, kept in pairs:
            ours = here.get(key)
            if row is None:
                assert kept is not None  # noqa: S101 - one of both is there.
                self._vanish(key, kept, ours)
            elif ours is None and (kept is None or kept[1]):
                self._total.new += 1
                self._new.append(row)
                self._keep(key, self._kind.print(row))
            else:
                self._change(key, row, kept, ours)
        if self._new:
            add = self._writing.add or add_rows
            add(self._merge, self._kind, self._new)
        KeptRow.objects.bulk_create(
            self._kept,
            update_conflicts=True,
            unique_fields=["kind", "first", "second"],
            update_fields=["print", "is_gone"],
        )

    def _keep(self, key: Key, kept: bytes, *, is_gone: bool = False) -> None:
        first, second = (*key, 0)[:2]
        self._kept.append(
            KeptRow(kind=self._kind.name, first=first, second=second, print=kept, is_gone=is_gone)
        )

    def _vanish(self, key: Key, kept: Kept, ours: Row | None) -> None:
        self._total.vanished += 1
        self._keep(key, kept[0], is_gone=True)
        if ours is None or kept[0] == HERE_FIRST or self._hangs_on_what_is_gone(key):
            return
        pairs = zip(self._kind.aspects, self._kind.values(ours), split(kept[0]), strict=True)
        is_touched = any(
            aspect.way is Way.ONE and aspect.print(values) != was for aspect, values, was in pairs
        )
        if self._writing.vanish is not None:
            self._writing.vanish(self._merge, key, ours, is_touched)
        elif is_touched:
            self._merge.conflict(
                self._kind.name, key, named(self._kind, ours), EVERYTHING,
                here=shown(ours[len(key) :]), there="", why=CHANGED_HERE_GONE_THERE,
            )  # fmt: skip
        else:
            at(self._kind, key).delete()

    def _hangs_on_what_is_gone(self, key: Key) -> bool:
        """Who may see a forum is not forgotten while the forum stands."""
        pairs = zip(self._kind.keys, key, strict=True)
        return any(pk in self._merge.gone[PARENTS.get(name, "")] for name, pk in pairs)

    def _change(self, key: Key, row: Row, kept: Kept | None, ours: Row | None) -> None:
        if not self._kind.aspects:
            # It stands on both boards, or was ended here after it had begun here.
            self._keep(key, kept[0] if kept else HERE_FIRST)
            self._total.unchanged += 1
            return
        if ours is None:
            self._keep(key, self._kind.print(row))
            self._merge.conflict(
                self._kind.name, key, named(self._kind, row), EVERYTHING,
                here="", there=shown(row[len(key) :]), why=DELETED_HERE,
            )  # fmt: skip
            return
        before: list[bytes | None] = [*split(kept[0])] if kept else [None] * len(self._kind.aspects)
        written: dict[str, Any] = {}
        now = []
        for aspect, theirs, mine, was in zip(
            self._kind.aspects, self._kind.values(row), self._kind.values(ours), before, strict=True
        ):
            judged = _Aspect(self._merge, aspect, theirs, mine, was)
            now.append(judged.kept)
            if judged.is_conflict:
                self._merge.conflict(
                    self._kind.name, key, named(self._kind, ours), aspect.name,
                    here=shown(mine), there=shown(theirs), why=CHANGED_ON_BOTH,
                )  # fmt: skip
            written |= zip(aspect.columns, judged.written, strict=False)
        self._keep(key, b"".join(now))
        if kept is not None and kept[1]:
            written |= restored(self._kind, key)
        self._total.changed += bool(written)
        self._total.unchanged += not written
        if written:
            change = self._writing.change
            change(self._merge, key, written) if change else at(self._kind, key).update(**written)


class _Aspect:
    """One aspect of one row: the three sides, and what comes of them."""

    def __init__(
        self, merge: Merge, aspect: Aspect, theirs: Values, mine: Values, was: bytes | None
    ) -> None:
        there, here = aspect.print(theirs), aspect.print(mine)
        self.kept, self.written, self.is_conflict = there, (), False
        if there in {was, here}:
            return
        if aspect.way is Way.LATEST:
            later = latest(theirs[0], mine[0])
            self.written = () if later == mine[0] else (later,)
        elif aspect.way is Way.ADDED:
            more = theirs[0] - (number_in(was) if was else 0)
            self.written = (max(mine[0] + more, 0),)
        elif _is_of_somebody_gone(merge, aspect, theirs, mine):
            self.kept = was or there
        elif here == was:
            self.written = tuple(theirs)
        else:
            self.is_conflict = True

    kept: bytes
    written: tuple[Any, ...]
    is_conflict: bool


def _is_of_somebody_gone(merge: Merge, aspect: Aspect, theirs: Values, mine: Values) -> bool:
    """The account was deleted there. Here it stays, and what its member wrote stays theirs."""
    gone = merge.gone["users"]
    return any(
        then is None and now in gone
        for column, then, now in zip(aspect.columns, theirs, mine, strict=True)
        if column in {"author_id", "reporter_id"}
    )


def at(kind: Kind, key: Key) -> models.QuerySet[Any]:
    rows = kind.model._default_manager  # noqa: SLF001 - Django's documented interface.
    return rows.filter(**dict(zip(kind.keys, key, strict=True)))


def named(kind: Kind, row: Row) -> str:
    """What people call it: its name or title, where it has one."""
    for name in ("name", "title"):
        if name in kind.columns:
            return str(row[len(kind.keys) + kind.columns.index(name)])
    return ""


def add_rows(merge: Merge, kind: Kind, rows: Sequence[Row]) -> None:  # noqa: ARG001 - all look alike.
    kind.model._default_manager.bulk_create(made_of(kind, rows), AT_A_TIME)  # noqa: SLF001


def made_of(kind: Kind, rows: Sequence[Row]) -> list[Any]:
    """Rows to be written here: those of the shadow with all they have."""
    if kind.keys != ("id",):
        names = (*kind.keys, *kind.columns)
        return [kind.model(**dict(zip(names, row, strict=True))) for row in rows]
    found = kind.model._default_manager.using(ALIAS).in_bulk([row[0] for row in rows])  # noqa: SLF001
    for one in found.values():
        one._state.db = None  # noqa: SLF001
    return [found[row[0]] for row in rows]


def restored(kind: Kind, key: Key) -> dict[str, Any]:
    """What a removal by an earlier delta has written is taken back: the old board has it again."""
    removed = {"removed_at": None, "removal_reason": ""}
    if "removed_at" not in kind.columns:
        return {}
    return removed if at(kind, key).filter(removal_reason=GONE).exists() else {}


# What readers are told of a post or topic that a delta has removed.
GONE = "It was deleted on the old board."
