"""Turning away by name, network or mail address; letting in again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from areopagus.accounts import bans
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Ban, User
from areopagus.accounts.names import key_of, tidy
from areopagus.accounts.networks import NoAddress, read_networks
from areopagus.core.clock import now
from areopagus.core.ledger import recording
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused
from areopagus.moderation import deeds, permissions


def add_ban(
    actor: Actor, *, name: str = "", addresses: str = "", mail: str = "", message: str = "",
    until: datetime | None = None, reason: str = "",
) -> Deed:  # fmt: skip
    """Refused when it names nothing, a member, or whoever makes it."""
    ban = new_ban(actor, name=name, addresses=addresses, mail=mail, message=message, until=until)
    with recording.batch(actor, deeds.BAN_ADDED, reason) as deed:
        ban.save()
        deed.made(ban)
        deed.details = {"ban": str(ban)}
    return deed


def new_ban(
    actor: Actor, *, name: str = "", addresses: str = "", mail: str = "", message: str = "",
    until: datetime | None = None,
) -> Ban:  # fmt: skip
    """Not stored yet: part of some deed. Refused as above."""
    permissions.insist_on_banning(actor)
    said = _checked(actor, name, addresses, mail)
    return Ban(**said, message=message, until=until, made_at=now(), made_by_name=actor.name)


def change_ban(
    actor: Actor, ban_id: int, *, name: str = "", addresses: str = "", mail: str = "", message: str = "",
    until: datetime | None = None, reason: str = "",
) -> Deed:  # fmt: skip
    permissions.insist_on_banning(actor)
    with recording.batch(actor, deeds.BAN_CHANGED, reason) as deed:
        ban = _held(ban_id)
        deed.change(ban, **_checked(actor, name, addresses, mail), message=message, until=until)
        deed.details = {"ban": str(ban)}
    return deed


def lift_ban(actor: Actor, ban_id: int, reason: str = "") -> Deed:
    permissions.insist_on_banning(actor)
    with recording.batch(actor, deeds.BAN_REMOVED, reason) as deed:
        ban = _held(ban_id)
        deed.details = {"ban": str(ban)}
        deed.take(ban)
    return deed


def _held(ban_id: int) -> Ban:
    ban = Ban.objects.select_for_update(no_key=True).filter(pk=ban_id).first()
    if ban is None:
        raise NotFound
    return ban


def _checked(actor: Actor, name: str, addresses: str, mail: str) -> dict[str, Any]:
    name, mail = tidy(name), mail.strip().casefold().lstrip("@")
    if not (name or addresses.split() or mail):
        raise Refused("Say a name, a network address or a mail address.")
    if "*" in name and not bans.is_pattern(name):
        raise Refused(
            f"Beside the stars a name needs at least {bans.LEAST_SAID} letters or digits."
        )
    if name and (member := User.objects.filter(name_key=key_of(name)).first()) is not None:
        raise Refused(
            f"{member} is a member. Ban them on their own page; this is for who has no account here."
        )
    try:
        networks = read_networks(addresses)
    except NoAddress as reason:
        raise Refused(str(reason)) from reason
    ban = Ban(pk=0, name=name, addresses=" ".join(addresses.replace(",", " ").split()), mail=mail)
    if networks and bans.networks_of(ban).holding(actor.address):
        raise Refused(f"That would turn away yourself: you are at {actor.address}.")
    return {"name": name, "addresses": ban.addresses, "mail": mail}
