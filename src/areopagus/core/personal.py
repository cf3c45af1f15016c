"""What the rooms keep about people: for whoever wants a copy of it, or wants it to be gone.

Each room says in its `personal.py` what its tables hold of a member; the room `leaving` reads it. See decision
0041. tests/house/test_personal.py goes through all tables, and fails when one holds something about people and
nobody has said what becomes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any, Protocol

from django.db.models import Model, Q
from django.db.models.expressions import Combinable


class Leaver(Protocol):
    """Who goes: `names` are all they were ever called here, `name` what stands in their place from now on."""

    @property
    def user_id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def names(self) -> frozenset[str]: ...
    @property
    def mails(self) -> frozenset[str]: ...
    @property
    def ghost_id(self) -> int: ...


def new_name(leaver: Leaver) -> str:
    """For `Holding.sets`."""
    return leaver.name


def nobodys_mail() -> str:
    """In the place of an address: like no other, and not as if there had been none."""
    return f"{token_hex(8)}@erased.invalid"


def new_ghost(leaver: Leaver) -> int:
    """For `Holding.sets`."""
    return leaver.ghost_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What one table holds of members. Where rows are somebody's in two ways, a table has two of these.

    `mine` leads from a row to the member, and `only` says which of their rows are meant. When they go, those
    rows go too (`goes`), or get other values (`sets`: values, or functions of who goes). The ledger's images
    of such rows get these values as well.

    In anybody's rows: `names` are columns with the name of a person, `texts` columns of source in which somebody
    may be quoted or mentioned, with the path to its dialect; `made` answers what follows from a new source.
    `words` are columns of their rows in which others say something about them, such as why a post was removed.
    `changed` is told inside the transaction which rows were written.

    A copy for the member gets `told` of their rows, in a file of this name; `untold` says why there is none. What it
    tells depends on who they are by `seen`: expressions by the name that they have in the file.
    `stays` says of columns about people why they are left as they are.
    """

    model: type[Model]
    mine: str = ""
    only: Q = field(default_factory=Q)
    goes: bool = False
    sets: Mapping[str, Any] = field(default_factory=dict)
    names: Sequence[str] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    words: Sequence[str] = ()
    made: Callable[[Any], Mapping[str, Any]] | None = None
    changed: Callable[[Sequence[int]], None] | None = None
    file: str = ""
    told: Sequence[str] = ()
    seen: Mapping[str, Callable[[Any], Combinable]] = field(default_factory=dict)
    untold: str = ""
    stays: Mapping[str, str] = field(default_factory=dict)

    def values_for(self, leaver: Leaver) -> dict[str, Any]:
        return {
            name: value(leaver) if callable(value) else value for name, value in self.sets.items()
        }


# Does a piece, and answers whether there is more to do. Safe to do twice.
Step = Callable[[Leaver], bool]
# For what a copy holds and no table says: rows about the member who is given.
Rows = Callable[[Any], Iterable[Mapping[str, Any]]]
# Names or mail addresses of the member with this number.
Theirs = Callable[[int], Iterable[str]]

_holdings: list[Holding] = []
_steps: list[Step] = []
_rows: dict[str, Rows] = {}
_pictures: list[Callable[[Any], str]] = []
_names: list[Theirs] = []
_mails: list[Theirs] = []


def holds(*some: Holding) -> None:
    """Call it from a room's `AppConfig.ready`."""
    _holdings.extend(some)


def holdings() -> Sequence[Holding]:
    return tuple(_holdings)


def forgets(step: Step) -> None:
    """What no table says; done before any table is, while it is still known whose everything was."""
    _steps.append(step)


def steps() -> Sequence[Step]:
    return tuple(_steps)


def tells(file: str, rows: Rows) -> None:
    _rows[file] = rows


def told_rows() -> Mapping[str, Rows]:
    return _rows


def has_picture(path: Callable[[Any], str]) -> None:
    """`path` answers where a picture of the member lies below media/; "" when there is none."""
    _pictures.append(path)


def pictures() -> Sequence[Callable[[Any], str]]:
    return tuple(_pictures)


def knows_them_by(*, names: Theirs, mails: Theirs) -> None:
    """What a member was called besides, and addresses they have shown to be theirs: asked when their erasure begins."""
    _names.append(names)
    _mails.append(mails)


def other_names(user_id: int) -> set[str]:
    return {name for names in _names for name in names(user_id)}


def other_mails(user_id: int) -> set[str]:
    return {mail for mails in _mails for mail in mails(user_id)}
