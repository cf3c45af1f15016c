"""A member fetches a copy of their data, asks to be forgotten, stays, asks again, and is."""

from __future__ import annotations

import json
import subprocess
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect

from areopagus.ops.demo import PASSWORD
from tests.browser.conftest import Visit, sign_in
from tests.browser.looking import look_at
from tests.browser.serving import COMMAND, Served

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NAME = "Leander"
# Somebody whom no other test looks for.
COMES = f"""
from areopagus.accounts.groups import with_role
from areopagus.accounts.models import User
from areopagus.core.clock import now
User.objects.create_user(
    "{NAME}", "leander@example.org", "{PASSWORD}",
    group=with_role("members"), registered_at=now(), real_name="Leander of Abydos",
)
"""
THE_DAY_COMES = """
from areopagus.core.clock import now
from areopagus.leaving.models import Farewell
from areopagus.leaving import erasing
Farewell.objects.update(due_at=now())
while erasing.go_on(Farewell.objects.get().pk):
    pass
"""


def test_a_copy_and_a_farewell(demo: Served, visit: Visit) -> None:
    _run(demo, COMES)
    page = visit(demo, "/")
    sign_in(page, NAME)
    _fetch_copy(page)

    _ask_to_leave(page)
    expect(page.get_by_role("main")).to_contain_text("You are about to leave")
    look_at(page)
    page.goto("/")
    expect(page.get_by_text("You have asked to be forgotten;")).to_have_count(1)
    page.get_by_role("link", name="Stay, or see what happens").click()
    page.get_by_role("button", name="I stay").click()
    expect(page.get_by_text("You have asked to be forgotten")).to_have_count(0)

    _ask_to_leave(page)
    _run(demo, THE_DAY_COMES)
    page.goto("/sign-in/")
    page.get_by_label("Name or mail address").fill(NAME)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_have_count(1)


def _fetch_copy(page: Page) -> None:
    page.goto("/settings/data/")
    look_at(page)
    page.get_by_role("button", name="Ask for a copy").click()
    link = page.get_by_role("link", name="Fetch the copy")
    # A job makes it; a script-less page is loaded anew to see so.
    for _ in range(20):
        page.reload()
        if link.count():
            break
        page.wait_for_timeout(500)
    link.click()
    look_at(page)
    page.get_by_label("Your password").fill(PASSWORD)
    with page.expect_download() as fetching:
        page.get_by_role("button", name="Fetch the copy").click()
    with ZipFile(fetching.value.path()) as archive:
        (profile,) = json.loads(archive.read("profile.json"))
    assert profile["real_name"] == "Leander of Abydos"


def _ask_to_leave(page: Page) -> None:
    page.goto("/settings/data/")
    page.get_by_role("link", name="Ask to be forgotten").click()
    look_at(page)
    page.get_by_label(f"Type your name, {NAME}").fill(NAME)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Erase my account").click()


def _run(demo: Served, program: str) -> None:
    command = [*COMMAND, "manage", "--board", str(demo.folder), "shell", "-c", program]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
