"""A second factor where the board requires one, and the password again; nothing sent is lost by it."""

from __future__ import annotations

import re
import time
from html import unescape
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from areopagus.accounts import options
from areopagus.accounts.models import User
from areopagus.boards.options import TITLE
from areopagus.core.ledger.models import Batch
from tests.administration.conftest import fields_of
from tests.conftest import Cast, user_of
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
BOARD = "/administration/options/board/"


@pytest.fixture(autouse=True)
def _first_attempts(cast: Cast) -> None:
    cache.clear()
    for actor in (cast.ada, cast.mona, cast.max):
        user_of(actor).set_password(PASSWORD)
        user_of(actor).save()


def sign_in(client: Client, name: str, minutes_ago: int = 0) -> None:
    client.logout()
    client.post("/sign-in/", {"login": name, "password": PASSWORD})
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] = time.time() - minutes_ago * 60
    session.save()


def test_administration_asks_for_the_password_after_a_while(client: Client) -> None:
    sign_in(client, "Ada", minutes_ago=29)
    assert client.get("/administration/").status_code == 200
    sign_in(client, "Ada", minutes_ago=31)
    answer = client.get(f"{BOARD}?a=b")
    asked = "/settings/security/confirm/?next=%2Fadministration%2Foptions%2Fboard%2F%3Fa%3Db"
    assert answer.headers["Location"] == asked
    assert "Is it you?" in client.get(asked).content.decode()
    client.post(asked, {"password": "wrong"})
    assert client.get(BOARD).status_code == 302
    answer = client.post(asked, {"password": PASSWORD})
    assert answer.headers["Location"] == f"{BOARD}?a=b"
    assert client.get(BOARD).status_code == 200


def test_the_option_says_how_long_and_nought_never_asks(client: Client) -> None:
    sign_in(client, "Ada", minutes_ago=31)
    options.CONFIRM_MINUTES.set(60)
    assert client.get(BOARD).status_code == 200
    options.CONFIRM_MINUTES.set(0)
    sign_in(client, "Ada", minutes_ago=50_000)
    assert client.get(BOARD).status_code == 200


def given_back_by(html: str) -> dict[str, str]:
    said = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html))
    areas = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    return {name: unescape(value) for name, value in (said | dict(areas)).items()}


def test_a_form_sent_too_late_is_kept_and_sent_with_the_password(client: Client) -> None:
    sign_in(client, "Ada")
    sent = fields_of(client, BOARD) | {"board-title": "Rockets &\n more"}
    sign_in(client, "Ada", minutes_ago=31)
    answer = client.post(BOARD, sent)
    page = answer.content.decode()
    assert answer.status_code == 403 and "Rockets &amp;" in page
    assert TITLE.get() != "Rockets & more"
    kept = given_back_by(page)
    assert {"board-time_zone", "board-date_format"} <= set(kept), "Not only what is shown."

    answer = client.post(BOARD, {**kept, "confirm_password": "wrong"})
    assert answer.status_code == 422 and "not your password" in answer.content.decode()
    assert "wrong" not in answer.content.decode()
    again = given_back_by(answer.content.decode())
    again.pop("csrfmiddlewaretoken", None), kept.pop("csrfmiddlewaretoken", None)
    assert again == kept
    answer = client.post(BOARD, {**kept, "board-title": "Rockets", "confirm_password": PASSWORD})
    assert answer.headers["Location"] == BOARD
    assert TITLE.get() == "Rockets"
    assert client.get(BOARD).status_code == 200


def test_a_deed_without_any_field_is_kept_as_well(client: Client, cast: Cast) -> None:
    User.objects.filter(pk=cast.max.member_id).update(banned_at="2020-01-01T00:00:00Z")
    lift = f"/administration/members/{cast.max.member_id}/ban/lift/"
    sign_in(client, "Ada", minutes_ago=31)
    assert f'action="{lift}"' in client.post(lift).content.decode()
    assert user_is_banned(cast)
    client.post(lift, {"confirm_password": PASSWORD})
    assert not user_is_banned(cast)


def test_undoing_asks_as_well_for_it_may_give_rights_back(client: Client, cast: Cast) -> None:
    ban = f"/administration/members/{cast.max.member_id}/ban/"
    sign_in(client, "Ada")
    client.post(ban, {"message": "Enough."})
    assert user_is_banned(cast)
    batch = Batch.objects.get()
    sign_in(client, "Ada", minutes_ago=31)
    assert client.get(batch.url).status_code == 200
    assert client.post(f"{batch.url}undo/").status_code == 403
    assert user_is_banned(cast)
    client.post(f"{batch.url}undo/", {"confirm_password": PASSWORD})
    assert not user_is_banned(cast)


def test_a_new_password_for_somebody_asks_for_ones_own(client: Client, cast: Cast) -> None:
    where = f"/moderation/members/{cast.max.member_id}/password/"
    sign_in(client, "Ada", minutes_ago=31)
    assert client.get(where).status_code == 200
    assert client.post(where, {"reason": "Found on a list."}).status_code == 403
    assert not Batch.objects.exists()
    client.post(where, {"reason": "Found on a list.", "confirm_password": PASSWORD})
    assert Batch.objects.get().reason == "Found on a list."


def user_is_banned(cast: Cast) -> bool:
    return User.objects.get(pk=cast.max.member_id).is_banned


def test_whoever_has_a_second_factor_may_use_it_instead(client: Client, cast: Cast) -> None:
    """In another tab; then the form is sent without a password."""
    sign_in(client, "Ada", minutes_ago=31)
    assert "use a code or a passkey" not in client.post(BOARD, {"a": "b"}).content.decode()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user_of(cast.ada), secret)
    assert "use a code or a passkey" in client.post(BOARD, {"a": "b"}).content.decode()
    counter = next(totp.yield_hotp_counters_from_time())
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    client.post("/settings/security/confirm/code/", {"code": code})
    sent = {"confirm_password": "", "board-title": "Rockets"}
    assert client.post(BOARD, sent).status_code == 422, "It came through to the form itself."
    assert TITLE.get() != "Rockets"


def test_a_secret_of_the_form_itself_is_not_repeated(client: Client) -> None:
    sign_in(client, "Ada", minutes_ago=31)
    page = client.post(BOARD, {"password": "rocket-fuel", "board-title": "X"}).content.decode()
    assert "rocket-fuel" not in page and "Open the form again" in page
    assert 'name="confirm_password"' not in page


def test_passwords_cannot_be_guessed_there(client: Client) -> None:
    sign_in(client, "Ada", minutes_ago=31)
    statuses = [client.post(BOARD, {"confirm_password": f"no {n}"}).status_code for n in range(12)]
    assert statuses[0] == 422 and statuses[-1] == 429
    assert client.post(BOARD, {"confirm_password": PASSWORD}).status_code == 429


def test_a_form_from_elsewhere_is_not_even_asked_about(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user_of(cast.ada))
    session = strict.session
    del session[AUTHENTICATION_METHODS_SESSION_KEY]
    session.save()
    answer = strict.post(BOARD, {"confirm_password": PASSWORD})
    assert answer.status_code == 403 and "Is it you" not in answer.content.decode()
    assert strict.get(BOARD).status_code == 302


@pytest.mark.parametrize("path", ["/administration/", BOARD, "/administration/nothing/"])
def test_nobody_else_is_asked_anything(client: Client, path: str) -> None:
    sign_in(client, "Max", minutes_ago=31)
    assert client.get(path).status_code == 404
    sign_in(client, "Mona", minutes_ago=31)
    assert client.get(path).status_code == 404
    assert client.get("/moderation/").status_code == 200


@pytest.mark.parametrize(
    ("wanted", "ada", "mona"),
    [("nobody", 200, 200), ("administrators", 302, 200), ("staff", 302, 302)],
)
def test_who_lacks_the_second_factor_is_led_to_set_it_up(
    client: Client, cast: Cast, wanted: str, ada: int, mona: int
) -> None:
    options.SECOND_FACTOR.set(wanted)
    for actor, status in ((cast.ada, ada), (cast.mona, mona)):
        client.force_login(user_of(actor))
        answer = client.get("/moderation/")
        assert answer.status_code == status
        if status == 302:
            assert answer.headers["Location"] == "/settings/security/"
            page = client.get("/settings/security/").content.decode()
            assert "asks its staff for a second factor" in page
            activate_codes(user_of(actor))
            assert client.get("/moderation/").status_code == 200
    client.force_login(user_of(cast.max))
    assert client.get("/moderation/").status_code == 404
    assert client.get("/forums/1/").status_code != 302


def activate_codes(user: User) -> Authenticator:
    return totp.TOTP.activate(user, totp.generate_totp_secret()).instance


def test_recovery_codes_alone_are_no_second_factor(client: Client, cast: Cast) -> None:
    options.SECOND_FACTOR.set("administrators")
    Authenticator.objects.create(user=user_of(cast.ada), type="recovery_codes", data={})
    client.force_login(user_of(cast.ada))
    assert client.get("/administration/").status_code == 302


def test_what_was_sent_before_the_factor_was_there_is_kept(client: Client, cast: Cast) -> None:
    options.SECOND_FACTOR.set("administrators")
    client.force_login(user_of(cast.ada))
    page = client.post(BOARD, {"board-title": "Rockets and more"}).content.decode()
    assert "Rockets and more" in page and 'href="/settings/security/"' in page
    assert 'name="confirm_password"' not in page


def test_the_first_administrator_is_not_asked_at_once(client: Client, places: Any) -> None:
    from areopagus.accounts import setup

    User.objects.filter(group__role="administrators").delete()
    token = setup.issue_token()
    said = {"title": "A board", "description": "", "name": "Adele", "mail": "a@example.org"}
    client.post(f"/set-up/{token}/", {**said, "password": PASSWORD, "forums": "General"})
    assert client.get("/administration/").status_code == 200
