"""The way back. Exactly what a batch has set is put back, or nothing is and it says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, Model, ProtectedError, RestrictedError

from areopagus.core.ledger import recording
from areopagus.core.ledger.kinds import REDONE, UNDONE, UNDONE_IN_PART
from areopagus.core.ledger.models import Batch, Change, Subject
from areopagus.core.ledger.recording import Deed, Doer
from areopagus.core.ledger.tables import field_of, retold, table_of, told
from areopagus.core.ledger.writing import in_chunks
from areopagus.core.verdict import NotFound, Refused

Did = Change.Did
SHOWN = 5
NOTHING_CHANGED = "Nothing was changed."


class Obstructed(Refused):
    """Later deeds stand in the way of undoing. `obstacles` says which, a sentence each."""

    def __init__(self, obstacles: Sequence[str]) -> None:
        self.obstacles = tuple(obstacles)
        more = len(obstacles) - SHOWN
        rest = f" And {more:,} more." if more > 0 else ""
        super().__init__(f"{' '.join(obstacles[:SHOWN])}{rest} {NOTHING_CHANGED}")


@dataclass(frozen=True, slots=True)
class Held:
    """A change and the row it was done to as it is now; None when there is none."""

    change: Change
    model: type[Model]
    row: Model | None


@transaction.atomic
def undo(doer: Doer, batch_id: int, reason: str = "") -> Batch:
    """Takes a batch back, in a batch of its own. Obstructed says what stands in the way."""
    batch = _standing(batch_id)
    held = _look(list(batch.changes.order_by("pk")), hold=True)
    kind = REDONE if batch.kind == UNDONE.name else UNDONE
    with _taken_back(batch, held), recording.batch(doer, kind, reason, undoes=batch) as deed:
        _say_what(deed, batch)
        _put_back(deed, held)
    return _written(deed)


@transaction.atomic
def undo_for(doer: Doer, batch_id: int, member_ids: Collection[int], reason: str = "") -> Batch:
    """Takes back only what a batch did to these members and to what is theirs; the rest of it stays.

    The whole can still be undone later: what stands as it was before is not in its way.
    """
    batch = _standing(batch_id)
    held = _look(list(_changes_to(batch, sorted(member_ids))), hold=True)
    if not held:
        raise Refused("This deed did nothing to them that could be undone for them alone.")
    with (
        _taken_back(batch, held),
        recording.batch(doer, UNDONE_IN_PART, reason, undoes_part_of=batch) as deed,
    ):
        count = len(member_ids)
        members = "1 member" if count == 1 else f"{count:,} members"
        deed.details = {"who": batch.actor_name, "what": batch.says, "members": members}
        about = Subject.objects.filter(batch=batch).exclude(name="member")
        for name, pk in about.values_list("name", "subject_id"):
            deed.subjects[name].add(pk)
        deed.concerns(member=member_ids)
        _put_back(deed, held)
    if deed.batch is None:
        raise Refused("For them this is undone already.")
    return deed.batch


def _standing(batch_id: int) -> Batch:
    """The batch, held; it must not have been undone."""
    batch = Batch.objects.select_for_update(no_key=True).filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    if (earlier := Batch.objects.filter(undoes=batch).first()) is not None:
        raise Refused(f"{earlier.actor_name} has undone this already.")
    return batch


@contextmanager
def _taken_back(batch: Batch, held: Sequence[Held]) -> Iterator[None]:
    """Whatever stands in the way, before or while it is taken back, is said as Obstructed."""
    if standing_in_the_way := list(_obstacles(batch, held)):
        raise Obstructed(standing_in_the_way)
    try:
        yield
    except (ProtectedError, RestrictedError) as error:
        raise Obstructed([_what_hangs_on(error)]) from error
    except IntegrityError as error:
        raise Obstructed(["Something else stands in its place now."]) from error


def _written(deed: Deed) -> Batch:
    if deed.batch is None:
        raise LookupError("An undo always writes its batch.")
    return deed.batch


def _changes_to(batch: Batch, member_ids: Sequence[int]) -> Iterator[Change]:
    """What a batch changed about these members and what is theirs."""
    changes = batch.changes.filter(did=Did.CHANGED)
    for name in changes.order_by("table").values_list("table", flat=True).distinct():
        model = apps.get_model(name)
        owner = table_of(model).owner
        for some in in_chunks(member_ids if owner else ()):
            rows = model._base_manager.filter(**{f"{owner}__in": some})
            keys = [str(pk) for pk in rows.values_list("pk", flat=True)]
            for those in in_chunks(keys):
                yield from changes.filter(table=name, row_id__in=those)


def obstacles(batch: Batch) -> list[str]:
    """What stands in the way of undoing this batch now; empty when nothing does."""
    return list(_obstacles(batch, _look(list(batch.changes.order_by("pk")), hold=False)))


def _say_what(deed: Deed, batch: Batch) -> None:
    if batch.undoes_id is None:
        deed.details = {"who": batch.actor_name, "what": batch.says}
    else:
        deed.details = dict(batch.details)
    for name, pk in Subject.objects.filter(batch=batch).values_list("name", "subject_id"):
        deed.subjects[name].add(pk)


def _look(changes: Sequence[Change], *, hold: bool) -> list[Held]:
    """The rows as they are now; held, in the order in which every deed holds them, when asked for."""
    by_model: defaultdict[type[Model], list[Change]] = defaultdict(list)
    for change in changes:
        by_model[apps.get_model(change.table)].append(change)
    held = []
    for model in sorted(by_model, key=lambda m: (table_of(m).rank, m._meta.label)):
        rows: dict[str, Model] = {}
        for some in in_chunks(sorted(by_model[model], key=_in_order)):
            wanted = model._base_manager.filter(pk__in=[change.row_id for change in some])
            wanted = wanted.select_for_update(no_key=True) if hold else wanted
            rows |= {str(row.pk): row for row in wanted.order_by("pk")}
        held += [Held(change, model, rows.get(change.row_id)) for change in by_model[model]]
    return held


def _in_order(change: Change) -> tuple[int, str]:
    """Numbers by their size, though they are kept as text."""
    return len(change.row_id), change.row_id


def _obstacles(batch: Batch, held: Sequence[Held]) -> Iterator[str]:
    for one in held:
        if one.row is None:
            if one.change.did == Did.CHANGED:
                yield f"{_absent(one)} is not there any more."
        elif one.change.did == Did.TAKEN:
            yield f"{table_of(one.model).called(one.row)} is there again."
        elif changed := _changed_since(one, one.row):
            yield _told_who(batch, one, one.row, changed)
    yield from _lost_references(held)


def _changed_since(one: Held, row: Model) -> list[str]:
    """The fields that are neither as the batch left them nor as they stood before."""
    after: Mapping[str, Any] = one.change.after or {}
    before: Mapping[str, Any] = one.change.before or {}
    return [
        name
        for name, value in after.items()
        if (current := told(row, field_of(one.model, name))) != value
        and (name not in before or current != before[name])
    ]


def _told_who(batch: Batch, one: Held, row: Model, names: Sequence[str]) -> str:
    called = table_of(one.model).called(row)
    later = (
        Change.objects.filter(table=one.change.table, row_id=one.change.row_id)
        .filter(batch__gt=batch.pk)
        .select_related("batch")
        .order_by("-batch")
    )
    for change in later:
        if change.did != Did.CHANGED or not set(names).isdisjoint(change.after or {}):
            return f"{called} has been changed since: {change.batch}."
    return f"{called} has been changed since."


def _lost_references(held: Sequence[Held]) -> Iterator[str]:
    """What would be put back must not refer to what is gone."""
    wanted: defaultdict[type[Model], set[Any]] = defaultdict(set)
    coming = {(one.model, one.change.row_id) for one in held if one.change.did == Did.TAKEN}
    for one in held:
        for name, value in (one.change.before or {}).items():
            column = field_of(one.model, name)
            if isinstance(column, ForeignKey) and value is not None:
                wanted[column.related_model].add(value)
    for model, keys in wanted.items():
        missing = {pk for pk in keys if (model, str(pk)) not in coming}
        for some in in_chunks(sorted(missing)):
            missing -= set(model._base_manager.filter(pk__in=some).values_list("pk", flat=True))
        for pk in sorted(missing):
            yield f"It would belong to {model._meta.verbose_name} {pk}, which is gone."


def _put_back(deed: Deed, held: Sequence[Held]) -> None:
    """Fields first, so that nothing hangs on the rows that go after them."""
    deed.change_each(
        (one.row, retold(one.model, one.change.before or {}))
        for one in held
        if one.row is not None and one.change.did == Did.CHANGED
    )
    by_model: defaultdict[type[Model], list[Model]] = defaultdict(list)
    for one in held:
        if one.row is not None and one.change.did == Did.MADE:
            by_model[one.model].append(one.row)
    for rows in by_model.values():
        deed.take(*rows)
    coming: defaultdict[type[Model], list[Model]] = defaultdict(list)
    for one in held:
        if one.change.did == Did.TAKEN:
            coming[one.model].append(one.model(**retold(one.model, one.change.before or {})))
    for model, rows in coming.items():
        deed.made(*model._base_manager.bulk_create(rows))


def _absent(one: Held) -> str:
    return f"{str(one.model._meta.verbose_name).capitalize()} {one.change.row_id}"


def _what_hangs_on(error: ProtectedError | RestrictedError) -> str:
    rows = list(
        error.protected_objects if isinstance(error, ProtectedError) else error.restricted_objects
    )
    first = rows[0]
    more = f" and {len(rows) - 1:,} more" if len(rows) > 1 else ""
    return f"{table_of(type(first)).called(first)}{more} would lose its place."
