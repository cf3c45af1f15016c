"""Signing in and out, registering, forgetting a password: what works, and what nobody learns from it."""

from __future__ import annotations

import re
from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client
from django.utils.http import urlencode

from areopagus.accounts import options, rules
from areopagus.accounts.models import Group, Invitation, User
from areopagus.core.clock import now
from areopagus.core.jobs.worker import work_once
from tests import factories
from tests.conftest import Cast, user_of
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
NEW = {
    "username": "Olga",
    "email": "olga@example.org",
    "password1": PASSWORD,
} | factories.calm_form()


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


@pytest.fixture
def pia(cast: Cast) -> User:
    return factories.make_member("Pia", password=PASSWORD)


def sign_in(client: Client, login: str = "pia", password: str = PASSWORD, **query: str) -> Any:
    address = f"/sign-in/?{urlencode(query)}" if query else "/sign-in/"
    return client.post(address, {"login": login, "password": password})


def signed_in_as(client: Client) -> str | None:
    found = re.search(r'Signed in as <a href="[^"]+">([^<]+)', client.get("/").content.decode())
    return found[1] if found else None


def delivered() -> list[EmailMessage]:
    while work_once("test"):
        pass
    return mail.outbox


def code_in_mail() -> str:
    newest = delivered()[-1]
    found = re.search(r"^([A-Z0-9-]{6,12})$", str(newest.body), re.MULTILINE)
    assert found, newest.body
    return found[1]


@pytest.mark.parametrize("login", ["Pia", "pia", " PIA ", "pia@example.org", "Pia@Example.org"])
def test_signing_in_by_name_or_mail(client: Client, pia: User, login: str) -> None:
    assert sign_in(client, login).status_code == 302
    assert signed_in_as(client) == "Pia"


def test_a_wrong_password_tells_nothing_more(client: Client, pia: User) -> None:
    wrong, unknown = (
        re.sub(r'value="[^"]*"', "", sign_in(client, login, "wrong").content.decode())
        for login in ("pia", "nobody")
    )
    assert "do not belong together" in wrong
    assert wrong == unknown
    assert signed_in_as(client) is None


@pytest.mark.parametrize(
    ("next_", "lands"),
    [
        ("/forums/1/", "/forums/1/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_only_our_own_addresses_are_returned_to(
    client: Client, pia: User, next_: str, lands: str
) -> None:
    assert sign_in(client, next=next_).headers["Location"] == lands


def test_a_session_from_before_signing_in_is_not_kept(client: Client, pia: User) -> None:
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


def test_remember_me_outlives_the_browser(client: Client, pia: User) -> None:
    sign_in(client)
    assert client.session.get_expire_at_browser_close()
    client.post("/sign-out/")
    client.post("/sign-in/", {"login": "pia", "password": PASSWORD, "remember": "on"})
    assert not client.session.get_expire_at_browser_close()


def test_guessing_is_slowed_down_and_then_refused(client: Client, pia: User) -> None:
    for _ in range(5):
        sign_in(client, "pia", "guess")
    answer = sign_in(client, "pia", PASSWORD)
    assert "Too many attempts" in answer.content.decode()
    assert signed_in_as(client) is None


def test_signing_out_takes_a_post(client: Client, pia: User) -> None:
    sign_in(client)
    client.get("/sign-out/")
    assert signed_in_as(client) == "Pia"
    client.post("/sign-out/")
    assert signed_in_as(client) is None


def test_a_dormant_member_wakes_by_signing_in(client: Client, pia: User) -> None:
    User.objects.filter(pk=pia.pk).update(dormant_at=now())
    sign_in(client)
    pia.refresh_from_db()
    assert pia.dormant_at is None


def test_a_banned_member_reads_why_and_may_leave(client: Client, pia: User) -> None:
    sign_in(client)
    User.objects.filter(pk=pia.pk).update(banned_at=now(), ban_message="Sold rockets.")
    answer = client.get("/")
    assert answer.status_code == 403
    assert "Sold rockets." in answer.content.decode()
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/").status_code == 200


def test_a_ban_ends_by_itself(client: Client, pia: User) -> None:
    sign_in(client)
    User.objects.filter(pk=pia.pk).update(
        banned_at=now() - timedelta(days=2), banned_until=now() - timedelta(days=1)
    )
    assert client.get("/").status_code == 200


def test_registering_needs_the_code_from_the_mail(client: Client, cast: Cast) -> None:
    answer = client.post("/register/", NEW)
    assert answer.headers["Location"] == "/register/code/"
    assert signed_in_as(client) is None
    wrong = client.post("/register/code/", {"code": "WRONG1"})
    assert "not the code" in wrong.content.decode()
    client.post("/register/code/", {"code": code_in_mail()})
    assert signed_in_as(client) == "Olga"
    olga = User.objects.get(name="Olga")
    assert (olga.group.role, olga.email) == ("members", "olga@example.org")
    assert olga.password.startswith("md5$"), "the tests' own hasher"


def test_registering_with_a_known_mail_looks_the_same(client: Client, pia: User) -> None:
    answer = client.post("/register/", NEW | {"email": "pia@example.org"})
    assert answer.headers["Location"] == "/register/code/"
    assert not User.objects.filter(name="Olga").exists()
    assert delivered()[-1].to == ["pia@example.org"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"username": "Pia"}, "belongs to a member"),
        ({"username": "pia "}, "belongs to a member"),
        ({"username": "Рia"}, "belongs to a member"),  # Cyrillic Р.
        ({"username": "O"}, "at least 2 characters"),
        ({"username": "O" * 26}, "at most 25 characters"),
        ({"username": "[Olga]"}, "no brackets"),
        ({"username": "Guest"}, "means something else"),
        ({"username": "10.0.0.1"}, "network address"),
        ({"username": "..."}, "letter or digit"),
        ({"email": "olga"}, "valid email"),
        ({"password1": "example1"}, "too similar"),
        ({"password1": "12345678"}, "too common"),
        ({"website": "https://pills.example"}, "leave this field empty"),
    ],
)
def test_a_refused_registration_says_why(
    client: Client, pia: User, change: dict[str, str], reason: str
) -> None:
    page = client.post("/register/", NEW | change).content.decode()
    assert reason in page
    assert User.objects.filter(email="olga@example.org").count() == 0


def test_a_name_full_of_accents_keeps_nobody_waiting(client: Client, pia: User) -> None:
    # Python puts them in order in the square of their number.
    name, begun = "a" + "\u0315\u0300" * 100_000, perf_counter()
    page = client.post("/register/", NEW | {"username": name}).content.decode()
    assert "at most 25 characters" in page
    assert sign_in(client, name).status_code == 200
    assert perf_counter() - begun < 5


@pytest.mark.parametrize("name", ["Ольга", "火星人", "مريم", "Zoë", "O’Neil"])
def test_names_in_any_script(client: Client, cast: Cast, name: str) -> None:
    client.post("/register/", NEW | {"username": name})
    assert User.objects.get(email="olga@example.org").name == name


def test_rules_must_be_accepted_when_there_are_any(client: Client, cast: Cast) -> None:
    options.RULES_HTML.set("<p>Be kind.</p>")
    assert "accept the rules" in client.post("/register/", NEW).content.decode()
    rules.keep_version()
    assert client.post("/register/", NEW | {"rules": "on"}).status_code == 302
    olga = User.objects.get(name="Olga")
    assert olga.rules_version == 1 and olga.rules_accepted_at is not None


def test_a_closed_board_takes_nobody(client: Client, cast: Cast) -> None:
    options.REGISTRATION.set("closed")
    assert "Registration is closed" in client.get("/register/").content.decode()
    client.post("/register/", NEW)
    assert not User.objects.filter(name="Olga").exists()


def test_a_link_brings_the_invitation_along(client: Client, cast: Cast) -> None:
    options.REGISTRATION.set("invitation")
    page = client.get("/register/?invitation=mars%22%3E").content.decode()
    assert 'value="mars&#34;&gt;"' in page or 'value="mars&quot;&gt;"' in page


def test_an_invitation_opens_the_door_as_often_as_it_says(client: Client, cast: Cast) -> None:
    options.REGISTRATION.set("invitation")
    Invitation.objects.create(code="mars", made_at=now(), uses_left=1)
    Invitation.objects.create(code="old", made_at=now(), expires_at=now() - timedelta(days=1))
    for code in ("", "venus", "old"):
        client.post("/register/", NEW | {"invitation": code})
        assert not User.objects.filter(name="Olga").exists()
    client.post("/register/", NEW | {"invitation": "mars"})
    assert User.objects.filter(name="Olga").exists()
    again = Client().post(
        "/register/", NEW | {"invitation": "mars", "username": "Eve", "email": "eve@example.org"}
    )
    assert "used up" in again.content.decode()


def test_an_applicant_waits_until_approved(client: Client, cast: Cast) -> None:
    options.REGISTRATION.set("approval")
    client.post("/register/", NEW | {"application": "I grow beans."})
    client.post("/register/code/", {"code": code_in_mail()})
    answer = client.get("/")
    assert answer.status_code == 403
    assert "Your application is waiting" in answer.content.decode()
    User.objects.filter(name="Olga").update(approved_at=now())
    assert client.get("/").status_code == 200


def test_newcomers_join_the_group_the_board_chose(client: Client, cast: Cast) -> None:
    options.NEW_MEMBER_ROLE.set("newcomers")
    client.post("/register/", NEW)
    assert User.objects.get(name="Olga").group.role == Group.Role.NEWCOMERS


def test_a_forgotten_password_is_replaced_with_a_code(client: Client, pia: User) -> None:
    answer = client.post("/password/forgotten/", {"email": "pia@example.org"})
    assert answer.status_code == 302
    client.post(answer.headers["Location"], {"code": code_in_mail()})
    fresh = "another long passphrase"
    client.post("/password/new/", {"password1": fresh, "password2": fresh})
    pia.refresh_from_db()
    assert pia.check_password(fresh)


def test_forgetting_tells_nobody_which_mails_are_known(client: Client, pia: User) -> None:
    known = client.post("/password/forgotten/", {"email": "pia@example.org"})
    unknown = Client().post("/password/forgotten/", {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert [message.to for message in delivered()] == [["pia@example.org"]]


def test_a_member_from_an_old_board_without_a_mail_row_signs_in(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=user_of(cast.max).pk).update(email="shared@example.org")
    user = user_of(cast.max)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    sign_in(client, "Max")
    assert signed_in_as(client) == "Max"
