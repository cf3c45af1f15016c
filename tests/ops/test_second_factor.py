"""The way back in for whoever has lost their phone."""

from __future__ import annotations

import argparse

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp

from areopagus.ops import second_factor
from tests.conftest import Cast, user_of

pytestmark = pytest.mark.django_db


def run(name: str, *, remove: bool) -> int:
    return second_factor.run(argparse.Namespace(name=name, remove=remove))


def test_it_shows_first_and_takes_away_when_told(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    ada = user_of(cast.ada)
    totp.TOTP.activate(ada, totp.generate_totp_secret())
    totp.TOTP.activate(user_of(cast.mona), totp.generate_totp_secret())
    assert run("ada", remove=False) == 0
    assert "Ada has TOTP" in capsys.readouterr().out
    assert Authenticator.objects.filter(user=ada).exists()
    assert run("ada", remove=True) == 0
    assert not Authenticator.objects.filter(user=ada).exists()
    assert Authenticator.objects.filter(user=user_of(cast.mona)).exists()
    assert run("Ada", remove=True) == 0
    assert "no second factor" in capsys.readouterr().out


def test_nobody_is_not_found(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Nobody", remove=True) == 1
    assert "nobody here is called Nobody" in capsys.readouterr().err
