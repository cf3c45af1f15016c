"""The page for when there is no connection, in a browser that keeps it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.conftest import Visit
from tests.browser.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# Resolves once the worker speaks for the page.
WORKS = """() => navigator.serviceWorker.controller
    ?? new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done))"""
KEPT = """async () => (await Promise.all((await caches.keys()).map(async (name) =>
    (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname)))).flat()"""
# The browser looks for a newer worker by itself, but not at once.
LOOK_FOR_ANOTHER = (
    "async () => { await (await navigator.serviceWorker.getRegistration()).update() }"
)
IS_GONE = "async () => !(await navigator.serviceWorker.getRegistration()) && !(await caches.keys()).length"


SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
    .map(({ title, body, tag }) => [title, body, tag])"""


def switch(page: Page, *, on: bool) -> None:
    page.goto("/administration/options/board/")
    page.get_by_label("Installable").set_checked(on)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved")


def test_without_a_connection_a_page_says_so(
    demo: Served, browser: Browser, signed_in: Callable[[str], StorageState]
) -> None:
    # Nobody watches this page: that the browser complains of a dead line is what is wanted.
    context = browser.new_context(base_url=demo.address, storage_state=signed_in("Max"))
    page = context.new_page()
    page.goto("/forums/3/")
    page.evaluate(WORKS)
    links = [page.locator(f'link[rel="{rel}"]') for rel in ("stylesheet", "icon")]
    kept = {"/offline/", *(link.get_attribute("href") for link in links)}
    assert set(page.evaluate(KEPT)) == kept
    context.set_offline(True)
    page.goto("/members/3/")
    expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
    expect(page.get_by_role("main")).not_to_contain_text("Max")
    assert page.locator(".panel").evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
    context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Max")
    context.close()


def test_switched_off_it_goes_by_itself(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/", "Max")
    page.evaluate(WORKS)
    desk = visit(demo, "/", "Ada")
    switch(desk, on=False)
    try:
        page.reload()
        expect(page.locator('link[rel="manifest"]')).to_have_count(0)
        page.evaluate(LOOK_FOR_ANOTHER)
        page.wait_for_function(IS_GONE)
    finally:
        switch(desk, on=True)


def test_a_push_message_is_shown(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/settings/push/", "Max")
    expect(page.get_by_role("main")).to_contain_text("This board sends no push messages.")
    page.evaluate(WORKS)
    page.context.grant_permissions(["notifications"])
    known: list[str] = []
    session = page.context.new_cdp_session(page)
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: known.extend(one["registrationId"] for one in said["registrations"]),
    )
    session.send("ServiceWorker.enable")
    while not known:
        page.wait_for_timeout(50)
    message = {"title": "Red Planet", "body": "Ada has answered", "url": "/notices/1/", "tag": "n1"}
    pushed = {"origin": demo.address, "registrationId": known[-1], "data": json.dumps(message)}
    # The second takes the place of the first.
    for _ in range(2):
        session.send("ServiceWorker.deliverPushMessage", pushed)
        # While one takes the other's place there is none for a moment.
        page.wait_for_function(
            f"async said => JSON.stringify(await ({SHOWN})()) === said",
            arg='[["Red Planet","Ada has answered","n1"]]',
        )
