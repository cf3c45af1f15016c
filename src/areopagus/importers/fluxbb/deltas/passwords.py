"""Which members have another password on the old board now, told without keeping what they had.

A quick digest of an old password's digest would undo its wrapping: whoever stole the database could try
millions of passwords a second against it. So one digest is kept for many members together, useless
without all of their old digests. Only where it has changed is each of them verified, which takes as long as
a sign-in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b

from areopagus.accounts.hashers import LegacyHasher, is_wrapping
from areopagus.accounts.models import User
from areopagus.importers.fluxbb.deltas.merging import Merge
from areopagus.importers.fluxbb.deltas.shadow import ALIAS
from areopagus.importers.fluxbb.moving.members import scheme_of, wrapped
from areopagus.importers.models import KeptRow

KIND = "passwords"
# Whoever knows the passwords of all others of a set could try the last one's quickly. The members of a
# set registered years apart, so nobody makes a set of accounts of their own.
MEMBERS_A_SET = 32
BYTES = 32
OWN = "the password of this board holds; on the old board it may have been changed"
# Digest and salt, by member.
Digests = dict[int, tuple[str, str]]


def keep_sets(digests: Digests) -> None:
    """Of all members. Fewer than fill a set are always verified one by one."""
    KeptRow.objects.filter(kind=KIND).delete()
    sets = len(digests) // MEMBERS_A_SET
    KeptRow.objects.bulk_create(
        KeptRow(kind=KIND, first=number, print=_joined(digests, members))
        for number, members in _in_sets(digests, sets).items()
    )


def merge_passwords(merge: Merge, before: Iterable[int]) -> None:
    """`before` are the members whom the old board had at the last time."""
    there = digests_of_shadow()
    known = [pk for pk in before if pk in there]
    suspects = _suspects(there, list(before), known)
    here = User.objects.in_bulk(suspects)
    with ThreadPoolExecutor() as pool:
        same = pool.map(lambda pk: _is_same(here[pk].password, *there[pk]), suspects)
        changed = [pk for pk, is_same in zip(suspects, same, strict=True) if not is_same]
        taken = [pk for pk in changed if _is_untouched(here[pk])]
        stored = pool.map(lambda pk: wrapped(*there[pk])[0], taken)
        for pk, password in zip(taken, stored, strict=True):
            User.objects.filter(pk=pk).update(password=password)
    total = merge.findings.sums[KIND]
    total.changed, total.unchanged = len(taken), len(known) - len(changed)
    for pk in sorted(set(changed) - set(taken)):
        merge.conflict(KIND, (pk,), here[pk].name, "password", here="", there="", why=OWN)
    keep_sets(there)


def digests_of_shadow() -> Digests:
    rows = User.objects.using(ALIAS).values_list("pk", "password")
    return {pk: _split(said) for pk, said in rows.iterator()}


def _split(said: str) -> tuple[str, str]:
    digest, _, salt = said.partition("\n")
    return digest, salt


def _suspects(there: Digests, before: list[int], known: list[int]) -> list[int]:
    """Members of sets in which anything has changed."""
    kept = {row.first: bytes(row.print) for row in KeptRow.objects.filter(kind=KIND)}
    sets = _in_sets(before, len(kept))
    same = {n for n, members in sets.items() if kept.get(n) == _joined(there, members)}
    return [pk for pk in known if not kept or pk % len(kept) not in same]


def _in_sets(members: Iterable[int], sets: int) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for pk in sorted(members) if sets else ():
        found[pk % sets].append(pk)
    return found


def _joined(digests: Digests, members: list[int]) -> bytes:
    """Of their digests in the order of their ids; a member who is gone is another set."""
    joined = blake2b(digest_size=BYTES)
    for pk in members:
        joined.update(repr((pk, digests.get(pk))).encode("utf-8", "surrogatepass"))
    return joined.digest()


def _is_same(stored: str, digest: str, salt: str) -> bool:
    scheme = scheme_of(digest, salt)
    if scheme is None:
        return stored.startswith("!")
    return is_wrapping(stored, digest, scheme, salt if scheme == "sha1salt" else "")


def _is_untouched(member: User) -> bool:
    """Still the old password, wrapped; or none that could be used, and never here."""
    is_wrapped = member.password.startswith(f"{LegacyHasher.algorithm}$")
    return is_wrapped or (member.password.startswith("!") and member.last_login is None)
