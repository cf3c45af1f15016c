"""A member is warned, confirms, appeals and is heard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.looking import look_at
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NOTICE = "Staff have warned you."


def test_a_member_is_warned_and_appeals_and_is_heard(demo: Served, visit: Visit) -> None:
    mona = visit(demo, "/members/3/", "Mona")
    mona.get_by_role("link", name="Warnings, silence, notes").click()
    mona.get_by_label("What you say to them").fill("Please leave the new ones in peace.")
    mona.get_by_role("button", name="Warn", exact=True).click()
    expect(mona.get_by_role("status")).to_contain_text("Done: warned Max (1 point).")
    look_at(mona)

    max_ = visit(demo, "/", "Max")
    expect(max_.get_by_role("alert")).to_contain_text(NOTICE)
    max_.get_by_role("link", name="Read what they say").click()
    look_at(max_)
    max_.get_by_role("button", name="I have read it").click()
    expect(max_.get_by_text(NOTICE)).to_have_count(0)
    max_.get_by_role("link", name="Ask for another look at it").first.click()
    max_.get_by_label("Why should it be looked at again?").fill("I only asked a question.")
    look_at(max_)
    max_.get_by_role("button", name="Send").click()
    expect(max_.get_by_role("main")).to_contain_text("It waits for staff.")

    mona.goto("/moderation/appeals/")
    mona.get_by_role("main").get_by_role("link", name="Max: Mona warned Max").click()
    mona.get_by_label("The decision is taken back").check()
    mona.get_by_label("Your answer").fill("You are right.")
    look_at(mona)
    mona.get_by_role("button", name="Answer").click()
    expect(mona.get_by_role("main")).to_contain_text("Nobody waits for an answer.")

    max_.reload()
    expect(max_.get_by_role("main")).to_contain_text("The decision is taken back. You are right.")
    expect(max_.get_by_role("link", name="Ask for another look at it")).to_have_count(0)
