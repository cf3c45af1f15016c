"""The ledger's part of an erasure. Its images and sentences are changed here and nowhere else.

Before and after get the same value, the one that stands in the row by now. So whatever a batch has done besides can
still be taken back, and no undoing brings a name back. See decision 0041.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model, Q

from areopagus import markup
from areopagus.boards.models import Ghost
from areopagus.core.ledger.models import Batch, Change, Subject
from areopagus.core.ledger.tables import field_of
from areopagus.core.personal import Holding, holdings, new_name, nobodys_mail
from areopagus.leaving.who import Who

AT_ONCE = 500
Image = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """Keys of rows of one table: `own` are theirs, or were until a moment ago; `standing` are there."""

    own: frozenset[str]
    standing: frozenset[str]


@transaction.atomic
def images(who: Who, last_id: int) -> int | None:
    """What rows were before and after a deed."""
    held: defaultdict[str, list[Holding]] = defaultdict(list)
    for holding in holdings():
        held[holding.model._meta.label_lower].append(holding)
    later = Change.objects.filter(pk__gt=last_id, table__in=held).order_by("pk")
    changes = list(later[:AT_ONCE])
    by_table: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_table[change.table].append(change)
    concerned = _concerned(who, {change.batch_id for change in changes})
    for table, some in by_table.items():
        rows = _rows(who, held[table], some)
        rewritten = [
            one
            for one in some
            if _rewrite(who, held[table], one, rows, is_concerned=one.batch_id in concerned)
        ]
        Change.objects.bulk_update(rewritten, ["before", "after"])
    return changes[-1].pk if len(changes) == AT_ONCE else None


@transaction.atomic
def sentences(who: Who, last_id: int) -> int | None:
    """Who did it, what its sentence says, and why: of what they did, and of what was done to them."""
    later = Batch.objects.filter(pk__gt=last_id).select_related("undoes").order_by("pk")
    batches = list(later[:AT_ONCE])
    concerned = _concerned(who, {batch.pk for batch in batches})
    rewritten = [one for one in batches if _retell(who, one, is_concerned=one.pk in concerned)]
    Batch.objects.bulk_update(rewritten, ["actor_name", "details", "reason"])
    return batches[-1].pk if len(batches) == AT_ONCE else None


def _concerned(who: Who, batch_ids: set[int]) -> set[int]:
    """Those that were done to them or to something of theirs: ghosts that were they bear the new name by now."""
    ghosts = Ghost.objects.filter(name=who.name).values("pk")
    about = Q(name="member", subject_id=who.user_id) | Q(name="ghost", subject_id__in=ghosts)
    found = Subject.objects.filter(about, batch__in=batch_ids)
    return set(found.values_list("batch", flat=True))


def _rows(who: Who, held: Sequence[Holding], changes: Sequence[Change]) -> Rows:
    model = held[0].model
    mine = Q(pk__in=[])
    for holding in held:
        if holding.mine:
            mine |= Q(**{holding.mine: who.user_id})
        mine |= Q(
            *(Q(**{name: who.name}) for name, value in holding.sets.items() if value is new_name)
        )
    numbers = [model._meta.pk.to_python(change.row_id) for change in changes]
    there = model._base_manager.filter(pk__in=numbers)
    own, standing = (some.values_list("pk", flat=True) for some in (there.filter(mine), there))
    return Rows(frozenset(map(str, own)), frozenset(map(str, standing)))


def _rewrite(
    who: Who, held: Sequence[Holding], change: Change, rows: Rows, *, is_concerned: bool
) -> bool:
    """Whether there was anything to rewrite."""
    was = (change.before, change.after)
    is_own = change.row_id in rows.own or any(
        _is_theirs(who, holding, image or {}) for holding in held for image in was
    )
    change.before, change.after = (
        None if image is None else _image(who, held, change, image, is_own=is_own) for image in was
    )
    if is_concerned or is_own:
        for image in filter(None, (change.before, change.after)):
            _retell_words(who, held, image)
    if change.row_id not in rows.standing:
        for image in filter(None, (change.before, change.after)):
            image.update(_without_mails(who, image))
    return (change.before, change.after) != was


def _retell_words(who: Who, held: Sequence[Holding], image: Image) -> None:
    for column in {column for holding in held for column in holding.words}:
        if isinstance(text := image.get(column), str):
            image[column] = who.in_sentence(text)


def _without_mails(who: Who, image: Image) -> Image:
    """What stands in somebody's row says the same as the row; of one that is gone nobody needs the address."""
    return {
        name: nobodys_mail()
        for name, value in image.items()
        if isinstance(value, str) and value.casefold() in who.mail_keys
    }


def _is_theirs(who: Who, holding: Holding, image: Mapping[str, Any]) -> bool:
    if not holding.mine or "__" in holding.mine:
        return False
    return bool(image.get(field_of(holding.model, holding.mine).attname) == who.user_id)


def _image(who: Who, held: Sequence[Holding], change: Change, was: Image, *, is_own: bool) -> Image:
    image = dict(was)
    for holding in held:
        if is_own:
            values = holding.values_for(who).items()
            columns = {field_of(holding.model, name).attname: value for name, value in values}
            image |= {name: value for name, value in columns.items() if name in image}
        for column in holding.names:
            if image.get(column) in who.names:
                image[column] = who.name
        for column, dialect in holding.texts.items():
            if isinstance(text := image.get(column), str) and who.is_perhaps_in(text):
                written_in = image.get(dialect) or _dialect(holding.model, change.row_id, dialect)
                image[column] = who.rewritten(text, written_in)
    return image


def _dialect(model: type[Model], row_id: str, path: str) -> str:
    """Of a row that is there: an image without it is of one that was changed."""
    found = model._base_manager.filter(pk=row_id).values_list(path, flat=True).first()
    return str(found or markup.Dialect.BBCODE)


def _retell(who: Who, batch: Batch, *, is_concerned: bool) -> bool:
    was = (batch.actor_name, batch.details, batch.reason)
    is_by = batch.actor_id == who.user_id
    if is_by:
        batch.actor_name = who.name
    if is_concerned or is_by or batch.details.get("who") in who.names:
        batch.details = _told(who, batch.details)
        batch.reason = who.in_sentence(batch.reason)
    return (batch.actor_name, batch.details, batch.reason) != was


def _told(who: Who, said: Any) -> Any:
    match said:
        case str():
            return who.in_sentence(said)
        case list():
            return [_told(who, one) for one in said]
        case dict():
            return {name: _told(who, one) for name, one in said.items()}
        case _:
            return said
