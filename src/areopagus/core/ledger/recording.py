"""Doing a deed so that it stands in the ledger. See the room's own docstring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db import router, transaction
from django.db.models import Model
from django.db.models.deletion import Collector

from areopagus.core.clock import now
from areopagus.core.events import announce, untold
from areopagus.core.ledger.events import DeedDone
from areopagus.core.ledger.kinds import Kind
from areopagus.core.ledger.models import Batch, Change, Subject
from areopagus.core.ledger.tables import (
    Values,
    field_of,
    hooks,
    image_of,
    told,
    without_derived,
)
from areopagus.core.ledger.writing import write

M = TypeVar("M", bound=Model)
T = TypeVar("T")
Did = Change.Did
Key = tuple[type[Model], str]


class Doer(Protocol):
    """Who does it: an actor, or a `Rule`."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the board that acts by itself, such as Rule("Links in first posts")."""

    name: str
    user_id: None = None


@dataclass(slots=True)
class _Touched:
    did: Change.Did
    before: Values
    after: Values


class Deed:
    """What happens inside one batch. The rows given to it must be held and fresh."""

    def __init__(
        self,
        doer: Doer,
        kind: Kind,
        reason: str,
        *,
        undoes: Batch | None = None,
        undoes_part_of: Batch | None = None,
    ) -> None:
        self.kind = kind
        # What the kind's sentence is filled with.
        self.details: dict[str, Any] = {}
        # What else comes of it, a sentence each: for whoever is asked whether to do it.
        self.notes: list[str] = []
        self.subjects: defaultdict[str, set[int]] = defaultdict(set)
        # Once the `with` has ended: the batch, or None when there was nothing to do.
        self.batch: Batch | None = None
        self._doer = doer
        self._reason = reason
        self._undoes = undoes
        self._undoes_part_of = undoes_part_of
        self._touched: dict[Key, _Touched] = {}

    def change(self, *rows: M, **values: Any) -> list[M]:
        """Sets fields of one row or many to the same values. The rows that were not so already."""
        return self.change_each((row, values) for row in rows)

    def change_each(self, pairs: Iterable[tuple[M, Mapping[str, Any]]]) -> list[M]:
        """Sets fields of each row to values of its own. The rows that were not so already."""
        differing = [(row, set_) for row, values in pairs if (set_ := self._set(row, values))]
        for model in {type(row) for row, _ in differing}:
            write(model, [(row, names) for row, names in differing if type(row) is model])
        return [row for row, _ in differing]

    def made(self, *rows: Model) -> None:
        """Notes down rows that were just made."""
        for row in rows:
            image = without_derived(type(row), image_of(row))
            self._touched[type(row), str(row.pk)] = _Touched(Did.MADE, {}, image)

    def take(self, *rows: Model) -> None:
        """Deletes rows and what hangs on them, keeping all of it whole. ProtectedError when it may not go."""
        if not rows:
            return
        collector = Collector(using=router.db_for_write(type(rows[0])))
        collector.collect(rows)
        gone = [row for instances in collector.data.values() for row in instances]
        gone += [row for some in collector.fast_deletes for row in some]
        emptied: Mapping[Any, Any] = collector.field_updates
        for (column, value), groups in emptied.items():
            for row in (row for group in groups for row in group):
                self._note_emptied(row, column.attname, value)
        for row in gone:
            self._note_taken(row)
        collector.delete()

    def concerns(self, **ids: Iterable[int | None]) -> None:
        """Says what the deed is about: concerns(topic=[42], forum=[3, 7], member=[...])."""
        for name, some in ids.items():
            self.subjects[name].update(pk for pk in some if pk is not None)

    def has_touched(self, model: type[Model], *names: str) -> bool:
        """Whether a row of this model was made or taken, or one of these fields of one was set."""
        attnames = {field_of(model, name).attname for name in names}
        return any(
            kind is model and (touched.did != Did.CHANGED or not attnames.isdisjoint(touched.after))
            for (kind, _), touched in self._touched.items()
        )

    def touched(self, model: type[Model], *names: str) -> list[str]:
        """The keys of rows of this model of which one of these fields was set, as text."""
        attnames = {field_of(model, name).attname for name in names}
        return [
            row_id
            for (kind, row_id), touched in self._touched.items()
            if kind is model and not attnames.isdisjoint(touched.after)
        ]

    def has_changed(self, model: type[Model], name: str) -> bool:
        """Whether this field was set in a row that was there before."""
        return bool(self.was(model, name))

    def was(self, model: type[Model], name: str) -> dict[str, Any]:
        """What stood in this field before, by the key as text of each row of which it was changed."""
        attname = field_of(model, name).attname
        return {
            row_id: touched.before[attname]
            for (kind, row_id), touched in self._touched.items()
            if kind is model and attname in touched.before and touched.did == Did.CHANGED
        }

    def count_of(self, model: type[Model]) -> int:
        """How many rows of this model the deed has touched."""
        return sum(1 for kind, _ in self._touched if kind is model)

    def close(self) -> None:
        """Recomputes what follows from the deed and writes the batch. `batch` below calls it."""
        for hook in hooks():
            hook(self)
        rows = {key: touched for key, touched in self._touched.items() if _is_worth_noting(touched)}
        if not rows and self._undoes is None:
            return
        earlier = self._undoes or self._undoes_part_of
        self.batch = Batch.objects.create(
            kind=self.kind.name,
            first_kind=earlier.first_kind if earlier else self.kind.name,
            actor_id=self._doer.user_id,
            actor_name=self._doer.name,
            is_automatic=isinstance(self._doer, Rule),
            at=now(),
            reason=self._reason,
            details=self.details,
            undoes=self._undoes,
            undoes_part_of=self._undoes_part_of,
        )
        Change.objects.bulk_create(_changes(self.batch, rows))
        self._write_subjects(self.batch)

    def _write_subjects(self, batch: Batch) -> None:
        about = [(name, pk) for name, ids in self.subjects.items() for pk in sorted(ids)]
        Subject.objects.bulk_create(
            Subject(batch=batch, name=name, subject_id=pk) for name, pk in about
        )
        keys = frozenset(f"{name}:{pk}" for name, pk in about)
        undone = self._undoes.pk if self._undoes else None
        announce(DeedDone(batch.pk, batch.kind, keys, undone))

    def _set(self, row: Model, values: Mapping[str, Any]) -> list[str]:
        """Sets the fields on the instance and notes them down; the names of those that differ."""
        before: Values = {}
        after: Values = {}
        for name, value in values.items():
            column = field_of(type(row), name)
            was = told(row, column)
            setattr(row, column.attname, value.pk if isinstance(value, Model) else value)
            if (now_ := told(row, column)) != was:
                before[column.attname], after[column.attname] = was, now_
        if after:
            self._note_change(row, before, after)
        return list(after)

    def _note_change(self, row: Model, before: Values, after: Values) -> None:
        key = type(row), str(row.pk)
        known = self._touched.setdefault(key, _Touched(Did.CHANGED, {}, {}))
        if known.did == Did.CHANGED:
            # What was set twice goes back to what stood there first.
            known.before = {**before, **known.before}
        known.after |= without_derived(type(row), after) if known.did == Did.MADE else after

    def _note_emptied(self, row: Model, attname: str, value: Any) -> None:
        was = told(row, field_of(type(row), attname))
        if was != value:
            self._note_change(row, {attname: was}, {attname: value})

    def _note_taken(self, row: Model) -> None:
        key = type(row), str(row.pk)
        known = self._touched.pop(key, None)
        if known is not None and known.did == Did.MADE:
            # Made and taken within one batch: it was never there.
            return
        before = image_of(row) | (known.before if known else {})
        self._touched[key] = _Touched(Did.TAKEN, before, {})


@contextmanager
def batch(
    doer: Doer,
    kind: Kind,
    reason: str = "",
    *,
    undoes: Batch | None = None,
    undoes_part_of: Batch | None = None,
) -> Iterator[Deed]:
    """One batch, in a transaction of its own or inside the action's. An exception undoes all of it."""
    with transaction.atomic():
        deed = Deed(doer, kind, reason, undoes=undoes, undoes_part_of=undoes_part_of)
        yield deed
        deed.close()


def rehearse(deed: Callable[[], T]) -> T:
    """What a deed would do: it is done and taken back before anybody sees it. Raises what it raises."""
    with untold(), transaction.atomic():
        done = deed()
        transaction.set_rollback(True)
    return done


def _is_worth_noting(touched: _Touched) -> bool:
    return touched.did != Did.CHANGED or touched.before != touched.after


def _changes(batch: Batch, rows: Mapping[Key, _Touched]) -> Iterator[Change]:
    for (model, row_id), touched in rows.items():
        yield Change(
            batch=batch,
            table=model._meta.label_lower,
            row_id=row_id,
            did=touched.did,
            before=None if touched.did == Did.MADE else touched.before,
            after=None if touched.did == Did.TAKEN else touched.after,
        )
