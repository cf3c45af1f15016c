"""Members and their mail addresses. Nobody is ever taken away here."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from allauth.account.models import EmailAddress

from areopagus import markup
from areopagus.accounts import names
from areopagus.accounts.actions.profile import render_signature
from areopagus.accounts.models import User
from areopagus.importers.fluxbb.deltas.kinds import USERS, Aspect, Kind, Vanishing
from areopagus.importers.fluxbb.deltas.merging import Merge, at, made_of
from areopagus.importers.fluxbb.deltas.places import group_of_member, stay
from areopagus.importers.fluxbb.deltas.reading import Key, Row
from areopagus.importers.fluxbb.moving.members import LONGEST_KEY, wrapped

ADDRESSES = Kind(
    "addresses",
    EmailAddress,
    ("user_id",),
    (Aspect("email", ("email", "verified")),),
    Vanishing.ERASED,
    {"primary": False},
)
VERIFIED = "somebody here has the same address and confirmed it first"
# Names are written when all rows are there: members may have exchanged theirs. No name has this in it.
PLACEHOLDER = "\x1f{}"


def add_members(merge: Merge, kind: Kind, rows: Sequence[Row]) -> None:
    members: list[User] = made_of(kind, rows)
    with ThreadPoolExecutor() as pool:
        # argon2 lets go of Python's lock, so both cores work.
        digests = pool.map(_wrapped, members)
        for member, digest in zip(members, digests, strict=True):
            member.password = digest
            member.group_id = group_of_member(merge, member.pk, member.group_id)
            member.name_key = member.name_skeleton = PLACEHOLDER.format(member.pk)
            for field, value in _signature(member.signature, member.signature_markup).items():
                setattr(member, field, value)
    User.objects.bulk_create(members, 200)


def _wrapped(member: User) -> str:
    digest, _, salt = member.password.partition("\n")
    return wrapped(digest, salt)[0]


def change_member(merge: Merge, key: Key, columns: dict[str, Any]) -> None:
    if "email" in columns and ("addresses", key, "email") in merge.conflicts:
        # The address that was confirmed here is the member's.
        del columns["email"]
    if "name" in columns:
        columns["name_key"] = columns["name_skeleton"] = PLACEHOLDER.format(key[0])
    if "group_id" in columns:
        columns["group_id"] = group_of_member(merge, key[0], columns["group_id"])
    if "signature" in columns:
        columns |= _signature(columns["signature"], columns["signature_markup"])
    if columns:
        at(USERS, key).update(**columns)


def _signature(source: str, dialect: str) -> dict[str, Any]:
    return {
        "signature_html": render_signature(source, dialect),
        "signature_html_version": markup.RENDERER_VERSION,
    }


def vanish_member(merge: Merge, key: Key, row: Row, is_touched: bool) -> None:  # noqa: ARG001
    stay(merge, USERS, key, row[1])


def tell_names_apart(merge: Merge) -> None:
    """Gives the members who are new or renamed the names they sign in with."""
    unnamed = User.objects.filter(name_key__startswith=PLACEHOLDER.format("")).order_by("pk")
    waiting = list(unnamed.values_list("pk", "name"))
    if not waiting:
        return
    keys = set(User.objects.values_list("name_key", flat=True))
    skeletons = set(User.objects.values_list("name_skeleton", flat=True))
    for pk, name in waiting:
        key = names.told_apart(names.key_of(name)[:LONGEST_KEY], pk, keys)
        skeleton = names.told_apart(names.skeleton_of(name), pk, skeletons)
        keys.add(key)
        skeletons.add(skeleton)
        User.objects.filter(pk=pk).update(name_key=key, name_skeleton=skeleton)
        if key != names.key_of(name)[:LONGEST_KEY]:
            merge.move.ledger.change(
                "users: same name as another; sign in with the id behind it",
                f"{name} (member {pk})",
            )


def add_addresses(merge: Merge, kind: Kind, rows: Sequence[Row]) -> None:  # noqa: ARG001
    made = [
        EmailAddress(
            user_id=user,
            email=email,
            primary=True,
            verified=_verified(merge, user, email, verified),
        )
        for user, email, verified in rows
    ]
    # Somebody may have the address already, as another one.
    for one in made:
        EmailAddress.objects.filter(user=one.user_id, email=one.email).delete()
    EmailAddress.objects.bulk_create(made, 500)


def change_address(merge: Merge, key: Key, columns: dict[str, Any]) -> None:
    mine = EmailAddress.objects.filter(user=key[0])
    mine.filter(email=columns["email"], primary=False).delete()
    columns["verified"] = _verified(merge, key[0], columns["email"], columns["verified"])
    mine.filter(primary=True).update(**columns)


def _verified(merge: Merge, user: int, email: str, wanted: bool) -> bool:
    if wanted and _is_anothers(user, email):
        merge.unconfirmed[user] = email
        return False
    return wanted


def confirm_what_was_freed(merge: Merge) -> None:
    """One member may have given up an address and another taken it: the other one's row came first."""
    for user, email in merge.unconfirmed.items():
        if _is_anothers(user, email):
            merge.conflict(
                "addresses", (user,), email, "confirmed", here="no", there="yes", why=VERIFIED
            )
        else:
            EmailAddress.objects.filter(user=user, email=email).update(verified=True)


def _is_anothers(user: int, email: str) -> bool:
    others = EmailAddress.objects.filter(email=email, verified=True)
    return bool(others.exclude(user=user).exists())
