"""What an administrator may change while the board runs. Each room declares its own in options.py.

    TITLE = option("board.title", "A new board", "The name shown at the top of every page.")
    TITLE.get()

All values are read together in one query and remembered in each process until one is changed, so a
change shows everywhere at once and a page pays nothing for its options.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db import transaction

from areopagus.core.models import OptionValue
from areopagus.core.remembered import Remembered

T = TypeVar("T", str, int, bool)


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    """One option. The default's type is the option's type; `choices` or bounds limit it."""

    key: str
    default: T
    help: str
    choices: Sequence[T] | None = None
    at_least: int | None = None
    at_most: int | None = None
    # HTML that was made safe when it was saved; shown as it is.
    is_html: bool = False
    # A text of many lines, each of which says one thing.
    is_list: bool = False

    def get(self) -> T:
        return cast(T, current().get(self.key, self.default))

    @transaction.atomic
    def set(self, value: T) -> None:
        """Stores `value`. ValueError says what is allowed when it is not."""
        self.check(value)
        OptionValue.objects.update_or_create(key=self.key, defaults={"value": value})
        forget()

    def check(self, value: object) -> None:
        if type(value) is not type(self.default):
            raise ValueError(f"{self.key} must be {type(self.default).__name__}, not {value!r}")
        if self.choices is not None and value not in self.choices:
            allowed = ", ".join(map(repr, self.choices))
            raise ValueError(f"{self.key} must be one of {allowed}, not {value!r}")
        if isinstance(value, int) and self.at_least is not None and value < self.at_least:
            raise ValueError(f"{self.key} must be at least {self.at_least}, not {value}")
        if isinstance(value, int) and self.at_most is not None and value > self.at_most:
            raise ValueError(f"{self.key} must be at most {self.at_most}, not {value}")


_declared: dict[str, Option[Any]] = {}
_checks: list[Callable[[], None]] = []


def option(key: str, default: T, help_text: str, **limits: Any) -> Option[T]:
    declared = Option(key, default, help_text, **limits)
    if key in _declared:
        raise ValueError(f"The option {key} is declared twice")
    _declared[key] = declared
    return declared


def declared_options() -> list[Option[Any]]:
    return [_declared[key] for key in sorted(_declared)]


def makes_sense(check: Callable[[], None]) -> Callable[[], None]:
    """`check` raises ValueError, with a sentence, when the values of a room's options do not fit each other."""
    _checks.append(check)
    return check


def insist_on_sense() -> None:
    for check in _checks:
        check()


def current() -> Mapping[str, Any]:
    """All stored values by key."""
    return _values.get()


_values: Remembered[Mapping[str, Any]] = Remembered(
    "options", lambda: dict(OptionValue.objects.values_list("key", "value"))
)
forget = _values.forget
