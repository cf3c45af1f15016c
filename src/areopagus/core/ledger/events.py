"""What the ledger tells everybody, after commit."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeedDone:
    """A batch was written: by staff, by a rule, or by undoing another.

    `keys` are all it concerns, such as "topic:42", "forum:3", "post:133211", "member:7".
    """

    batch_id: int
    kind: str
    keys: frozenset[str]
    undoes: int | None = None

    @property
    def changes(self) -> tuple[str, ...]:
        return tuple(self.keys)

    def ids_of(self, name: str) -> frozenset[int]:
        """The ids of one sort: ids_of("topic")."""
        mark = f"{name}:"
        return frozenset(int(key.removeprefix(mark)) for key in self.keys if key.startswith(mark))
