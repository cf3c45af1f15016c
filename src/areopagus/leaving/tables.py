"""One table's part of an erasure, a piece at a time: its texts, its names, and the rows that are theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from areopagus.core.ledger.tables import field_of
from areopagus.core.personal import Holding
from areopagus.leaving.who import Who

# So many rows are looked at, and so many written, at once: only a moment is anybody held up.
LOOKED_AT, WRITTEN = 500, 200
# Without one of these a text holds no name where names stand.
SIGNS = ("@", "[quote", "wrote (post", "[user=", "/members/")

# Answers where a piece has come to; None when there is nothing behind it.
Piece = Callable[[Who, int], int | None]


def own_rows(holding: Holding) -> Piece:
    """What is theirs gets other values, or goes. Each piece takes what is left."""

    @transaction.atomic
    def piece(who: Who, _last_id: int) -> int | None:
        mine = _rows(holding).filter(holding.only, **{holding.mine: who.user_id})
        if not holding.goes and _is_account(holding):
            _set(holding, who, [who.user_id])
            return None
        held = mine.select_for_update(of=("self",), no_key=True).order_by("pk")
        ids = list(held.values_list("pk", flat=True)[:WRITTEN])
        if holding.goes:
            _rows(holding).filter(pk__in=ids).delete()
            _tell(holding, ids)
        else:
            _set(holding, who, ids)
        return 0 if len(ids) == WRITTEN else None

    return piece


def names(holding: Holding) -> Piece:
    """Their name where it stands alone, in anybody's rows."""

    @transaction.atomic
    def piece(who: Who, last_id: int) -> int | None:
        named = _any_of(Q(**{f"{column}__in": who.names}) for column in holding.names)
        later = _rows(holding).filter(named).order_by("pk")
        if last_id:
            later = later.filter(pk__gt=last_id)
        ids = list(later.values_list("pk", flat=True)[:WRITTEN])
        for column in holding.names:
            some = _rows(holding).filter(pk__in=ids, **{f"{column}__in": who.names})
            some.update(**{column: who.name})
        _tell(holding, ids)
        if len(ids) < WRITTEN:
            return None
        # Where numbers do not order the rows, what is done is not found again.
        return int(ids[-1]) if _is_numbered(holding) else 0

    return piece


def words(holding: Holding) -> Piece:
    """What others say about them in words of their own, where it is about something of theirs."""

    @transaction.atomic
    def piece(who: Who, last_id: int) -> int | None:
        named = _any_of(
            Q(**{f"{column}__icontains": name}) for column in holding.words for name in who.names
        )
        mine = _rows(holding).filter(named, pk__gt=last_id, **{holding.mine: who.user_id})
        rows = list(mine.order_by("pk").values("pk", *holding.words)[:WRITTEN])
        for row in rows:
            said = {column: who.in_sentence(row[column]) for column in holding.words}
            _rows(holding).filter(pk=row["pk"]).update(**said)
        _tell(holding, [row["pk"] for row in rows])
        return int(rows[-1]["pk"]) if len(rows) == WRITTEN else None

    return piece


def texts(holding: Holding) -> Piece:
    """Their name in quotations and mentions, in anybody's words. Looks without holding, then writes."""
    columns = {*holding.texts, *holding.texts.values()}
    signed = _any_of(
        Q(**{f"{column}__icontains": sign}) for column in holding.texts for sign in SIGNS
    )

    def piece(who: Who, last_id: int) -> int | None:
        later = _rows(holding).filter(signed, pk__gt=last_id).order_by("pk")
        rows = list(later.values("pk", *columns)[:LOOKED_AT])
        changed = [(row, new) for row in rows if (new := _renamed(holding, who, row))]
        # Rendering takes its time, and holds up nobody.
        ready = [(row, new, _derived(holding, row["pk"], new)) for row, new in changed]
        with transaction.atomic():
            written = [
                row["pk"]
                for row, new, derived in ready
                if _write(holding, row, {**new, **derived}, [*new])
            ]
            _tell(holding, written)
        return int(rows[-1]["pk"]) if len(rows) == LOOKED_AT else None

    return piece


def _renamed(holding: Holding, who: Who, row: dict[str, Any]) -> dict[str, str]:
    """What becomes of the row's texts; nothing for those that stay."""
    new = {}
    for column, dialect in holding.texts.items():
        if who.is_perhaps_in(row[column]):
            text = who.rewritten(row[column], row[dialect])
            if text != row[column]:
                new[column] = text
    return new


def _derived(holding: Holding, pk: int, new: Mapping[str, str]) -> Mapping[str, Any]:
    row = _rows(holding).filter(pk=pk).first()
    if holding.made is None or row is None:
        return {}
    for column, text in new.items():
        setattr(row, column, text)
    return holding.made(row)


def _write(
    holding: Holding, was: Mapping[str, Any], values: Mapping[str, Any], texts: Sequence[str]
) -> bool:
    """False when somebody has edited it this very moment: what they quote bears the new name by now."""
    same = {column: was[column] for column in texts}
    return bool(_rows(holding).filter(pk=was["pk"], **same).update(**values))


def _set(holding: Holding, who: Who, ids: Sequence[Any]) -> None:
    values = holding.values_for(who).items()
    columns = {field_of(holding.model, name).attname: value for name, value in values}
    _rows(holding).filter(pk__in=ids).update(**columns)
    _tell(holding, ids)


def _tell(holding: Holding, ids: Sequence[Any]) -> None:
    if ids and holding.changed is not None:
        holding.changed(ids)


def _is_account(holding: Holding) -> bool:
    return holding.mine == "id"


def _is_numbered(holding: Holding) -> bool:
    return holding.model._meta.pk.get_internal_type() in ("BigAutoField", "AutoField")


def _rows(holding: Holding) -> QuerySet[Model]:
    return holding.model._base_manager.all()


def _any_of(conditions: Iterable[Q]) -> Q:
    """Of none there is none: whoever shares a name has none that is theirs alone."""
    return reduce(or_, conditions, Q(pk__in=[]))
