"""An erasure, from its first piece to its last. A worker that is killed leaves it where it was; another goes on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from areopagus.accounts import taken_names
from areopagus.accounts.models import Session, User
from areopagus.boards import counts
from areopagus.boards.models import Ghost
from areopagus.boards.models.ghost import key_of
from areopagus.core import stamps
from areopagus.core.clock import now
from areopagus.core.personal import Step, holdings, steps
from areopagus.leaving import ledger, letters, permissions, tables, who
from areopagus.leaving.models import Farewell
from areopagus.leaving.who import Who

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stage:
    """`name` is kept with how far it has come, so that an erasure survives a new version of the house."""

    name: str
    piece: tables.Piece


def go_on(farewell_id: int) -> bool:
    """Does the next piece; False when nothing is left to do, or nothing can be done yet."""
    farewell = Farewell.objects.filter(pk=farewell_id).select_related("user__group").first()
    if farewell is None or farewell.erased_at is not None or farewell.due_at > now():
        return False
    if farewell.begun_at is None:
        return _begin(farewell)
    names = [stage.name for stage in stages()]
    at = names.index(farewell.step) if farewell.step in names else 0
    stage = stages()[at]
    came_to = stage.piece(who.of(farewell), farewell.last_id)
    if came_to is not None:
        farewell.step, farewell.last_id = stage.name, came_to
    elif at + 1 < len(names):
        farewell.step, farewell.last_id = names[at + 1], 0
    else:
        _end(farewell)
        return False
    # A piece that is done twice does no harm, so that it need not be one transaction with this.
    Farewell.objects.filter(pk=farewell.pk).update(step=farewell.step, last_id=farewell.last_id)
    return True


def stages() -> list[Stage]:
    return list(_stages())


def _stages() -> Iterator[Stage]:
    for step in steps():
        yield Stage(f"{step.__module__}.{step.__name__}", _repeated(step))
    # Accounts last: until then everything else says whose it is.
    held = sorted(enumerate(holdings()), key=lambda one: one[1].mine == "id")
    for number, holding in held:
        if holding.words:
            yield Stage(f"{holding.model._meta.label}.words-{number}", tables.words(holding))
    for number, holding in held:
        if holding.goes or holding.sets:
            yield Stage(f"{holding.model._meta.label}.rows-{number}", tables.own_rows(holding))
    for _, holding in held:
        if holding.names:
            yield Stage(f"{holding.model._meta.label}.names", tables.names(holding))
        if holding.texts:
            yield Stage(f"{holding.model._meta.label}.texts", tables.texts(holding))
    yield Stage("ledger.images", ledger.images)
    yield Stage("ledger.sentences", ledger.sentences)


def _repeated(step: Step) -> tables.Piece:
    @transaction.atomic
    def piece(leaver: Who, _last_id: int) -> int | None:
        return 0 if step(leaver) else None

    return piece


def _begin(farewell: Farewell) -> bool:
    """Shuts the account. False when nobody else would be left to look after the board: then it waits."""
    _say_farewell(farewell)
    with transaction.atomic():
        member = User.objects.select_for_update(of=("self",), no_key=True).get(pk=farewell.user_id)
        held = Farewell.objects.select_for_update(no_key=True).filter(pk=farewell.pk).first()
        # They may have thought better of it this very moment.
        if held is None or held.begun_at is not None:
            return held is not None
        if not permissions.can_leave(member):
            logger.warning("The only administrator has asked to be forgotten; that has to wait.")
            return False
        held.pseudonym = who.free_pseudonym()
        held.ghost = Ghost.objects.create(
            name=held.pseudonym, name_key=key_of(held.pseudonym), origin=Ghost.Origin.ERASED
        )
        held.names, held.mails = who.names_of(member), who.mails_of(member)
        held.begun_at = now()
        held.save()
        User.objects.filter(pk=member.pk).update(is_active=False)
        Session.objects.filter(member=member.pk).delete()
        stamps.everything_changed()
    return True


def _say_farewell(farewell: Farewell) -> None:
    """A mail server that is away must keep nobody here."""
    member = farewell.user
    if not member.email or not permissions.can_leave(member):
        return
    try:
        letters.done(farewell, member).send()
    except OSError:
        logger.warning("The last letter to member %s could not be sent", member.pk, exc_info=True)


@transaction.atomic
def _end(farewell: Farewell) -> None:
    taken_names.reserve(farewell.names)
    if farewell.ghost_id is not None:
        counts.recount_ghosts([farewell.ghost_id])
    Farewell.objects.filter(pk=farewell.pk).update(
        erased_at=now(), names=[], mails=[], step="", last_id=0
    )
    # Whatever was kept while it went on may hold something that was not done yet.
    stamps.everything_changed()
