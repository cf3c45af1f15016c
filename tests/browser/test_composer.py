"""What scripts add to writing: tools, a live preview, drafts, quoting in place. And what they must not break."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, StorageState, expect

from tests.browser.conftest import Visit
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def box(page: Page) -> str:
    return page.get_by_role("textbox", name="Text").input_value()


def accept(dialog: Dialog) -> None:
    dialog.accept()


def wait_for_the_draft(page: Page, words: str) -> None:
    page.wait_for_function(
        "words => JSON.stringify({ ...localStorage }).includes(words)", arg=words
    )


def a_topic(page: Page, title: str) -> None:
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("group", name="Formatting")).to_be_visible()


def test_the_preview_follows_what_is_written(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/4/", "Perigee")
    a_topic(page, "Driving by night")
    text = page.get_by_role("textbox", name="Text")
    text.fill("stars")
    text.select_text()
    page.get_by_role("button", name="Bold").click()
    expect(text).to_have_value("[b]stars[/b]")
    page.get_by_role("button", name="Live preview").click()
    pane = page.locator(".preview")
    expect(pane.locator("strong")).to_have_text("stars")
    text.press("End")
    text.press_sequentially(" and [i]dust[/i]")
    expect(pane).to_contain_text("and")
    expect(pane.locator("em")).to_have_text("dust")
    # Another dialect has tools of its own.
    page.get_by_label("Written in").select_option("Markdown")
    expect(page.get_by_role("button", name="Spoiler")).to_have_count(0)
    page.on("dialog", accept)


def test_a_draft_survives_a_reload_and_ends_with_sending(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/4/", "Chandra")
    a_topic(page, "Driving by night")
    page.get_by_role("textbox", name="Text").fill("A long thought about headlights.")
    wait_for_the_draft(page, "headlights")
    page.on("dialog", accept)
    page.reload()
    expect(page.get_by_role("status").filter(has_text="draft")).to_be_visible()
    page.get_by_role("button", name="Bring it back").click()
    assert box(page) == "A long thought about headlights."
    page.get_by_role("textbox", name="Text").press("Control+Enter")
    expect(page.locator(".post:target")).to_contain_text("A long thought about headlights.")
    page.reload()
    expect(page.get_by_role("group", name="Formatting")).to_be_visible()
    expect(page.get_by_role("button", name="Bring it back")).to_have_count(0)


def test_quoting_stays_on_the_page(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/4/", "Ibrahim")
    a_topic(page, "Which way is north? A rover without a compass")
    here = page.url
    page.get_by_role("link", name="Quote post 1", exact=True).click()
    text = page.get_by_role("textbox", name="Text")
    expect(text).to_have_value(re.compile(r"^\[quote=.+\[/quote\]\n\n$", re.DOTALL))
    expect(text).to_be_focused()
    assert page.url == here
    # Only what is selected, when something is selected.
    text.fill("")
    words = page.locator(".post .prose p").first
    words.select_text()
    page.get_by_role("link", name="Quote post 1", exact=True).click()
    expect(text).to_have_value(re.compile(r"^\[quote=\S+\].+\[/quote\]\n\n$", re.DOTALL))
    page.on("dialog", accept)


def test_two_clicks_on_a_slow_line_make_one_post(demo: Served, visit: Visit) -> None:
    # Ada, because the board asks no patience of her: only the form's own key is in the way.
    page = visit(demo, "/forums/4/", "Ada")
    a_topic(page, "Driving by night")
    statuses: list[int] = []

    def deliver(route: Route) -> None:
        # The board gets both; the answer to the first is still on its way when the second comes.
        answer = route.fetch(max_redirects=0)
        statuses.append(answer.status)
        if len(statuses) > 1:
            route.fulfill(response=answer)

    page.route("**/replies/", deliver)
    page.get_by_role("textbox", name="Text").fill("Said once, clicked twice.")
    page.get_by_role("button", name="Send").hover()
    for _ in range(2):
        with page.expect_request("**/replies/"):
            page.mouse.down()
            page.mouse.up()
    expect(page.locator(".post:target")).to_contain_text("Said once, clicked twice.")
    assert statuses == [302, 302]
    page.reload()
    expect(page.locator(".post").filter(has_text="Said once, clicked twice.")).to_have_count(1)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_session_that_ended_gives_the_text_back(
    demo: Served, visit: Visit, javascript: bool
) -> None:
    name = "Lowell" if javascript else "Kwame"
    page = visit(demo, "/forums/4/", name, javascript=javascript)
    page.get_by_role("link", name="Driving by night", exact=True).click()
    page.get_by_role("textbox", name="Text").fill("Written while the session ended.")
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".status-who")).to_have_text("You are not signed in.")
    expect(page.get_by_role("textbox", name="Text")).to_have_value(
        "Written while the session ended."
    )
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    door = opened.value
    door.get_by_label("Name or mail address").fill(name)
    door.get_by_label("Password", exact=True).fill("one small step")
    door.get_by_role("button", name="Sign in", exact=True).click()
    expect(door.locator(".status-who")).to_contain_text(f"Signed in as {name}")
    # The form is older than this session; the board asks once more instead of losing a word.
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Send it again").click()
    expect(page.locator(".post:target")).to_contain_text("Written while the session ended.")


def test_lost_cookies_give_the_text_back_too(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/4/", "Lowell", javascript=False)
    page.get_by_role("link", name="Driving by night", exact=True).click()
    page.get_by_role("textbox", name="Text").fill("Every cookie is gone.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your text is safe")
    expect(page.get_by_label("Text")).to_have_value("Every cookie is gone.")


def test_a_preview_without_a_connection_says_so(
    demo: Served, browser: Browser, signed_in: Callable[[str], StorageState]
) -> None:
    # Nobody watches this page: that the browser complains of a dead line is what is wanted.
    page = browser.new_page(base_url=demo.address, storage_state=signed_in("Chandra"))
    page.goto("/forums/4/")
    a_topic(page, "Driving by night")
    page.get_by_role("textbox", name="Text").fill("Radio silence.")
    page.route("**/preview/", lambda route: route.abort())
    page.get_by_role("button", name="Live preview").click()
    expect(page.locator(".preview")).to_have_text(re.compile("^No connection. Your text is kept"))
    assert box(page) == "Radio silence."
    page.close()


def test_time_tells_how_long_ago_it_was(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/4/", "Kwame")
    a_topic(page, "Driving by night")
    posted = page.locator(".post > header time").first
    posted.hover()
    expect(posted).to_have_attribute(
        "title", re.compile(r"\d+ (minutes?|hours?|days?|months?) ago")
    )


def test_what_cannot_be_undone_asks_first(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/settings/avatar/", "Hellas")
    asked: list[str] = []
    refuse: list[bool] = [True, False]

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss() if refuse.pop(0) else dialog.accept()

    page.on("dialog", answer)
    remove = page.get_by_role("button", name="Remove the avatar")
    remove.click()
    expect(remove).to_be_visible()
    remove.click()
    expect(remove).to_have_count(0)
    assert asked == ["Remove the avatar?"] * 2
