"""Whether what is stored is the old digest, wrapped as its kind demands."""

from __future__ import annotations

from random import sample
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

from areopagus.accounts.hashers import LegacyHasher
from areopagus.accounts.models import User
from areopagus.importers.fluxbb.verification.boards import Boards
from areopagus.importers.fluxbb.verification.comparing import Case, Field
from areopagus.importers.fluxbb.verification.old_board import Row
from areopagus.importers.fluxbb.verification.rules import signed_in_since
from areopagus.importers.fluxbb.verification.tally import Tally

# Undoing an argon2 takes its time, so only so many are tried; the scheme and the salt of all are.
SAMPLE = 20
KIND = "passwords (sample)"
HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
BCRYPT = ("$2y$", "$2a$", "$2b$")
SHA1, MD5 = 40, 32


def _shape(row: Row) -> tuple[str, str]:
    """Scheme and salt by the shape of FluxBB's digest (fact sheet §2)."""
    digest, salt = row["password"] or "", row["salt"] or ""
    if digest.startswith(BCRYPT):
        return "bcrypt", ""
    if set(digest) <= HEXADECIMAL and len(digest) == SHA1:
        return ("sha1salt", salt) if salt else ("sha1", "")
    if set(digest) <= HEXADECIMAL and len(digest) == MD5:
        return "md5", ""
    return "unknown", ""


def _shape_here(row: Row) -> tuple[str, str]:
    stored = row["password"]
    if stored.startswith("!"):
        return "none", ""
    if not stored.startswith(f"{LegacyHasher.algorithm}$"):
        return "of this board", ""
    parts = LegacyHasher().decode(stored)
    return parts["scheme"], bytes.fromhex(parts["salt"]).decode()


def of_no_known_kind(value: Any, case: Case) -> Any:  # noqa: ARG001
    """of no kind that FluxBB wrote, so the member needs a new one"""
    return ("none", "") if value == ("unknown", "") else value


FIELD = Field("password", _shape, _shape_here, (of_no_known_kind, signed_in_since))


def compare_some_passwords(boards: Boards, tally: Tally) -> None:
    """Of those who have not signed in since: then it is stored anew."""
    members = sorted(boards.old.members)
    tally.of(KIND)
    for pk in sample(members, min(SAMPLE, len(members))):
        boards.progress.say(KIND)
        user = User.objects.filter(pk=pk, last_login=None).only("password").first()
        row = next(boards.old.rows("SELECT password, salt FROM users WHERE id = ?", pk))
        if user is None or _shape(row)[0] == "unknown":
            continue
        wrong = () if _wraps(user.password, row["password"]) else (
            f"users {pk}: password is not the old one, wrapped",
        )  # fmt: skip
        tally.row(KIND, (), wrong)


def _wraps(stored: str, digest: str) -> bool:
    if not stored.startswith(f"{LegacyHasher.algorithm}$"):
        return False
    inner: str = LegacyHasher().decode(stored)["hash"]
    if digest.startswith(BCRYPT):
        return inner == digest
    return Argon2PasswordHasher().verify(digest.lower(), inner)
