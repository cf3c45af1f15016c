"""Keyboard, paper, a text browser, and what each answer tells the browser it may do."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit
from tests.browser.serving import Served
from tests.browser.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FOCUS = """() => {
    const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
    return { name: e.getAttribute("aria-label") || e.name || e.innerText || e.tagName,
             isSeen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
                     && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight };
}"""


def who_lands_first(page: Page) -> str:
    page.get_by_role("link", name="Who lands first?", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who lands first?")
    return page.url


def tab_to(page: Page, name: str, most: int = 400) -> None:
    """Goes on with Tab until the focus is there. Wherever it rests on the way, it is seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["isSeen"], f"nobody sees the focus on {focus['name']!r}"
        if focus["name"] == name:
            return
    raise AssertionError(f"Tab never came to {name!r}")


def test_the_first_tab_skips_to_the_content(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/3/")
    tab_to(page, "Skip to the content", most=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    tab_to(page, "Forums")


def test_a_reply_needs_no_mouse(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/4/", "Łukasz")
    tab_to(page, "Driving by night")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Formatting")).to_be_visible()
    tab_to(page, "Reply")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reply")
    tab_to(page, "source")
    page.keyboard.type("No mouse was harmed.")
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    expect(page.locator(".post:target")).to_contain_text("No mouse was harmed.")


def test_focus_is_seen_everywhere_on_a_topic(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/10/", "Max", night=True)
    page.get_by_role("link", name="Every BBCode tag in one place").click()
    expect(page.get_by_role("group", name="Formatting")).to_be_visible()
    tab_to(page, "forum")


def test_paper_gets_the_words_and_not_the_tools(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/3/", "Max", night=True)
    who_lands_first(page)
    expect(page.get_by_role("textbox", name="Text")).to_be_visible()
    page.emulate_media(media="print")
    for gone in (".masthead nav", ".status", ".composer", ".post > footer", ".crumbs", ".jump"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".board-name")).to_be_visible()
    expect(page.locator(".post .prose").first).to_be_visible()
    expect(page.locator(".post .author .name").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "light"
    ink = page.evaluate("getComputedStyle(document.querySelector('.prose')).color")
    assert re.match(r"oklch\(0\.2", ink), f"{ink} is no ink for white paper"
    assert len(page.pdf()) > 20_000


def read_as_text(address: str) -> str:
    w3m = shutil.which("w3m")
    if w3m is None:
        pytest.skip("This test reads with a text browser: apt-get install w3m")
    command = [w3m, "-dump", "-cols", "100", "-I", "UTF-8", "-O", "UTF-8", address]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode()


def test_the_index_reads_well_as_text(demo: Served) -> None:
    text = read_as_text(demo.address)
    assert "Red Planet Board" in text
    assert re.search(r"The voyage\n(?:.*\n){1,4}.*Missions", text)
    assert re.search(r"Subforums: Rovers and helicopters\n *Moderated by Mona\n", text)
    assert re.search(r"^ *\d+ topics$", text, re.MULTILINE)


def test_a_topic_reads_well_as_text(demo: Served, visit: Visit) -> None:
    text = read_as_text(who_lands_first(visit(demo, "/forums/3/")))
    assert "Who lands first?" in text
    numbers = [int(number) for number in re.findall(r"^[-\d]+ [:\d]+ #(\d+)\b", text, re.MULTILINE)]
    assert numbers[:5] == [1, 2, 3, 4, 5]
    assert re.search(r"#1\b.*\nMax Member( Online)?\n(?:.*\n){1,5}Registered\n", text)
    assert (
        "#5 was removed by a moderator: Advertising. Nobody here needs a used first stage.\n"
        in text
    )


@pytest.mark.parametrize("path", ["/", "/forums/3/", "/sign-in/", "/nothing/", "/settings/"])
def test_every_answer_forbids_what_is_not_ours(demo: Served, visit: Visit, path: str) -> None:
    page = visit(demo)
    answer = page.request.get(path)
    policy = answer.headers["content-security-policy"]
    for directive in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
    ):
        assert directive in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_the_browser_keeps_to_the_policy(demo: Served, browser: Browser) -> None:
    """Were a script to slip through all walls, it would still not run."""
    page = browser.new_page(base_url=demo.address)
    watch = Watch(page.context, demo.address)
    page.goto("/")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), { text: 'window.ran = 1' }))"
    )
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in fault for fault in watch.faults)
    page.close()


def test_styles_and_scripts_may_be_kept_for_ever(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/", "Max")
    for selector, attribute in (("link[rel=stylesheet]", "href"), ("script[type=module]", "src")):
        address = page.locator(selector).first.get_attribute(attribute)
        answer = page.request.get(address or "")
        assert "immutable" in answer.headers["cache-control"]
