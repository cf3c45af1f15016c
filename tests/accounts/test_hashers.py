"""Passwords of old boards: every scheme opens the door once and is replaced then."""

from __future__ import annotations

import hashlib

import bcrypt
import pytest
from django.contrib.auth.hashers import check_password, identify_hasher

from areopagus.accounts.hashers import SCHEMES, wrap_legacy

WORDS = "corréct horse"


def digest(scheme: str, words: str = WORDS, salt: str = "") -> str:
    said = words.encode()
    sha1 = hashlib.sha1(said, usedforsecurity=False).hexdigest()
    return {
        "sha1": sha1,
        "md5": hashlib.md5(said, usedforsecurity=False).hexdigest(),
        "sha1salt": hashlib.sha1((salt + sha1).encode(), usedforsecurity=False).hexdigest(),
        "bcrypt": bcrypt.hashpw(said, bcrypt.gensalt(4)).decode().replace("$2b$", "$2y$"),
    }[scheme]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_old_password_opens_and_asks_for_a_new_digest(scheme: str) -> None:
    stored = wrap_legacy(digest(scheme, salt="x$y"), scheme, "x$y")
    renewed: list[str] = []
    assert check_password(WORDS, stored, setter=renewed.append)
    assert renewed == [WORDS]
    assert not check_password("wrong", stored)
    assert identify_hasher(stored).algorithm == "legacy_argon2"


def test_no_weak_digest_is_kept() -> None:
    for scheme in ("sha1", "md5", "sha1salt"):
        assert digest(scheme) not in wrap_legacy(digest(scheme), scheme)


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(ValueError, match="rot13"):
        wrap_legacy("x", "rot13")


def test_a_digest_that_is_none_opens_nothing() -> None:
    assert not check_password(WORDS, wrap_legacy("no digest", "bcrypt"))
    # Days of work; the answer comes at once.
    assert not check_password(WORDS, wrap_legacy("$2y$31$" + "a" * 53, "bcrypt"))
