"""An administrator finds members and does something to many of them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.looking import look_at
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_members_are_found_set_to_rest_and_woken(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/administration/members/", "Ada")
    main, status = page.get_by_role("main"), page.get_by_role("status")
    page.get_by_text("More criteria").click()
    page.get_by_label("Posts: fewer than").fill("3")
    page.get_by_label("Order").select_option("Fewest posts first")
    page.get_by_role("button", name="Find").click()
    look_at(page)
    page.get_by_role("link", name="Tick all on this page").click()
    page.get_by_role("button", name="Set to rest").click()
    page.get_by_label("Why").fill("Never came back")
    page.get_by_role("button", name="Preview").click()
    expect(main).to_contain_text("What will happen")
    expect(main).to_contain_text("It can be undone: They are awake again.")
    look_at(page)
    page.get_by_role("button", name="Set to rest").click()
    expect(status).to_contain_text("Done: set")
    expect(page.get_by_label("Posts: fewer than")).to_have_value("3")
    expect(main.locator(".tag", has_text="Dormant").first).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(status).to_contain_text("You undid: Ada set")
