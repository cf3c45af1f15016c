"""What members change about themselves, tab by tab."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from areopagus.accounts import options
from areopagus.accounts.models import User
from areopagus.core.jobs.worker import work_once
from tests import factories
from tests.conftest import Cast
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def pia(cast: Cast, client: Client) -> User:
    cache.clear()
    member = factories.make_member("Pia", password=PASSWORD)
    client.post("/sign-in/", {"login": "pia", "password": PASSWORD})
    return member


def save(client: Client, tab: str, **fields: Any) -> Any:
    return client.post(f"/settings/{tab}/", fields)


@pytest.mark.parametrize(
    "tab",
    [
        "profile",
        "signature",
        "avatar",
        "display",
        "privacy",
        "mail",
        "password",
        "security",
        "sessions",
    ],
)
def test_every_tab_is_there_for_members_and_not_for_guests(
    client: Client, pia: User, tab: str
) -> None:
    assert client.get(f"/settings/{tab}/").status_code == 200
    answer = Client().get(f"/settings/{tab}/")
    assert answer.status_code == 403 or "/sign-in/" in answer.headers["Location"]


def test_the_profile_is_saved_and_shown(client: Client, pia: User) -> None:
    save(
        client,
        "profile",
        real_name="Pia P.",
        location="Gale",
        website="example.org",
        matrix="@pia:x",
    )
    page = client.get(pia.url).content.decode()
    for words in ("Pia P.", "Gale", "https://example.org", "@pia:x"):
        assert words in page


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org", "ht tp://x"])
def test_a_website_is_a_web_address(client: Client, pia: User, address: str) -> None:
    answer = save(client, "profile", website=address)
    assert answer.status_code == 422
    assert "no web address" in answer.content.decode()
    pia.refresh_from_db()
    assert pia.website == ""


def test_a_title_is_for_groups_that_may(client: Client, pia: User) -> None:
    save(client, "profile", title="Emperor")
    pia.refresh_from_db()
    assert pia.title == ""
    pia.group.may_set_title = True
    pia.group.save()
    save(client, "profile", title="Emperor")
    pia.refresh_from_db()
    assert pia.title == "Emperor"


def test_a_signature_is_rendered_and_has_its_limits(client: Client, pia: User) -> None:
    save(client, "signature", signature="[b]Per aspera[/b]", signature_markup="bbcode")
    pia.refresh_from_db()
    assert "<strong>Per aspera</strong>" in pia.signature_html
    for text, reason in (
        ("x" * 401, "400 characters; this one has 401"),
        ("a\n" * 5 + "b", "4 lines"),
    ):
        answer = save(client, "signature", signature=text, signature_markup="bbcode")
        assert answer.status_code == 422
        assert reason in answer.content.decode()
        assert text.splitlines()[0] in answer.content.decode()


def test_display_preferences_are_kept_and_checked(client: Client, pia: User) -> None:
    wishes = {
        "theme": "dark",
        "time_zone": "Europe/Kyiv",
        "date_format": "d-m-Y",
        "posts_per_page": "10",
    }
    assert save(client, "display", **wishes).status_code == 302
    assert 'data-theme="dark"' in client.get("/").content.decode()
    assert "Times in Europe/Kyiv" in client.get("/").content.decode()
    for wrong in ({"time_zone": "Mars/Gale"}, {"posts_per_page": "500"}, {"theme": "neon"}):
        assert save(client, "display", **(wishes | wrong)).status_code == 422


def test_mail_is_shown_to_whom_its_owner_says(client: Client, pia: User, cast: Cast) -> None:
    other = Client()
    other.force_login(User.objects.get(name="Max"))
    for privacy, shown in (("0", True), ("1", False), ("2", False)):
        save(client, "privacy", mail_privacy=privacy, level_when_writing="1")
        assert ("pia@example.org" in other.get(pia.url).content.decode()) is shown
        assert "pia@example.org" not in Client().get(pia.url).content.decode()


def picture(
    kind: str = "PNG", size: tuple[int, int] = (600, 300), **options_: Any
) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "#c1440e").save(out, kind, **options_)
    return SimpleUploadedFile(f"me.{kind.lower()}", out.getvalue())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_an_avatar_is_made_anew_and_served(client: Client, pia: User, kind: str) -> None:
    client.post("/settings/avatar/", {"picture": picture(kind)})
    pia.refresh_from_db()
    answer = client.get(f"/media/{pia.avatar}")
    made = Image.open(BytesIO(b"".join(answer)))
    assert (made.format, made.size) == ("WEBP", (128, 64))
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "immutable" in answer.headers["Cache-Control"]
    assert f"/media/{pia.avatar}" in client.get(pia.url).content.decode()


def test_what_the_camera_wrote_does_not_survive(client: Client, pia: User) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    client.post("/settings/avatar/", {"picture": picture("JPEG", exif=exif)})
    pia.refresh_from_db()
    assert b"taken at home" not in b"".join(client.get(f"/media/{pia.avatar}"))


def test_an_old_avatar_goes_when_nobody_has_it(
    client: Client, pia: User, django_capture_on_commit_callbacks: Any
) -> None:
    client.post("/settings/avatar/", {"picture": picture()})
    pia.refresh_from_db()
    old = pia.avatar
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/settings/avatar/remove/")
    assert client.get(f"/media/{old}").status_code == 404


def bomb(side: int) -> bytes:
    """A small file of many pixels."""
    out = BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    return out.getvalue()


def test_disguised_broken_and_huge_pictures_are_refused(client: Client, pia: User) -> None:
    html = b"<html><script>alert(1)</script></html>"
    whole = picture(size=(900, 900)).read()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    for sent, reason in (
        (html, "no JPEG, PNG, GIF or WebP"),
        (svg, "no JPEG, PNG, GIF or WebP"),
        (whole[: len(whole) // 2], "damaged"),
        (bomb(30_000), "far too many pixels"),
        (bomb(8_000), "8000 × 8000 pixels"),
    ):
        answer = client.post("/settings/avatar/", {"picture": SimpleUploadedFile("a.png", sent)})
        assert answer.status_code == 422
        assert reason in answer.content.decode()
    pia.refresh_from_db()
    assert pia.avatar == ""


def test_nothing_but_avatars_is_served_below_media(client: Client, pia: User) -> None:
    for address in (
        "/media/avatars/../../secret.key",
        "/media/secret.key",
        "/media/avatars/x.webp",
    ):
        assert client.get(address).status_code == 404


def test_a_new_mail_address_counts_when_its_code_was_typed(client: Client, pia: User) -> None:
    client.post("/settings/mail/", {"action_add": "1", "email": "new@example.org"})
    pia.refresh_from_db()
    assert pia.email == "pia@example.org"
    while work_once("test"):
        pass
    assert mail.outbox[-1].to == ["new@example.org"]
    code = next(w for w in str(mail.outbox[-1].body).split() if w.isupper() and len(w) >= 6)
    client.post("/register/code/", {"code": code})
    pia.refresh_from_db()
    assert pia.email == "new@example.org"


def test_a_new_password_ends_the_other_sessions(client: Client, pia: User) -> None:
    other = Client()
    other.post("/sign-in/", {"login": "pia", "password": PASSWORD})
    fresh = "another long passphrase"
    words = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    client.post("/settings/password/", words)
    assert "Signed in as" in client.get("/").content.decode()
    assert "Signed in as" not in other.get("/").content.decode()


def test_one_session_is_ended_and_only_ones_own(client: Client, pia: User, cast: Cast) -> None:
    other = Client()
    other.post("/sign-in/", {"login": "pia", "password": PASSWORD})
    other.get("/")
    session = UserSession.objects.exclude(session_key=client.session.session_key).get()
    stranger = Client()
    stranger.force_login(User.objects.get(name="Max"))
    assert stranger.post(f"/settings/sessions/{session.pk}/end/").status_code == 404
    client.post(f"/settings/sessions/{session.pk}/end/")
    assert "Signed in as" not in other.get("/").content.decode()


def test_signing_in_with_a_second_step(client: Client, pia: User) -> None:
    here = "/settings/security/codes/on/"
    assert client.get(here).headers["Location"].startswith("/settings/security/confirm/")
    client.post(f"/settings/security/confirm/?next={here}", {"password": PASSWORD})
    page = client.get(here).content.decode()
    secret = page.partition("<code>")[2].partition("</code>")[0]
    code = totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )
    assert client.post(here, {"code": code}).status_code == 302
    cache.clear()
    again = Client()
    answer = again.post("/sign-in/", {"login": "pia", "password": PASSWORD})
    assert answer.headers["Location"].startswith("/sign-in/second-step/")
    assert "Signed in as" not in again.get("/").content.decode()
    assert again.post("/sign-in/second-step/", {"code": "000000"}).status_code == 200
    recovery = client.get("/settings/security/recovery/").content.decode()
    spare = recovery.partition('<pre class="code">')[2].split()[0]
    assert again.post("/sign-in/second-step/", {"code": spare}).status_code == 302
    assert "Signed in as" in again.get("/").content.decode()


def test_signature_limits_follow_the_boards_options(client: Client, pia: User) -> None:
    options.SIGNATURE_LENGTH.set(5)
    assert (
        save(client, "signature", signature="123456", signature_markup="bbcode").status_code == 422
    )
