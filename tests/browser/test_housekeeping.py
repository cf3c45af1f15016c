"""An administrator tidies the list of members of an old board, and brings one back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import sign_in
from tests.browser.looking import look_at
from tests.browser.old_board import old_board
from tests.browser.serving import Served
from tests.browser.watching import Watch

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
FRONT = "/administration/housekeeping/"


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Served]:
    with old_board(tmp_path / "old", 300) as served:
        yield served


def gather(page: Page) -> None:
    """A job does it; the page says when it was done."""
    page.goto(FRONT)
    page.get_by_role("button", name="Gather the evidence").click()
    again = page.get_by_role("button", name="Gather it anew")
    for _ in range(60):
        page.goto(FRONT)
        if again.count():
            return
        page.wait_for_timeout(500)
    raise AssertionError("The evidence was not gathered")


def test_a_sweep_from_preview_to_bringing_one_back(browser: Browser, board: Served) -> None:
    """Without JavaScript from beginning to end; what axe and small screens find is asked beside it."""
    context = browser.new_context(base_url=board.address, java_script_enabled=False)
    watch, page = Watch(context, board.address), context.new_page()
    sign_in(page, "Ada")
    gather(page)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="What these rules would do")).to_be_visible()
    page.get_by_label("Hours before it may be run").fill("0")
    page.get_by_role("button", name="Plan this sweep").click()
    page.get_by_role("button", name="Take ").first.click()
    page.get_by_label("Why").fill("Spring cleaning.")
    page.get_by_role("button", name="Run it now").click()
    expect(page.get_by_text("where all of it can be undone")).to_be_visible()
    page.get_by_role("button", name="Bring ").first.click()
    expect(page.get_by_text("They are back")).to_be_visible()
    expect(page.get_by_role("heading", name="Undone in part")).to_be_visible()
    seen = browser.new_context(base_url=board.address, storage_state=context.storage_state())
    looking = seen.new_page()
    for url in (
        FRONT,
        f"{FRONT}preview/?rule=asleep&rule=signpost&years=3",
        page.url,
        f"{FRONT}members/1000/",
    ):
        looking.goto(url)
        look_at(looking)
    assert watch.faults == []
    seen.close()
    context.close()
