"""Coming in: the first start of a board, registering, a forgotten password, codes and passkeys."""

from __future__ import annotations

import email.policy
import hmac
import re
import struct
import time
from base64 import b32decode
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, sign_in
from tests.browser.looking import look_at
from tests.browser.serving import PATIENCE, Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
PASSWORD = "two wheels and a canopy"


def mailed_code(page: Page, board: Served, address: str) -> str:
    """The code in the newest mail to this address that has one; a job sends it."""
    end = time.monotonic() + PATIENCE
    while (code := _code_in(board.folder / "outbox", address)) is None and time.monotonic() < end:
        page.wait_for_timeout(100)
    assert code, f"No code was mailed to {address}"
    return code


def _code_in(outbox: Path, address: str) -> str | None:
    for letter in sorted(
        outbox.glob("[!.]*.eml"), key=lambda file: file.stat().st_mtime, reverse=True
    ):
        mail = message_from_bytes(
            letter.read_bytes(), _class=EmailMessage, policy=email.policy.default
        )
        words = mail.get_body(("plain",))
        if words is None or address not in str(mail["To"]):
            continue
        if found := re.search(
            r"^\s*([A-Z0-9]{4,}(?:-[A-Z0-9]+)*)\s*$", words.get_content(), re.MULTILINE
        ):
            return found[1]
    return None


def app_code(key: str) -> str:
    """What the app on a phone would show now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(b32decode(key), counter, "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def register(page: Page, name: str, address: str) -> None:
    page.goto("/register/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Mail address").fill(address)
    page.get_by_label("Password").fill(PASSWORD)
    rules = page.get_by_label("I have read the rules")
    if rules.count():
        rules.check()
    arrived = page.get_by_role("heading", level=1, name="Look into your mail")
    too_quick = page.get_by_text("That was very quick.")
    # This is quicker than a person; nothing is lost by it, and after a moment the same button is enough.
    for _ in range(20):
        with page.expect_navigation():
            page.get_by_role("button", name="Register").click()
        expect(arrived.or_(too_quick)).to_be_visible()
        if arrived.is_visible():
            break
    expect(arrived).to_be_visible()


def set_up(page: Page) -> None:
    page.get_by_label("What is your board called?").fill("Harbour Talk")
    page.get_by_label("One line about it").fill("Boats and tides")
    page.get_by_label("Your name on the board").fill("Ada")
    page.get_by_label("Your mail address").fill("ada@example.org")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("The first categories").fill("# Water\nTides — when to go out\nKnots")
    page.get_by_role("button", name="Open the board").click()


def test_a_new_board_from_its_link_to_a_newcomers_reply(new_board: Served, visit: Visit) -> None:
    assert new_board.set_up
    page = visit(new_board, new_board.set_up, javascript=False)
    set_up(page)
    expect(page.locator(".status-who")).to_contain_text("Signed in as Ada")
    expect(page.locator(".board-name")).to_have_text("Harbour Talk")
    page.goto("/")
    page.get_by_role("link", name="Tides").click()
    page.get_by_role("link", name="Start a topic").click()
    page.get_by_label("Title").fill("Welcome aboard")
    page.get_by_role("textbox", name="Text").fill("The kettle is on.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome aboard")

    # The link has done its work.
    stranger = visit(new_board, new_board.set_up)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("This link does not work")
    look_at(stranger)

    newcomer = visit(new_board, "/", javascript=False)
    register(newcomer, "Max", "max@example.org")
    newcomer.get_by_label("Code").fill("WRONG1")
    newcomer.get_by_role("button", name="Confirm").click()
    expect(newcomer.get_by_role("alert")).to_contain_text("This is not the code from the mail.")
    newcomer.get_by_label("Code").fill(mailed_code(newcomer, new_board, "max@example.org"))
    newcomer.get_by_role("button", name="Confirm").click()
    expect(newcomer.locator(".status-who")).to_contain_text("Signed in as Max")
    newcomer.goto("/active/")
    newcomer.get_by_role("link", name="Welcome aboard").click()
    newcomer.get_by_role("textbox", name="Text").fill("Two sugars, please.")
    newcomer.get_by_role("button", name="Send").click()
    expect(newcomer.locator(".post:target")).to_contain_text("Two sugars, please.")


def test_the_pages_of_a_new_board(new_board: Served, visit: Visit) -> None:
    page = visit(new_board, new_board.set_up or "")
    look_at(page)
    page.set_viewport_size({"width": 1200, "height": 900})
    page.goto("/")
    expect(page.get_by_role("main")).to_contain_text("There are no forums here")
    look_at(page)
    register(page, "Nina", "nina@example.org")
    look_at(page)


def test_a_forgotten_password_is_soon_replaced(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/sign-in/", javascript=False)
    page.get_by_role("link", name="Forgotten your password?").click()
    page.get_by_label("Mail address").fill("dora@example.org")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    page.get_by_label("Code").fill(mailed_code(page, demo, "dora@example.org"))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Choose a new password")
    for box in page.locator("input[type=password]").all():
        box.fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").click()
    expect(page.locator(".status-who")).to_contain_text("Signed in as Dora")

    elsewhere = visit(demo, "/", javascript=False)
    sign_in(elsewhere, "Dora", PASSWORD)


def test_nobody_learns_who_has_an_account(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/password/forgotten/", javascript=False)
    page.get_by_label("Mail address").fill("nobody@example.org")
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("main")).to_contain_text("If nobody@example.org belongs to a member")


def confirm_who_it_is(page: Page) -> None:
    """Before security is changed the password is asked for, if signing in was a while ago."""
    if page.get_by_role("heading", name="Is it you?").count():
        page.get_by_label("Password").fill("one small step")
        page.get_by_role("button", name="Confirm").click()


def test_codes_from_an_app_are_a_second_step(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/")
    sign_in(page, "Marguerite")
    page.goto("/settings/security/codes/on/")
    confirm_who_it_is(page)
    key = page.get_by_role("main").locator("code").inner_text()
    page.get_by_role("main").get_by_role("textbox").fill(app_code(key))
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("main")).to_contain_text("Recovery codes")
    page.goto("/settings/security/recovery/")
    recovery = page.get_by_role("main").locator("pre").inner_text().split()[0]
    look_at(page)

    phone = visit(demo, "/sign-in/")
    phone.get_by_label("Name or mail address").fill("Marguerite")
    phone.get_by_label("Password", exact=True).fill("one small step")
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("The second step")
    look_at(phone)
    code = phone.get_by_role("main").get_by_role("textbox")
    code.fill("000000")
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    # The code itself has been used above, and works once; the paper in the drawer helps.
    code.fill(recovery)
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.locator(".status-who")).to_contain_text("Signed in as Marguerite")


def test_a_passkey_is_made_and_opens_the_door(demo: Served, visit: Visit) -> None:
    # A passkey belongs to a name, and a number is none.
    board = Served(demo.address.replace("127.0.0.1", "localhost"), demo.folder, None, demo.pid)
    page = visit(board, "/")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    sign_in(page, "Sojourner")
    page.goto("/settings/security/passkeys/add/")
    confirm_who_it_is(page)
    page.get_by_label("Name").fill("The laptop")
    without = page.get_by_role("checkbox")
    if without.count():
        without.check()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("main")).to_contain_text("Recovery codes")
    page.goto("/settings/security/passkeys/")
    expect(page.get_by_role("heading", name="The laptop")).to_be_visible()
    look_at(page)

    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/?next=/settings/security/passkeys/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".status-who")).to_contain_text("Signed in as Sojourner")
    expect(page.get_by_role("heading", name="The laptop")).to_be_visible()

    page.get_by_role("link", name="Remove").click()
    confirm_who_it_is(page)
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("main")).to_contain_text("You have no passkeys.")
