"""A guest finds the way by clicking, with and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_guest_walks_from_the_index_to_a_member(
    demo: Served, visit: Visit, javascript: bool
) -> None:
    page = visit(demo, "/", javascript=javascript)
    expect(page.get_by_role("heading", level=1)).to_have_text("Red Planet Board")
    page.get_by_role("link", name="Missions", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Missions")
    expect(page.locator(".row-pinned .title").first).to_have_text(
        "Read first: how we cite numbers here"
    )
    page.get_by_role("link", name="Who lands first?", exact=True).click()
    expect(page).to_have_url(re.compile(r"/topics/\d+-who-lands-first/$"))

    # The permalink of a post leads to the post, under whatever address.
    third = page.get_by_role("article", name=re.compile("^Post 3 by"))
    third.get_by_role("link", name="Link to post 3").click()
    expect(page).to_have_url(re.compile(r"/topics/\d+-who-lands-first/#p\d+$"))
    expect(page.locator(".post:target")).to_have_attribute("aria-label", re.compile("^Post 3 "))

    name = third.locator(".author .name").inner_text()
    third.locator(".author .name").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("region", name=f"About {name}")).to_contain_text("Registered")
    page.get_by_role("link", name=f"Posts by {name}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Posts by {name}")
    expect(page.get_by_role("link", name="Who lands first?").first).to_be_visible()

    page.get_by_role("navigation", name="Board").get_by_role("link", name="Members").click()
    expect(page.get_by_role("region", name="Members")).to_contain_text("Administrator")


def test_a_guest_reads_rules_help_and_the_feed(demo: Served, visit: Visit) -> None:
    page = visit(demo)
    page.get_by_role("contentinfo").get_by_role("link", name="Rules").click()
    expect(page.get_by_role("main")).to_contain_text("Four rules")
    page.get_by_role("link", name="Writing help").click()
    expect(page.get_by_role("main")).to_contain_text("[b]")
    address = page.get_by_role("link", name="Feed").get_attribute("href")
    answer = page.request.get(address or "")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert "<title>Red Planet Board</title>" in answer.text()


def test_the_numbers_of_a_long_topic_lead_through_it(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/7-life-support/", javascript=False)
    page.get_by_role("link", name=re.compile("^Bean Station")).click()
    pages = page.get_by_role("navigation", name="Pages", exact=True)
    pages.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile(r"/page/2/$"))
    expect(page.locator(".post").first).to_have_attribute("aria-label", re.compile("^Post 26 by"))
    pages.get_by_role("link").nth(-2).click()
    expect(pages.get_by_role("link", name="Next")).to_have_count(0)
    pages.get_by_role("link", name="Previous").click()
    expect(pages.get_by_role("link", name="Next")).to_have_count(1)


def test_the_jump_box_jumps(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/rules/", javascript=False)
    page.get_by_label("Jump to").select_option("Other tongues")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Other tongues")


def test_a_guest_may_write_where_guests_may(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/2/", javascript=False)
    page.get_by_role("link", name="A question from somebody without an account").click()
    page.get_by_role("link", name="Reply", exact=True).first.click()
    page.get_by_label("Your name").fill("Halley")
    page.get_by_label("Your mail address").fill("halley@example.org")
    page.get_by_role("textbox", name="Text").fill("I pass by every [b]76[/b] years.")
    page.get_by_role("button", name="Send").click()
    mine = page.locator(".post:target")
    expect(mine).to_contain_text("I pass by every 76 years.")
    expect(mine.locator(".author")).to_contain_text("Halley")


def test_a_guest_is_told_how_to_take_part(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/3/", javascript=False)
    page.get_by_role("link", name=re.compile("^Sign in to")).click()
    page.get_by_label("Name or mail address").fill("Kwame")
    page.get_by_label("Password", exact=True).fill("one small step")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Missions")
    expect(page.get_by_role("link", name="Start a topic")).to_be_visible()
