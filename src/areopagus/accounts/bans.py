"""Whether somebody is turned away by a ban on a name, a network or a mail address."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from areopagus.accounts.models import Ban, User
from areopagus.accounts.names import key_of
from areopagus.accounts.networks import Networks, NoAddress, read_networks
from areopagus.core.clock import now
from areopagus.core.patterns import fits
from areopagus.core.remembered import Remembered

# A pattern that says less than this would turn away half the board.
LEAST_SAID = 3


@dataclass(frozen=True, slots=True)
class Bans:
    """All of them, ready to be asked."""

    by_id: dict[int, Ban]
    networks: Networks
    mails: dict[str, list[int]]
    names: dict[str, list[int]]
    patterns: list[tuple[str, int]]

    def lasting(self, ids: Iterable[int]) -> Ban | None:
        """The first of these that has not ended."""
        at = now()
        found = (self.by_id[pk] for pk in ids)
        return next((ban for ban in found if ban.until is None or ban.until > at), None)


def of_address(address: str) -> Ban | None:
    bans = _bans.get()
    return bans.lasting(bans.networks.holding(address)) if bans.by_id else None


def of_mail(mail: str) -> Ban | None:
    """By the address itself, its domain, or a domain above that."""
    bans = _bans.get()
    said = mail.strip().casefold()
    domain = said.rpartition("@")[2].split(".")
    keys = [said, *(".".join(domain[at:]) for at in range(len(domain)))]
    return bans.lasting(pk for key in keys for pk in bans.mails.get(key, ()))


def of_name(name: str) -> Ban | None:
    bans, key = _bans.get(), key_of(name)
    return bans.lasting(bans.names.get(key, ())) or of_member(key)


def of_member(name_key: str) -> Ban | None:
    """By a pattern of names; who is banned by their very name is banned as a member."""
    bans = _bans.get()
    return bans.lasting(pk for pattern, pk in bans.patterns if fits(pattern, name_key))


def in_the_way_of(member: User, address: str = "") -> Ban | None:
    """Of the address they come from, if it is known, or of names like theirs. Members of staff can always come in."""
    if member.group.is_staff:
        return None
    return (of_address(address) if address else None) or of_member(member.name_key)


def is_pattern(name: str) -> bool:
    """Whether the stars in it stand for any characters; old boards had members called “***”."""
    return "*" in name and sum(c.isalnum() for c in name) >= LEAST_SAID


def ids_holding(address: str) -> list[int]:
    """Of all bans on networks that hold this address, ended ones too."""
    return _bans.get().networks.holding(address.strip())


def networks_of(ban: Ban) -> Networks:
    with suppress(NoAddress):
        return Networks((network, ban.pk or 0) for network in read_networks(ban.addresses))
    # Written by another version, or past the form: it holds nobody rather than everybody.
    return Networks(())


def _read() -> Bans:
    bans = list(Ban.objects.all())
    mails: dict[str, list[int]] = {}
    names: dict[str, list[int]] = {}
    patterns = []
    networks = []
    for ban in bans:
        if ban.mail:
            mails.setdefault(ban.mail.casefold().lstrip("@"), []).append(ban.pk)
        if is_pattern(ban.name):
            patterns.append((key_of(ban.name), ban.pk))
        elif ban.name:
            names.setdefault(key_of(ban.name), []).append(ban.pk)
        with suppress(NoAddress):
            networks += [(network, ban.pk) for network in read_networks(ban.addresses)]
    return Bans({ban.pk: ban for ban in bans}, Networks(networks), mails, names, patterns)


_bans: Remembered[Bans] = Remembered("bans", _read)
forget = _bans.forget
