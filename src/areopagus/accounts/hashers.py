"""Passwords that came from an old board: its digest wrapped in argon2id until the next sign-in.

So no weak digest lies in our database, and nobody needs a new password. FluxBB fact sheet §2.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import bcrypt
from django.contrib.auth.hashers import Argon2PasswordHasher, mask_hash

SCHEMES = ("sha1", "md5", "sha1salt", "bcrypt")
# bcrypt itself never looks further; the library refuses what is longer.
BCRYPT_BYTES = 72
# PHP takes 10 or 12. Each one more takes twice the time; with 31, which a dump may say, it is days.
HARDEST_BCRYPT = b"16"


def wrap_legacy(digest: str, scheme: str, salt: str = "") -> str:
    """The stored form of an old digest.

    `scheme` is "sha1" or "md5" (hexadecimal digest of the password), "sha1salt"
    (sha1(salt + sha1(password)), FluxBB 1.3), or "bcrypt" (PHP's password_hash), which is strong
    enough to stay as it is. ValueError when the scheme is none of these.
    """
    if scheme not in SCHEMES:
        raise ValueError(f"{scheme!r} is no scheme of an old board; there are {', '.join(SCHEMES)}")
    if scheme == "bcrypt":
        return f"{LegacyHasher.algorithm}$bcrypt$$" + digest
    inner = _Light().encode(digest.lower(), _Light().salt())
    return f"{LegacyHasher.algorithm}${scheme}${salt.encode().hex()}${inner}"


def is_wrapping(stored: str, digest: str, scheme: str, salt: str = "") -> bool:
    """Whether `wrap_legacy` made `stored` of these. Takes as long as a sign-in."""
    if not stored.startswith(f"{LegacyHasher.algorithm}$"):
        return False
    parts = LegacyHasher().decode(stored)
    if (parts["scheme"], parts["salt"]) != (scheme, salt.encode().hex()):
        return False
    if scheme == "bcrypt":
        return hmac.compare_digest(parts["hash"], digest)
    return _Light().verify(digest.lower(), parts["hash"])


class _Light(Argon2PasswordHasher):
    """Less memory and time than for new passwords: an import wraps thousands, each until a sign-in."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1


class LegacyHasher(Argon2PasswordHasher):
    """Verifies what `wrap_legacy` made. Every success asks Django for a new digest."""

    algorithm = "legacy_argon2"

    def encode(self, password: str, salt: str) -> str:
        raise NotImplementedError("Old digests are only verified; new ones are plain argon2id.")

    def decode(self, encoded: str) -> dict[str, Any]:
        _, scheme, salt, inner = encoded.split("$", 3)
        return {"algorithm": self.algorithm, "scheme": scheme, "salt": salt, "hash": inner}

    def verify(self, password: str, encoded: str) -> bool:
        _, scheme, salt, inner = encoded.split("$", 3)
        if scheme == "bcrypt":
            return _verify_bcrypt(password, inner)
        return _Light().verify(_digest(password, scheme, bytes.fromhex(salt)), inner)

    def must_update(self, encoded: str) -> bool:  # noqa: ARG002 - old digests always go.
        return True

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing: the inner argon2 took its time already."""

    def safe_summary(self, encoded: str) -> dict[Any, Any]:
        parts = self.decode(encoded)
        return {
            "algorithm": self.algorithm,
            "scheme": parts["scheme"],
            "hash": mask_hash(parts["hash"]),
        }


def _digest(password: str, scheme: str, salt: bytes) -> str:
    words = password.encode()
    if scheme == "md5":
        return hashlib.md5(words, usedforsecurity=False).hexdigest()
    inner = hashlib.sha1(words, usedforsecurity=False).hexdigest()
    if scheme == "sha1":
        return inner
    return hashlib.sha1(salt + inner.encode(), usedforsecurity=False).hexdigest()


def _verify_bcrypt(password: str, digest: str) -> bool:
    # PHP writes $2y$ for what everybody else calls $2b$.
    known = digest.replace("$2y$", "$2b$", 1).encode()
    if known[4:6] > HARDEST_BCRYPT:
        return False
    try:
        return bcrypt.checkpw(password.encode()[:BCRYPT_BYTES], known)
    except ValueError:
        # Not a digest at all; then nothing is the password.
        return False
