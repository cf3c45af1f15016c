"""Takes the pictures of the documentation anew: PYTHONPATH=src .venv/bin/python docs/screenshots.py"""

# ruff: noqa: INP001 - a script, and no package.
from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY))

from tests.browser.conftest import sign_in  # noqa: E402 - the path comes first.
from tests.browser.old_board import old_board  # noqa: E402
from tests.browser.serving import COMMAND, Served, serving  # noqa: E402

IMAGES = REPOSITORY / "docs/images"
LARGEST = 150_000
DRAFT = """Nobody in 2028, I agree. But look at [b]2033[/b]:

[quote=Perigee]departure at a C3 of about 9 km²/s² instead of 12 or more[/quote]
That is a [i]third[/i] less propellant."""


@dataclass(frozen=True)
class Picture:
    name: str
    pose: Callable[[Page], object]
    member: str | None = None
    width: int = 1200
    height: int = 900
    night: bool = False


def index(page: Page) -> None:
    page.goto("/")


def topic(page: Page) -> None:
    page.goto("/forums/3/")
    page.get_by_role("link", name="Who lands first?", exact=True).click()
    page.get_by_role("heading", level=1).wait_for()


def third_post(page: Page) -> None:
    topic(page)
    page.get_by_role("article", name=re.compile("^Post 2 by")).scroll_into_view_if_needed()
    page.evaluate("document.querySelectorAll('.post')[1].scrollIntoView()")


def formulas(page: Page) -> None:
    page.goto("/forums/6/")
    page.get_by_role("link", name="The rocket equation, gently").click()


def writing(page: Page) -> None:
    topic(page)
    page.get_by_role("textbox", name="Text").fill(DRAFT)
    page.get_by_role("button", name="Live preview").click()
    page.locator(".preview blockquote").wait_for()
    page.locator("#reply").evaluate("reply => reply.scrollIntoView()")


def profile(page: Page) -> None:
    page.goto("/members/1/")


def settings(page: Page) -> None:
    page.goto("/settings/display/")


def administration(page: Page) -> None:
    page.goto("/administration/")


def gathered(page: Page) -> None:
    """Whoever comes first has the evidence gathered; the others find it."""
    page.goto("/administration/housekeeping/")
    if (first := page.get_by_role("button", name="Gather the evidence")).count():
        first.click()
        while not page.get_by_role("button", name="Gather it anew").count():
            page.wait_for_timeout(500)
            page.goto("/administration/housekeeping/")


def sweep_preview(page: Page) -> None:
    gathered(page)
    page.get_by_role("button", name="Preview").click()
    page.locator("summary").nth(2).click()
    page.get_by_role("region", name="In numbers").evaluate("region => region.scrollIntoView()")


def sweep_evidence(page: Page) -> None:
    gathered(page)
    page.goto("/administration/housekeeping/preview/?rule=advertises&years=3&sort=signs")
    page.locator("section a.title").first.click()


def sweep_run(page: Page) -> None:
    gathered(page)
    page.get_by_role("button", name="Preview").click()
    page.get_by_label("Hours before it may be run").fill("0")
    page.get_by_role("button", name="Plan this sweep").click()
    page.get_by_role("button", name="Run it now").click()


def unread(page: Page) -> None:
    page.goto("/forums/3/")


def search(page: Page) -> None:
    page.goto("/search/?q=mars")


def standing(page: Page) -> None:
    page.goto("/moderation/members/3/")
    page.get_by_label("What you say to them").fill(
        "Please do not answer newcomers with “read the manual”. Everybody was new once."
    )
    page.get_by_label("Points", exact=True).fill("3")
    page.get_by_role("button", name="Warn", exact=True).click()
    page.goto("/moderation/members/3/")


def decision(page: Page) -> None:
    page.goto("/settings/decisions/")


def held(page: Page) -> None:
    page.goto("/moderation/held/")


def raid_found(page: Page) -> None:
    page.goto("/administration/members/?address=198.51.100&order=newest")
    page.get_by_role("link", name="Tick all on this page").click()
    page.get_by_role("link", name="The list as CSV").evaluate("link => link.scrollIntoView()")


def raid_chosen(page: Page) -> None:
    raid_found(page)
    page.get_by_role("button", name="Clean up their spam").click()
    page.get_by_role("heading", level=1).wait_for()


def raid_cleaned(page: Page) -> None:
    """All of them, and then one innocent is put right."""
    raid_chosen(page)
    page.get_by_role("button", name="Hide all they wrote and ban them").click()
    page.get_by_role("status").wait_for()
    page.goto("/moderation/ledger/")
    page.get_by_role("link", name=re.compile("^Ada banned .* members and removed")).first.click()
    page.get_by_role("link", name="Undo it for some of these members only").click()
    page.get_by_role("checkbox", name="Raider17").check()
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Undo it for them").click()
    page.get_by_role("status").wait_for()


def asking(page: Page) -> None:
    page.goto("/ghosts/2/claim/members/")
    page.get_by_label("Who you are").fill(
        "I had the dinghy with the telescope on it, and never got the halyard untangled."
    )
    page.get_by_role("button", name="Ask", exact=True).click()


def vouching(page: Page) -> None:
    page.goto("/ghosts/2/")
    page.get_by_role("link", name="Did you know them then?").click()
    page.get_by_label("How you know").fill(
        "We shared a berth in 2009. Nobody else says “heliostat”."
    )
    page.get_by_role("button", name="I vouch for Max").click()


def evidence_on_a_claim(page: Page) -> None:
    page.goto("/moderation/claims/")
    page.get_by_role("link", name=re.compile("^Max: ")).click()


OLD = (
    Picture("housekeeping-preview", sweep_preview, "Ada"),
    Picture("housekeeping-evidence", sweep_evidence, "Ada", height=700),
    Picture("housekeeping-run", sweep_run, "Ada"),
)
DEMO = (
    Picture("topic-wide-light", topic),
    Picture("topic-narrow-dark", third_post, width=360, height=780, night=True),
    Picture("topic-formulas-light", formulas),
    Picture("index-wide-light", index),
    Picture("index-dark", index, "Max", night=True),
    Picture("write", writing, "Max", height=1000),
    Picture("profile", profile),
    Picture("settings-narrow-light", settings, "Max", width=360, height=780),
    Picture("administration", administration, "Ada"),
    Picture("unread", unread, "Max"),
    Picture("search", search),
    Picture("moderate-standing", standing, "Mona"),
    Picture("moderate-decision", decision, "Max"),
    Picture("moderate-held", held, "Ada", width=1000, height=800),
    Picture("ghost-asking", asking, "Max", height=700),
    Picture("ghost-vouching", vouching, "Vera", height=600),
    Picture("ghost-evidence", evidence_on_a_claim, "Mona", height=1300),
)
RAID = (
    Picture("moderate-raid-found", raid_found, "Ada", width=1000, height=800),
    Picture("moderate-raid-chosen", raid_chosen, "Ada", width=1000, height=800),
    Picture("moderate-raid-undone", raid_cleaned, "Ada", width=1000, height=800),
)


def happens(board: Served, name: str) -> None:
    """What tests/browser/ lets happen to a demo board: a raid, or ghosts of years ago."""
    shell = (*COMMAND, "manage", "--board", str(board.folder), "shell")
    told = (REPOSITORY / f"tests/browser/{name}.py").read_text()
    subprocess.run(shell, input=told, text=True, check=True, capture_output=True)  # noqa: S603


def take(browser: Browser, board: Served, picture: Picture) -> None:
    context = browser.new_context(
        base_url=board.address,
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.night else "light",
        device_scale_factor=2 if picture.width < 500 else 1,  # noqa: PLR2004 - a phone's.
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    if picture.member:
        sign_in(page, picture.member)
    picture.pose(page)
    page.wait_for_load_state("networkidle")
    save(picture.name, page.screenshot())
    context.close()


def save(name: str, png: bytes) -> None:
    """As many colours as fit into the size that a page of documentation may ask for."""
    for colours in (256, 128, 64):
        small = BytesIO()
        Image.open(BytesIO(png)).convert("RGB").quantize(colours).save(small, "PNG", optimize=True)
        if small.tell() <= LARGEST:
            break
    (IMAGES / f"{name}.png").write_bytes(small.getvalue())
    sys.stdout.write(f"{name}.png, {small.tell() // 1000} kB\n")


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=arguments
        )
        with serving(Path(place) / "demo", demo=True) as demo:
            happens(demo, "ghosts")
            for picture in DEMO:
                take(browser, demo, picture)
            happens(demo, "raid")
            for picture in RAID:
                take(browser, demo, picture)
        with old_board(Path(place) / "old", 2000) as old:
            for picture in OLD:
                take(browser, old, picture)
        with serving(Path(place) / "new", demo=False) as new:
            link = new.set_up or ""
            take(browser, new, Picture("set-up", lambda page: page.goto(link), height=1000))
        browser.close()


if __name__ == "__main__":
    main()
