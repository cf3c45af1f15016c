"""Changing options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.options import NAME_MAX, NAME_MIN, TIME_ZONE
from areopagus.administration import permissions
from areopagus.boards import robots
from areopagus.boards.trusted_html import make_safe
from areopagus.core import options as core_options
from areopagus.core.clock import zone_named
from areopagus.core.models import OptionValue
from areopagus.core.options import declared_options
from areopagus.core.verdict import Refused


def save_options(actor: Actor, changes: Mapping[str, Any]) -> None:
    """Stores the given values by key. Refused says in a sentence what is wrong with one."""
    permissions.insist_on_administrator(actor)
    try:
        with transaction.atomic():
            _save(changes)
    finally:
        # What was refused had been read again before it was rolled back.
        core_options.forget()


def _save(changes: Mapping[str, Any]) -> None:
    # Held and read afresh, so that values that must fit one another do so when two save at once.
    list(OptionValue.objects.select_for_update().order_by("key"))
    core_options.forget()
    declared = {option.key: option for option in declared_options()}
    for key, value in changes.items():
        option = declared[key]
        try:
            option.set(make_safe(value) if option.is_html else value)
        except ValueError as error:
            raise Refused(f"{error}.") from error
    _insist_on_sense()


def _insist_on_sense() -> None:
    try:
        zone_named(TIME_ZONE.get())
    except ValueError as error:
        raise Refused(
            f"“{TIME_ZONE.get()}” is no time zone. Give a name such as Europe/Kyiv, or a difference "
            "such as +02:00."
        ) from error
    try:
        robots.insist_on_sense()
    except ValueError as error:
        raise Refused(str(error)) from error
    if NAME_MIN.get() > NAME_MAX.get():
        raise Refused("The shortest name cannot be longer than the longest.")
