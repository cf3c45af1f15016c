"""A moderator finds, previews, does and undoes, with nothing but HTML."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.looking import look_at
from tests.browser.serving import COMMAND, Served

RAID = Path(__file__).with_name("raid.py")
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def choose(page: Page, *titles: str | re.Pattern[str]) -> None:
    for title in titles:
        page.get_by_role("checkbox", name=title).check()


def test_a_moderator_finds_previews_does_and_undoes(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/", "Mona", javascript=False)
    main = page.get_by_role("main")
    page.get_by_role("navigation", name="Board").get_by_role("link", name="Moderation").click()
    main.get_by_role("link", name="Missions").click()
    page.get_by_label("In titles and names").fill("first")
    page.get_by_role("button", name="Show").click()
    choose(page, "Phobos first, then the planet?", "Read first: how we cite numbers here")
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(main).to_contain_text("You will have locked 2 topics.")

    page.get_by_label("Why").fill("Enough said")
    page.get_by_role("button", name="Lock 2 topics").click()
    expect(page.get_by_role("status")).to_contain_text("Done: locked 2 topics.")
    expect(main.locator(".tag", has_text="Locked")).to_have_count(2)

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("You undid: Mona locked 2 topics.")
    expect(main).to_contain_text("Enough said")
    page.get_by_role("link", name="Missions").click()
    expect(
        page.locator(".row").filter(has_text="Phobos first").get_by_text("Locked")
    ).to_have_count(0)


def test_a_moderator_splits_a_topic_and_takes_it_back(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/3/", "Mona")
    main = page.get_by_role("main")
    page.get_by_role("link", name="Sample return: is the meeting in orbit the hard part?").click()
    page.get_by_role("link", name="Moderate this topic").click()
    choose(page, *(re.compile(f"^#{n} by") for n in (3, 4)))
    page.get_by_role("button", name="Split off").click()
    page.get_by_label("Title of the new topic").fill("Meeting in orbit")
    page.get_by_role("button", name="Preview").click()
    expect(main).to_contain_text("Posts that stay keep their numbers")
    look_at(page)
    page.get_by_role("button", name="Split off 2 posts").click()
    expect(page.get_by_role("checkbox", name=re.compile("^#3 by"))).to_have_count(0)
    expect(page.get_by_role("checkbox", name=re.compile("^#5 by"))).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("You undid: Mona made a topic")
    page.goto(f"{demo.address}/forums/3/")
    expect(page.get_by_role("link", name="Meeting in orbit", exact=True)).to_have_count(0)


def test_a_raid_is_found_cleaned_up_and_undone_for_one(demo: Served, visit: Visit) -> None:
    shell = (*COMMAND, "manage", "--board", str(demo.folder), "shell")
    subprocess.run(shell, input=RAID.read_text(), text=True, check=True, capture_output=True)
    began = time.monotonic()
    page = visit(demo, "/administration/members/?order=newest", "Ada", javascript=False)
    for left in (60, 10):
        # A page of members holds fifty; those cleaned up before are among the banned.
        page.goto(f"{demo.address}/administration/members/?address=198.51.100&order=newest")
        if left == 10:
            page.get_by_role("link", name="Next").first.click()
        page.get_by_role("link", name="Tick all on this page").click()
        page.get_by_role("button", name="Clean up their spam").click()
        page.get_by_role("button", name="Hide all they wrote and ban them").click()
        expect(page.get_by_role("status")).to_contain_text(f"Done: banned {min(left, 50)} members")
    page.goto(f"{demo.address}/administration/members/?said=Raider07")
    page.get_by_role("main").get_by_role("link", name="Raider07").click()
    page.get_by_role("link", name="The page everybody sees").click()
    page.get_by_role("link", name="What staff did about this member").click()
    page.get_by_role("link", name=re.compile("^Ada banned .* members and removed")).click()
    page.get_by_role("link", name="Undo it for some of these members only").click()
    page.get_by_role("checkbox", name="Raider07").check()
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Undo it for them").click()
    expect(page.get_by_role("status")).to_contain_text("You undid for 1 member: Ada banned")
    assert time.monotonic() - began < 120

    page.goto(f"{demo.address}/forums/3/")
    expect(page.get_by_role("link", name=re.compile(r"^Cheap Raider\d+$"))).to_have_count(1)
    expect(page.get_by_role("link", name="Cheap Raider07", exact=True)).to_be_visible()
