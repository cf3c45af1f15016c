"""An administrator looks after the machine: prunes and takes it back, is asked who they are, needs a second factor."""

from __future__ import annotations

import subprocess

import pytest
from playwright.sync_api import Page, expect

from areopagus.ops.demo import PASSWORD
from tests.browser.conftest import Visit, sign_in
from tests.browser.looking import look_at
from tests.browser.serving import COMMAND, PATIENCE, Served
from tests.browser.test_entrance import PASSWORD as OWN_PASSWORD
from tests.browser.test_entrance import app_code, set_up

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
LONG_AGO = """
from areopagus.accounts.models import Session
from areopagus.accounts.sessions import SessionStore
store = SessionStore("{key}")
for record in store["account_authentication_methods"]:
    record["at"] -= 3600
store.save()
"""


def test_old_topics_are_pruned_and_brought_back(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/administration/", "Ada", javascript=False)
    main = page.get_by_role("main")
    main.get_by_role("link", name="Maintenance", exact=True).click()
    main.get_by_role("link", name="Choose which").click()
    page.get_by_label("Forum", exact=True).select_option("8")
    page.get_by_label("Days without a reply").fill("30")
    page.get_by_role("button", name="Preview").click()
    expect(main).to_contain_text("What would be taken away")
    old = main.locator(".row .title").first.inner_text()
    page.get_by_label("What readers are told").fill("Dusty.")
    main.get_by_role("button", name="away").click()
    expect(page.get_by_role("status")).to_contain_text("without a reply for 30 days")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("You undid")
    page.goto("/forums/8/")
    expect(main.get_by_role("link", name=old)).to_be_visible()


def test_what_was_sent_too_late_is_kept(demo: Served, visit: Visit) -> None:
    page = visit(demo)
    sign_in(page, "Ada")
    page.goto("/administration/categories/new/")
    page.get_by_label("Name", exact=True).fill("Rockets & more")
    let_an_hour_pass(demo, page)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Rockets & more")
    look_at(page)
    page.get_by_label("Your password").fill("something else")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("That is not your password.")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("main")).to_contain_text("Rockets & more")
    let_an_hour_pass(demo, page)
    page.goto("/administration/health/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it you?")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Health")


def let_an_hour_pass(board: Served, page: Page) -> None:
    """For whoever is signed in here: as if they had given their password an hour earlier."""
    (key,) = [c["value"] for c in page.context.cookies() if c["name"] == "session"]
    subprocess.run(
        [*COMMAND, "manage", "--board", board.folder, "shell", "-c", LONG_AGO.format(key=key)],
        check=True,
        timeout=PATIENCE,
        capture_output=True,
    )


def test_a_required_second_factor_is_set_up_first(new_board: Served, visit: Visit) -> None:
    page = visit(new_board, new_board.set_up, javascript=False)
    set_up(page)
    page.goto("/administration/options/security/")
    page.get_by_label("Second factor required of").select_option("administrators")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing is saved yet")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two steps and passkeys")
    expect(page.get_by_role("main")).to_contain_text("asks its staff for a second factor")
    page.get_by_role("link", name="Switch this on").click()
    if page.get_by_role("heading", level=1).inner_text() == "Is it you?":
        page.get_by_label("Password").fill(OWN_PASSWORD)
        page.get_by_role("button", name="Confirm").click()
    key = page.locator("code").inner_text()
    page.get_by_label("code").fill(app_code(key))
    page.get_by_role("button", name="Switch on").click()
    page.goto("/administration/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Administration")
