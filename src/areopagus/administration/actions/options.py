"""Changing options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.administration import deeds, permissions
from areopagus.administration.deeds import administering
from areopagus.boards.trusted_html import make_safe
from areopagus.core import options as core_options
from areopagus.core.ledger.recording import Deed
from areopagus.core.models import OptionValue
from areopagus.core.options import Option, declared_options
from areopagus.core.verdict import Refused

# More of them than this are not named.
MANY = 4


def save_options(actor: Actor, changes: Mapping[str, Any], reason: str = "") -> None:
    """Stores the given values by key. Refused says in a sentence what is wrong with one."""
    permissions.insist_on_administrator(actor)
    try:
        with transaction.atomic():
            _save(actor, changes, reason)
    finally:
        # What was refused had been read again before it was rolled back.
        core_options.forget()


def _save(actor: Actor, changes: Mapping[str, Any], reason: str) -> None:
    # Held and read afresh, so that values that must fit one another do so when two save at once.
    held = OptionValue.objects.select_for_update(no_key=True).order_by("key")
    stored = {row.key: row for row in held}
    core_options.forget()
    declared = {option.key: option for option in declared_options()}
    with administering(actor, deeds.OPTIONS_CHANGED, reason, options=_named(changes)) as deed:
        for key, value in changes.items():
            try:
                _set(deed, declared[key], stored.get(key), value)
            except ValueError as error:
                raise Refused(f"{error}.") from error


def _set(deed: Deed, option: Option[Any], row: OptionValue | None, value: Any) -> None:
    value = make_safe(value) if option.is_html else value
    option.check(value)
    if row is not None:
        deed.change(row, value=value)
    elif value != option.default:
        deed.made(OptionValue.objects.create(key=option.key, value=value))


def _named(keys: Mapping[str, Any]) -> str:
    if len(keys) > MANY:
        return f"{len(keys)} options"
    return ("the option " if len(keys) == 1 else "the options ") + ", ".join(sorted(keys))
