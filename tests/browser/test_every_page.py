"""Every kind of page, by day and by night: axe finds nothing, and nothing sticks out on any screen."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from playwright.sync_api import expect

from areopagus.ui.errors import server_error
from tests.browser.conftest import Visit
from tests.browser.kinds import ALL, Kind
from tests.browser.looking import look_at
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BALLAST = """form => form.append(Object.assign(document.createElement("input"),
    { type: "hidden", name: "ballast", value: "x".repeat(5_100_000) }))"""


@pytest.mark.parametrize("kind", ALL.values(), ids=ALL)
def test_everybody_can_use(demo: Served, visit: Visit, kind: Kind) -> None:
    page = visit(demo, kind.start, kind.member)
    kind.reach(page)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    look_at(page)


def test_refusals_are_pages_too(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/10/topics/", "Gábor")
    page.get_by_label("Title").fill("Far too long")
    page.get_by_role("textbox", name="Text").fill(
        "Not the text itself; a browser takes its time over so much."
    )
    page.locator("post-composer form").evaluate(BALLAST)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("That was too large")
    look_at(page)

    page = visit(demo, "/forums/10/topics/", "Gábor")
    page.get_by_label("Title").fill("Lost cookies")
    page.get_by_role("textbox", name="Text").fill("Two\n\nparagraphs")
    page.context.clear_cookies()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your text is safe")
    look_at(page)


def test_a_refused_form_and_a_preview(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/forums/10/topics/", "Vastitas")
    page.get_by_label("Title").fill(" ")
    page.get_by_role("textbox", name="Text").fill("[b]never closed [quote=Ada]said[/quote]")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("A topic needs a title.")
    look_at(page)
    page.get_by_label("Title").fill("A title")
    page.get_by_role("button", name="Live preview").click()
    expect(page.locator(".preview blockquote")).to_be_visible()
    page.get_by_role("button", name="Preview", exact=True).click()
    expect(page.get_by_role("region", name="Preview")).to_be_visible()
    look_at(page)


def test_the_page_for_our_own_faults(demo: Served, visit: Visit) -> None:
    html = server_error(RequestFactory().get("/")).content
    page = visit(demo, "/")
    page.route("**/broken/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/broken/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Something broke on our side")
    look_at(page)
