"""Searching, and the lists of what is new: by somebody with JavaScript and by somebody without."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.serving import PATIENCE, Served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"]),
]


def ask(page: Page, words: str, **how: str) -> Locator:
    """The results; `how` is what else is chosen in the form."""
    page.get_by_label("Words").fill(words)
    for label, choice in how.items():
        page.get_by_label(label).select_option(choice)
    page.get_by_role("button", name="Search").click()
    return page.get_by_role("main").locator("ol.rows > li")


def told(page: Page) -> Locator:
    """How much was found."""
    return page.get_by_role("main").locator("p[role=status]")


def wait_for_the_index(page: Page) -> None:
    """A new board makes it in the background, within seconds."""
    end = time.monotonic() + PATIENCE
    while not ask(page, "ballast").count() and time.monotonic() < end:
        page.wait_for_timeout(200)


def test_what_was_written_is_found(demo: Served, visit: Visit, javascript: bool) -> None:
    page = visit(demo, "/search/", javascript=javascript)
    main, status = page.get_by_role("main"), told(page)
    expect(main.locator("details")).to_have_attribute("open", "")
    wait_for_the_index(page)

    # In all its forms, marked where it stands, one line for each topic.
    found = ask(page, "lands first")
    expect(found.first.locator(".title")).to_have_text("Who lands first?")
    expect(found.first.locator("mark").first).to_have_text(
        re.compile("^(lands?|first)$", re.IGNORECASE)
    )
    one_each = found.count()
    found = ask(page, "lands first", Show="Posts", Order="Newest first")
    assert found.count() >= one_each
    expect(page.get_by_label("Order")).to_have_value("newest")

    # What the page itself teaches.
    assert ask(page, 'title:"lands first"', Show="Topics").count() == 1
    assert ask(page, 'title:"first lands"').count() == 0
    assert ask(page, "title:lands -first").count() == 0
    found = ask(page, "lands author:Max")
    for line in found.locator(".byline").all_inner_texts():
        assert "by Max" in line
    found = ask(page, "after:2000 forum:missions")
    places = set(found.locator(".byline a:last-of-type").all_inner_texts())
    assert places <= {"Missions", "Rovers and helicopters"}, "and those below it"

    # Many pages, and back.
    found = ask(page, "after:2000", Show="Posts")
    expect(status).to_contain_text("results")
    first = found.first.inner_text()
    main.get_by_role("link", name="Next").first.click()
    expect(page).to_have_url(re.compile(r"/search/page/2/\?q=after%3A2000&order=newest&as=posts"))
    assert main.locator("ol.rows > li").first.inner_text() != first
    main.get_by_role("link", name="Previous").first.click()
    expect(main.locator("ol.rows > li").first).to_have_text(re.compile("."))

    found.first.locator(".title").click()
    expect(page.locator(".post:target")).to_be_visible()


def test_what_is_not_found_or_not_understood(demo: Served, visit: Visit, javascript: bool) -> None:
    page = visit(demo, "/search/", javascript=javascript)
    assert ask(page, "zzyzx").count() == 0
    expect(told(page)).to_have_text("Nothing is found.")
    ask(page, "is:green")
    expect(page.get_by_role("alert")).to_contain_text("is:locked")
    expect(page.get_by_label("Words")).to_have_value("is:green")
    ask(page, "is:mine")
    expect(page.get_by_role("alert")).to_contain_text("Sign in")
    # Old addresses ask the same.
    page.goto("/search.php?action=search&keywords=zzyzx&author=Max")
    expect(page.get_by_label("Words")).to_have_value('zzyzx author:"Max"')
    # What staff write among themselves is not there, and nothing tells that it might be.
    page.goto("/search/?q=title:%22Who+was+that%22")
    expect(told(page)).to_have_text("Nothing is found.")


def test_what_is_new_is_read_and_unread_again(demo: Served, visit: Visit, javascript: bool) -> None:
    name = "Noor" if javascript else "Kwame"
    page = visit(demo, "/unread/", name, javascript=javascript)
    main, lists = page.get_by_role("main"), page.get_by_role("navigation", name="Lists of topics")
    heading = page.get_by_role("heading", level=1)
    for link, title in (
        ("New", "New since your last visit"),
        ("Active", "Active topics"),
        ("Unanswered", "Unanswered topics"),
        ("Written in", "Topics you have written in"),
        ("Begun by me", f"Topics started by {name}"),
        ("Unread", "Unread topics"),
    ):
        lists.get_by_role("link", name=link, exact=True).click()
        expect(heading).to_have_text(title)
        expect(lists.locator("[aria-current]")).to_have_text(link)

    unread = main.locator(".row .dot.new")
    expect(unread.first).to_be_visible()
    before = unread.count()
    main.locator(".row a[href$='/unread/']").first.click()
    expect(page).to_have_url(re.compile(r"/topics/\d+.*#p\d+$"))
    page.goto("/unread/")
    main.get_by_role("button", name="Everything counts as read").click()
    expect(main).to_contain_text("You have read everything.")
    page.get_by_role("button", name="Undo").click()
    expect(heading).to_have_text("Unread topics")
    assert before - 1 <= unread.count() <= before

    # One forum, from where something in it is new.
    main.locator(".row a[href^='/forums/']").first.click()
    marked = main.locator(".row a[href$='/unread/']")
    expect(marked.first).to_be_visible()
    main.get_by_role("button", name="Count it as read").click()
    expect(marked).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(marked.first).to_be_visible()
