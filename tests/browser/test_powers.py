"""Moderators ban, look where somebody came from, decide what waits, rename: with JavaScript and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.looking import look_at
from tests.browser.serving import Served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("javascript", [True, False]),
]
# Somebody of the demo board who is nobody's in other journeys.
SOMEBODY, THEIR_ADDRESS = "/members/9/", "203.0.113.9"


def undo(page: Page) -> None:
    """Of what was done a moment ago."""
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("You undid: Mona")


def test_an_address_leads_to_a_ban_and_back(
    demo: Served, visit: Visit, *, javascript: bool
) -> None:
    page = visit(demo, SOMEBODY, "Mona", javascript=javascript)
    main, status = page.get_by_role("main"), page.get_by_role("status")
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Network addresses").click()
    main.get_by_role("link", name=THEIR_ADDRESS).click()
    expect(main.get_by_role("checkbox", name=f"Choose {name}")).to_be_visible()
    if javascript:
        look_at(page)
    page.get_by_role("link", name="Ban this address").click()
    expect(page.get_by_label("Network addresses")).to_have_value(THEIR_ADDRESS)
    page.get_by_role("button", name="Ban", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is done yet.")
    expect(page.get_by_role("alert")).to_contain_text(name)
    if javascript:
        look_at(page)

    # Thought better of: somewhere nobody comes from.
    page.get_by_label("Network addresses").fill("192.0.2.0/24")
    page.get_by_label("What they are told").fill("No more rockets.")
    page.get_by_role("button", name="Ban them all the same").click()
    expect(status).to_contain_text("192.0.2.0/24 cannot come in")
    page.get_by_label("Find", exact=True).fill("192.0.2.77")
    page.get_by_role("button", name="Show").click()
    expect(main.locator(".row")).to_have_count(1)
    if javascript:
        look_at(page)
    page.get_by_role("button", name="Lift the ban of 192.0.2.0/24").click()
    expect(status).to_contain_text("192.0.2.0/24 is lifted")


def test_a_member_is_banned_along_with_where_they_came_from(
    demo: Served, visit: Visit, *, javascript: bool
) -> None:
    page = visit(demo, SOMEBODY, "Mona", javascript=javascript)
    status = page.get_by_role("status")
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Ban this member").click()
    page.get_by_role("checkbox", name=re.compile(re.escape(THEIR_ADDRESS))).check()
    page.get_by_label("Why").fill("Sold rockets.")
    if javascript:
        look_at(page)
    page.get_by_role("button", name="Ban", exact=True).click()
    expect(status).to_contain_text(f"{name} is banned.")
    page.goto("/moderation/ledger/")
    page.get_by_role("link", name=f"Mona banned {name} and {THEIR_ADDRESS}").first.click()
    undo(page)
    page.goto(f"/moderation/bans/?said={THEIR_ADDRESS}")
    expect(page.get_by_role("main")).to_contain_text("Nothing is found.")


def test_what_waits_is_approved_and_rejected_and_taken_back(
    demo: Served, visit: Visit, *, javascript: bool
) -> None:
    page = visit(demo, "/moderation/held/", "Mona", javascript=javascript)
    main, status = page.get_by_role("main"), page.get_by_role("status")
    ninas = main.locator("article").filter(has_text="I would like to draw a map")
    ninas.get_by_role("button", name="Approve").click()
    expect(status).to_contain_text("Done: approved")
    expect(ninas).to_have_count(0)
    undo(page)
    page.goto("/moderation/held/")
    ninas.get_by_role("checkbox").check()
    if javascript:
        look_at(page)
    page.get_by_role("button", name="Reject what is ticked").click()
    # Nobody is turned down without a reason.
    expect(ninas).to_have_count(1)
    ninas.get_by_role("checkbox").check()
    page.get_by_label("Why, when rejecting").fill("Asked last week.")
    page.get_by_role("button", name="Reject what is ticked").click()
    expect(status).to_contain_text("1 done.")
    nina = visit(demo, "/waiting/", "Nina", javascript=javascript)
    expect(nina.get_by_role("main")).to_contain_text("Asked last week.")
    page.goto("/moderation/ledger/")
    page.get_by_role("link", name=re.compile("^Mona rejected")).first.click()
    undo(page)


def test_a_member_gets_another_name_and_theirs_again(
    demo: Served, visit: Visit, *, javascript: bool
) -> None:
    page = visit(demo, SOMEBODY, "Mona", javascript=javascript)
    main, status = page.get_by_role("main"), page.get_by_role("status")
    name = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Rename", exact=True).click()
    page.get_by_label("New name").fill("Max")
    page.get_by_role("button", name="Rename").click()
    expect(main.get_by_role("alert")).to_contain_text("“Max” belongs to Max")
    page.get_by_label("New name").fill("Somebody else")
    page.get_by_role("button", name="Rename").click()
    expect(status).to_contain_text(f"Done: renamed {name} to Somebody else.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody else")
    expect(main).to_contain_text("Former name")
    if javascript:
        look_at(page)
    undo(page)
    page.goto(SOMEBODY)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
