"""The smilies that only this board has: added, changed, switched off and on. Posts follow by a job."""

from __future__ import annotations

import re
from typing import Any

from django.core.files.base import File
from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.administration import deeds, permissions
from areopagus.administration.deeds import administering
from areopagus.core.clock import now
from areopagus.core.ledger.kinds import Kind
from areopagus.core.verdict import NotFound, Refused
from areopagus.uploads import smilies
from areopagus.uploads.models import Smiley

MOST = 500
# A blank ends a smiley, and a bracket may begin a tag.
CODE = re.compile(r"[^\s\[\]<>]{2,60}")


@transaction.atomic
def add_smiley(actor: Actor, code: str, name: str, picture: File[Any]) -> None:
    """The last of them. Refused when the code cannot be one or is taken, or the picture is none."""
    permissions.insist_on_administrator(actor)
    held = list(Smiley.objects.select_for_update(no_key=True).order_by("pk"))
    if len(held) >= MOST:
        raise Refused(f"A board may have {MOST} smilies of its own.")
    _insist_on_code(code, held)
    path = smilies.keep(picture)
    with administering(actor, deeds.SMILEY_ADDED, code=code) as deed:
        last = max((smiley.position for smiley in held), default=0) + 1
        deed.made(Smiley.objects.create(code=code, name=name, picture=path, position=last))


@transaction.atomic
def change_smiley(
    actor: Actor,
    smiley_id: int,
    *,
    code: str,
    name: str,
    position: int,
    picture: File[Any] | None = None,
    reason: str = "",
) -> None:
    """Another code shows the old one as text, in old posts too."""
    permissions.insist_on_administrator(actor)
    held = list(Smiley.objects.select_for_update(no_key=True).order_by("pk"))
    smiley = _found(held, smiley_id)
    _insist_on_code(code, [other for other in held if other is not smiley])
    values: dict[str, Any] = {"code": code, "name": name, "position": position}
    if picture is not None:
        values["picture"] = smilies.keep(picture)
    with administering(actor, deeds.SMILEY_CHANGED, reason, code=code) as deed:
        deed.change(smiley, **values)


def switch_off_smiley(actor: Actor, smiley_id: int) -> None:
    """Its code stays text. Twice changes nothing."""
    _switch(actor, smiley_id, deeds.SMILEY_SWITCHED_OFF, is_off=True)


def switch_on_smiley(actor: Actor, smiley_id: int) -> None:
    _switch(actor, smiley_id, deeds.SMILEY_SWITCHED_ON, is_off=False)


@transaction.atomic
def _switch(actor: Actor, smiley_id: int, kind: Kind, *, is_off: bool) -> None:
    permissions.insist_on_administrator(actor)
    held = Smiley.objects.select_for_update(no_key=True).filter(pk=smiley_id)
    smiley = _found(list(held), smiley_id)
    if (smiley.off_at is not None) != is_off:
        with administering(actor, kind, code=smiley.code) as deed:
            deed.change(smiley, off_at=now() if is_off else None)


def _found(held: list[Smiley], smiley_id: int) -> Smiley:
    found = next((smiley for smiley in held if smiley.pk == smiley_id), None)
    if found is None:
        raise NotFound
    return found


def _insist_on_code(code: str, others: list[Smiley]) -> None:
    if not CODE.fullmatch(code):
        raise Refused("A code has 2 to 60 characters, without blanks, brackets and angle brackets.")
    if any(other.code == code for other in others):
        raise Refused(f"There is a smiley {code} already.")
