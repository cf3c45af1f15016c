"""A ghost comes home by the password of its old account, which an older dump knows."""

from __future__ import annotations

import hashlib
import sys
from argparse import Namespace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from areopagus.accounts.hashers import wrap_legacy
from areopagus.accounts.models import User
from areopagus.boards.models import Ghost, Post, Topic
from areopagus.core.clock import now
from areopagus.core.verdict import Refused
from areopagus.homecoming import actions
from areopagus.homecoming.models import Claim, OldAccount, PasswordTry
from areopagus.importers.fluxbb import old_accounts
from areopagus.importers.fluxbb.keeping_old_accounts import keep_old_accounts
from tests import factories
from tests.conftest import Cast, user_of
from tests.importers.old_boards import member, move_in, post, sound, sql

pytestmark = pytest.mark.django_db
SECRET = "correct horse"


def digest(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest()


@pytest.fixture
def vera(cast: Cast, topic: Topic) -> Ghost:
    """A member of the old board who was deleted there; an older dump knows her account."""
    ghost = Ghost.objects.create(name="Vera", name_key="vera", origin=Ghost.Origin.OLD_MEMBER)
    old = factories.make_post(cast.mona, topic)
    Post.objects.filter(pk=old.pk).update(author=None, ghost=ghost, author_name="Vera")
    remember("Vera", 50)
    return ghost


def remember(name: str, number: int, password: str = SECRET, days: int = 400) -> OldAccount:
    return OldAccount.objects.create(
        old_user_id=number,
        name=name,
        name_key=name.lower(),
        password=wrap_legacy(digest(password), "sha1"),
        registered_at=now() - timedelta(days=days),
    )


def test_from_the_form_to_the_topic(cast: Cast, vera: Ghost, topic: Topic, client: Client) -> None:
    client.force_login(user_of(cast.max))
    assert "You remember your old password" in client.get(vera.url + "claim/").content.decode()
    address = f"/ghosts/{vera.pk}/claim/password/"
    wrong = client.post(address, {"password": "guess"})
    assert wrong.status_code == 422 and "was not the password" in wrong.content.decode()
    assert not Claim.objects.exists()
    assert (
        "Welcome home" in client.post(address, {"password": SECRET}, follow=True).content.decode()
    )
    assert "Now <a" in Client().get(topic.url).content.decode()
    assert Claim.objects.get().proof == Claim.Proof.PASSWORD


def test_guesses_are_counted_also_the_right_one_comes_too_late(cast: Cast, vera: Ghost) -> None:
    for _ in range(5):
        with pytest.raises(Refused, match="not the password"):
            actions.claim_by_password(cast.max, vera.pk, "guess")
    with pytest.raises(Refused, match="tomorrow"):
        actions.claim_by_password(cast.max, vera.pk, SECRET)
    for _ in range(5):
        with pytest.raises(Refused, match="not the password"):
            actions.claim_by_password(cast.nina, vera.pk, "guess")
    with pytest.raises(Refused, match="tomorrow"):
        actions.claim_by_password(cast.dora, vera.pk, SECRET)
    PasswordTry.objects.update(tried_at=now() - timedelta(days=2))
    actions.claim_by_password(cast.max, vera.pk, SECRET)


def test_a_password_proves_nothing_about_what_the_account_cannot_have_written(
    cast: Cast, vera: Ghost
) -> None:
    def refused() -> None:
        with pytest.raises(Refused, match="Nothing is known"):
            actions.claim_by_password(cast.max, vera.pk, SECRET)

    OldAccount.objects.update(registered_at=now() + timedelta(days=1))
    refused()  # Registered after the posts: somebody else's name, taken later.
    OldAccount.objects.update(registered_at=None)
    refused()
    OldAccount.objects.update(registered_at=now() - timedelta(days=400))
    Ghost.objects.update(old_user_id=51)
    refused()  # The posts have another account's number.
    Ghost.objects.update(old_user_id=None, origin=Ghost.Origin.OLD_GUEST)
    refused()  # Guests have no account.
    Ghost.objects.update(origin=Ghost.Origin.OLD_MEMBER)
    Post.objects.filter(ghost=vera).update(author_mail="guest@old.example")
    refused()  # What came with an address was a guest's.


def test_what_one_has_another_does_not_get(cast: Cast, vera: Ghost) -> None:
    actions.claim_by_password(cast.max, vera.pk, SECRET)
    with pytest.raises(Refused, match="write to an administrator"):
        actions.claim_by_password(cast.nina, vera.pk, SECRET)
    for stranger, reason in ((cast.guest, "Sign in"), (cast.boris, "closed")):
        with pytest.raises(Refused, match=reason):
            actions.claim_by_password(stranger, vera.pk, SECRET)


def test_an_old_account_signs_nobody_in(vera: Ghost, client: Client) -> None:
    client.post("/sign-in/", {"login": vera.name, "password": SECRET})
    assert "_auth_user_id" not in client.session


def test_an_older_dump_adds_evidence_and_touches_no_account(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = sound()
    old["posts"].append(post(3, 1, poster="Vera", poster_id=1))
    old["config"].append({"conf_name": "p_force_guest_email", "conf_value": "1"})
    move_in(old, tmp_path)
    accounts = list(User.objects.order_by("pk").values())
    older = sound()
    older["users"] += [
        member(70, "Vera", password=digest(SECRET), registered=1),
        member(71, "Nobody's", password=digest(SECRET), registered=1),
    ]
    dump = tmp_path / "older.sql"
    dump.write_bytes(sql(older))
    for _ in range(2):
        keep_old_accounts(str(dump), tmp_path, sys.stdout)
    assert "1 of them may be ghosts here" in capsys.readouterr().out
    (kept,) = OldAccount.objects.all()
    assert (kept.name, kept.old_user_id) == ("Vera", 70)
    assert SECRET not in kept.password and digest(SECRET) not in kept.password
    assert list(User.objects.order_by("pk").values()) == accounts


def test_the_command_says_what_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = Namespace(
        source=str(tmp_path / "none.sql"), board=tmp_path, charset="cp1252", prefix=None
    )
    assert old_accounts.run(said) == 1
    assert "Nothing was kept" in capsys.readouterr().err
