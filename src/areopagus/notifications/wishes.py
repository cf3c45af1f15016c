"""What members wish: which kinds of notices by which channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from areopagus.accounts.models import User
from areopagus.accounts.notices import Kind, kind_named
from areopagus.core.prepared import Prepared, given_list
from areopagus.notifications.channels import Channel, channels
from areopagus.notifications.models import Wishes

NOTHING_SAID: Mapping[str, Mapping[str, str]] = {}


def said_by(user_ids: Iterable[int]) -> dict[int, Mapping[str, Mapping[str, str]]]:
    """Who said anything. One query."""
    return dict(_SAID.rows(users=user_ids))


_SAID = Prepared(
    lambda: Wishes.objects.filter(user__in=given_list("users", int)).values_list("user_id", "said")
)


def wish(said: Mapping[str, Mapping[str, str]], kind: Kind, channel: Channel) -> str:
    """ "" for no; else one of the channel's choices."""
    if kind.has_own_letter and channel.key == "mail":
        return ""
    found = said.get(kind.key, {}).get(channel.key)
    known = {value for value, _ in channel.choices}
    return found if found in known else channel.default(kind)


def wishes_of(user: User) -> Wishes:
    """Unsaved where they have none."""
    return Wishes.objects.filter(user=user).first() or Wishes(user=user)


@transaction.atomic
def change(user_id: int, said: Mapping[str, Mapping[str, str]], **others: Any) -> None:
    """These wishes, and what else stands in the row. Others of theirs stay."""
    row = Wishes.objects.select_for_update().filter(user=user_id).first() or Wishes(user_id=user_id)
    merged = {
        key: {**row.said.get(key, {}), **said.get(key, {})} for key in sorted({*row.said, *said})
    }
    row.said = {
        key: kept for key, told in merged.items() if (kept := _other_than_default(key, told))
    }
    for name, value in others.items():
        setattr(row, name, value)
    row.save()


def _other_than_default(key: str, told: Mapping[str, str]) -> dict[str, str]:
    """Whoever wishes what is the default anyway has said nothing."""
    kind = kind_named(key)
    if kind is None:
        return dict(told)
    defaults = {channel.key: channel.default(kind) for channel in channels()}
    return {name: wish for name, wish in told.items() if wish != defaults.get(name)}
