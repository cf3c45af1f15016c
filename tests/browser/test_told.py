"""The bell, the page behind it, and how members say what they want to be told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_bell_leads_to_what_there_is_to_tell(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/", "Max", javascript=False)
    bell = page.get_by_role("link", name=re.compile(r"^Notices \d+ new$"))
    said = bell.inner_text()
    bell.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notices")
    page.get_by_role("button", name="All are read").click()
    expect(page.get_by_role("status")).to_contain_text("All notices count as read now.")
    expect(page.get_by_role("link", name="Notices", exact=True)).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(bell).to_have_text(said)
    page.get_by_role("link", name="Chandra has answered").click()
    expect(page.locator(".post:target")).to_contain_text("Chandra")
    expect(page.get_by_label("This topic").locator("option:checked")).to_contain_text("Watch")


def test_a_member_says_how_they_are_told(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/settings/notices/", "Noor", javascript=False)
    mails = page.get_by_label("Somebody mentions me: By mail")
    board = page.get_by_label("Somebody mentions me: On the board")
    for mail, stands in (("Once a day", False), ("At once", True)):
        mails.select_option(label=mail)
        board.set_checked(stands)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status")).to_contain_text("Saved.")
        expect(mails.locator("option:checked")).to_have_text(mail)
        expect(board).to_be_checked(checked=stands)
    page.get_by_label("No mail from").select_option("22")
    page.get_by_role("button", name="Save").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Say both: from when and until when.")
    alert.get_by_role("link").click()
    expect(page).to_have_url(re.compile("#id_quiet_until$"))


def test_an_open_page_hears_the_bell(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/", "Noor")
    badge = page.locator("unread-bell b")
    expect(badge).to_be_hidden()
    page.route("**/notices/count/", lambda route: route.fulfill(body="2"))
    page.clock.install()
    page.reload()
    page.clock.fast_forward(31_000)
    expect(badge).to_have_text("2 new")
