"""Members write, with nothing but HTML."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, sign_in
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def open_topic(page: Page, forum: str, title: str) -> None:
    page.goto("/")
    page.get_by_role("link", name=forum, exact=True).first.click()
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_member_replies_edits_and_deletes(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/", javascript=False)
    sign_in(page, "Tomás")
    open_topic(page, "Rovers and helicopters", "Driving by night")
    page.get_by_role("textbox", name="Text").fill("With [b]headlights[/b], of course.")
    page.get_by_role("button", name="Send").click()
    mine = page.locator(".post:target")
    expect(mine.locator(".prose").first).to_have_text("With headlights, of course.")
    expect(mine.locator("strong")).to_have_text("headlights")
    number = mine.get_by_role("link", name="Link to post").inner_text()

    mine.get_by_role("link", name="Edit post").click()
    box = page.get_by_role("textbox", name="Text")
    expect(box).to_have_value("With [b]headlights[/b], of course.")
    box.fill("With headlights and a thermos.")
    page.get_by_label("Reason for the edit").fill("Cold nights")
    page.get_by_role("button", name="Send").click()
    expect(mine.locator(".prose").first).to_have_text("With headlights and a thermos.")
    expect(mine.locator(".edited")).to_contain_text("Edited by Tomás")
    expect(mine.locator(".edited")).to_contain_text("Cold nights")

    mine.get_by_role("link", name="Earlier versions").click()
    expect(page.get_by_role("main")).to_contain_text("With headlights, of course.")
    page.go_back()

    mine.get_by_role("link", name="Delete post").click()
    page.get_by_label("Reason (optional").fill("Said better above")
    page.get_by_role("button", name="Delete post").click()
    expect(mine).to_have_text(re.compile(rf"{number} was removed by its author: Said better above"))

    page.get_by_role("button", name="Sign out").click()
    expect(page.locator(".status-who")).to_have_text("You are not signed in.")
    page.goto("/settings/profile/")
    page.get_by_role("main").get_by_role("link", name="sign in").click()
    expect(page).to_have_url(re.compile("/sign-in/.next=/settings/profile/"))


def test_a_member_quotes_and_looks_first(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/", "Żaneta", javascript=False)
    open_topic(page, "Rovers and helicopters", "Wheels: mesh, spokes or tyres?")
    page.get_by_role("link", name="Quote post 1", exact=True).click()
    box = page.get_by_role("textbox", name="Text")
    expect(box).to_have_value(re.compile(r"^\[quote=.+\[/quote\]\n\n$", re.DOTALL))
    box.fill(box.input_value() + "Legs, [i]obviously[/i].")
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview.locator("blockquote cite")).to_be_visible()
    expect(preview.locator("em")).to_have_text("obviously")
    expect(box).to_have_value(re.compile(r"Legs, \[i\]obviously\[/i\]\.$"))
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".post:target .prose").first).to_contain_text("Legs, obviously.")
    expect(page.locator(".post:target blockquote")).to_be_visible()


def test_a_member_starts_a_topic_and_must_not_hurry(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/10/", "Anneke", javascript=False)
    page.get_by_role("link", name="Start a topic").click()
    page.get_by_label("Title").fill("Tomatoes by 2036 <b>?</b>")
    page.get_by_role("textbox", name="Text").fill("**Yes.**")
    page.get_by_label("Written in").select_option("Markdown")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tomatoes by 2036 <b>?</b>")
    expect(page.locator(".post strong")).to_have_text("Yes.")

    # Too soon: the text comes back, with the reason.
    page.get_by_role("textbox", name="Text").fill("And cucumbers.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("second")
    expect(page.get_by_role("textbox", name="Text")).to_have_value("And cucumbers.")

    page.goto("/forums/10/")
    expect(page.get_by_role("link", name="Tomatoes by 2036 <b>?</b>").first).to_be_visible()


def test_an_empty_form_says_what_is_missing(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/9/topics/", "Wayra", javascript=False)
    # The browser's own check is only a convenience; what the board says must do as well.
    page.locator("form[action='/forums/9/topics/']").evaluate("form => { form.noValidate = true }")
    page.get_by_label("Title").fill("A title alone")
    page.get_by_role("button", name="Send").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("A post needs some words.")
    alert.get_by_role("link").click()
    expect(page).to_have_url(re.compile("#id_source$"))
    expect(page.get_by_label("Title")).to_have_value("A title alone")
    expect(page.get_by_role("textbox", name="Text")).to_have_attribute("aria-invalid", "true")


def test_a_member_follows_a_topic(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/", "Noor", javascript=False)
    open_topic(page, "Life support", "A window or no window?")
    page.get_by_label("This topic").select_option(label="Watch: tell me of answers")
    page.get_by_role("button", name="Set").click()
    page.get_by_role("link", name="Watched").click()
    page.get_by_label("Choose A window or no window?").check()
    page.get_by_label("The chosen ones").select_option(label="Mute")
    page.get_by_role("button", name="Change").click()
    row = page.get_by_role("listitem").filter(has_text="A window or no window?")
    expect(row).to_contain_text("Mute")


def test_a_report_reaches_the_moderator(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/", "Max", javascript=False)
    open_topic(page, "Missions", "Who lands first?")
    second = page.get_by_role("article", name=re.compile("^Post 2 by"))
    second.get_by_role("link", name="Report this post").click()
    page.get_by_role("main").get_by_role("textbox").fill("This smells of a used first stage.")
    page.get_by_role("button", name="Report").click()
    expect(page.get_by_role("status")).to_have_text(re.compile("Thank you. The moderators"))

    desk = visit(demo, "/", "Mona", javascript=False)
    desk.get_by_role("link", name=re.compile(r"^Moderation \(\d\)$")).click()
    desk.get_by_role("main").get_by_role("link", name=re.compile(r"\d open report")).click()
    report = desk.get_by_role("article").filter(has_text="This smells of a used first stage.")
    expect(report).to_contain_text("Reported by Max")
    expect(report.get_by_role("link", name=re.compile("^Post #2 by"))).to_be_visible()
    report.get_by_role("button", name="Settled: something was done").click()
    expect(report).to_have_count(0)
    desk.get_by_role("link", name="Settled reports").click()
    expect(report).to_contain_text("Settled by Mona")


def test_who_is_banned_is_told_why(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/sign-in/", javascript=False)
    page.get_by_label("Name or mail address").fill("Boris")
    page.get_by_label("Password", exact=True).fill("one small step")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Sold rockets he did not own.")
