"""One demo board, one Chromium, and pages that watch themselves.

The browser and the board live as long as this package and no longer: while Playwright runs, its
event loop keeps Django's ORM from being used in this process.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    StorageState,
    expect,
    sync_playwright,
)

from areopagus.ops.demo import PASSWORD
from tests.browser.serving import Served, serving
from tests.browser.watching import Watch

Visit = Callable[..., Page]
# Machines may be slow; an expectation waits no longer than it must.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("These tests drive a real browser: apt-get install chromium")
    # Chromium will not build its sandbox for root, who runs most containers.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Everybody is at home here. Who changes something lets the others find it as it was."""
    with serving(tmp_path_factory.mktemp("browser") / "demo", demo=True) as served:
        yield served


@pytest.fixture
def new_board(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path / "board", demo=False) as served:
        yield served


@pytest.fixture
def visit(browser: Browser, signed_in: Callable[[str], StorageState]) -> Iterator[Visit]:
    """`visit(demo, "/", "Max")`: a page in a context of its own. Fails the test for any fault seen."""
    watches: list[Watch] = []
    contexts: list[BrowserContext] = []

    def visit(
        board: Served,
        path: str = "/",
        member: str | None = None,
        *,
        javascript: bool = True,
        width: int = 1200,
        night: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=board.address,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if night else "light",
            reduced_motion="reduce",
            storage_state=signed_in(member) if member else None,
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        watches.append(Watch(context, board.address))
        page = context.new_page()
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults] == []


@pytest.fixture(scope="package")
def signed_in(browser: Browser, demo: Served) -> Callable[[str], StorageState]:
    """The cookies of a member of the demo board, who signs in once for all tests."""
    known: dict[str, StorageState] = {}

    def cookies_of(name: str) -> StorageState:
        if name not in known:
            context = browser.new_context(base_url=demo.address)
            sign_in(context.new_page(), name)
            known[name] = context.storage_state()
            context.close()
        return known[name]

    return cookies_of


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Name or mail address").fill(name)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".status-who")).to_contain_text(f"Signed in as {name}")
