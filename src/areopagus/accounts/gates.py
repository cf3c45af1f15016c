"""What stands before a newcomer: rooms above look at the form of registration, and may let somebody wait.

A gate is registered in a room's `AppConfig.ready`. Here nobody knows what it asks, or why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from django import forms

    from areopagus.accounts.models import User


class Gate:
    """Each of its questions is optional; what is not said here lets everybody through."""

    # The names of the fields it adds to the form.
    fields: tuple[str, ...] = ()

    def ask(self, form: forms.Form) -> None:
        """Adds its fields to a form that is about to be shown or looked at."""

    def check(self, form: forms.Form) -> None:
        """Adds an error to a sent form that must not pass yet."""

    def wait(self, form: forms.Form) -> str:  # noqa: ARG002
        """Why an administrator looks at this newcomer first, in a sentence; "" when nobody needs to."""
        return ""

    def note(self, form: forms.Form, user: User) -> None:
        """Called within the registration, once the account is there."""


G = TypeVar("G", bound=type[Gate])
_gates: list[Gate] = []


def gate(kind: G) -> G:
    """Registers a kind of gate; the same one only once."""
    if not any(type(known) is kind for known in _gates):
        _gates.append(kind())
    return kind


def gates() -> list[Gate]:
    return list(_gates)


def reasons_to_wait(form: forms.Form) -> list[str]:
    return [reason for one in _gates if (reason := one.wait(form))]
