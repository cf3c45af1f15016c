"""What the ledger must know about the tables of rooms it has never heard of.

keeps(Topic, rank=2, called=lambda topic: f"“{topic.title}”", derived=("post_count", …))
rebuilds(recount)     # called at the end of every batch, an undo too
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Field, Model

if TYPE_CHECKING:
    from areopagus.core.ledger.recording import Deed

Hook = Callable[["Deed"], None]
Values = dict[str, Any]
PLAIN = (bool, int, float, str, list, dict)


@dataclass(frozen=True, slots=True)
class Table:
    """`rank` orders locks, low ones first: author, topic, forum, post, as everywhere.

    `derived` fields are recomputed and never put back. `place` is a unique key that ends with a
    number, such as ("topic_id", "number"), in which rows may change places. `owner` is the column
    that says whose the row is: a deed to many members can be undone for one of them.
    """

    called: Callable[[Any], str]
    rank: int = 100
    derived: frozenset[str] = frozenset()
    place: tuple[str, ...] = ()
    owner: str = ""


_tables: dict[type[Model], Table] = {}
_hooks: list[Hook] = []


def keeps(
    model: type[Model],
    *,
    called: Callable[[Any], str],
    rank: int = 100,
    derived: tuple[str, ...] = (),
    place: tuple[str, ...] = (),
    owner: str = "",
) -> None:
    """Call it from a room's `AppConfig.ready`."""
    attnames = [tuple(field_of(model, name).attname for name in some) for some in (derived, place)]
    whose = field_of(model, owner).attname if owner else ""
    _tables[model] = Table(called, rank, frozenset(attnames[0]), attnames[1], whose)


def rebuilds(hook: Hook) -> None:
    """`hook` recomputes what follows from other rows, such as counters, by what the deed has touched.

    What it changes through the deed itself is noted down like everything else.
    """
    _hooks.append(hook)


def hooks() -> tuple[Hook, ...]:
    return tuple(_hooks)


def table_of(model: type[Model]) -> Table:
    return _tables.get(model) or Table(lambda row: f"{model._meta.verbose_name} {row.pk}")


def field_of(model: type[Model], name: str) -> Field[Any, Any]:
    found = model._meta.get_field(name)
    if not isinstance(found, Field):
        raise TypeError(f"{model.__name__}.{name} is no column")
    return found


def told(row: Model, column: Field[Any, Any]) -> Any:
    """A value as JSON keeps it, without losing anything: a moment to its last microsecond."""
    value = getattr(row, column.attname)
    if isinstance(value, datetime):
        # One spelling for one moment, whatever zone it came in.
        return value.astimezone(UTC).isoformat()
    if value is None or isinstance(value, PLAIN):
        return value
    return column.value_to_string(row)


def retold(model: type[Model], image: Mapping[str, Any]) -> Values:
    """The values of an image as Python has them, by attname."""
    columns = ((name, field_of(model, name)) for name in image)
    return {column.attname: column.to_python(image[name]) for name, column in columns}


def image_of(row: Model) -> Values:
    """The whole row."""
    return {column.attname: told(row, column) for column in row._meta.concrete_fields}


def without_derived(model: type[Model], image: Mapping[str, Any]) -> Values:
    derived = table_of(model).derived
    return {name: value for name, value in image.items() if name not in derived}
