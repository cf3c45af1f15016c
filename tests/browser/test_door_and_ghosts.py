"""The door as newcomers and moderators meet it, and ghosts that come home."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.looking import look_at
from tests.browser.serving import COMMAND, Served
from tests.browser.test_entrance import PASSWORD

GHOSTS = Path(__file__).with_name("ghosts.py")
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
OPTIONS = "from areopagus.antispam import options; options."


def shell(board: Served, code: str) -> str:
    """What the code prints that is run within the board."""
    command = (*COMMAND, "manage", "--board", str(board.folder), "shell")
    done = subprocess.run(command, input=code, text=True, check=True, capture_output=True)
    return done.stdout


@pytest.fixture(scope="module")
def ghosts(demo: Served) -> tuple[int, int, int]:
    """Olga, Vanja, and the topic they wrote in."""
    said = re.search(r"ghosts (\d+) (\d+) (\d+)", shell(demo, GHOSTS.read_text()))
    assert said
    return int(said[1]), int(said[2]), int(said[3])


@pytest.fixture
def questions(demo: Served) -> Iterator[None]:
    shell(
        demo, f'{OPTIONS}QUESTIONS.set("Which planet is red? = Mars"); options.FORM_SECONDS.set(0)'
    )
    yield
    shell(demo, f'{OPTIONS}QUESTIONS.set(""); options.FORM_SECONDS.set(3)')


@pytest.fixture
def proof(demo: Served) -> Iterator[None]:
    shell(demo, f"{OPTIONS}PROOF.set(True); options.FORM_SECONDS.set(0)")
    yield
    shell(demo, f"{OPTIONS}PROOF.set(False); options.FORM_SECONDS.set(3)")


def fill_in(page: Page, name: str) -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Mail address").fill(f"{name.lower()}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    rules = page.get_by_label("I have read the rules")
    if rules.count():
        rules.check()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_question_of_the_boards_own(
    demo: Served, visit: Visit, questions: None, *, javascript: bool
) -> None:
    page = visit(demo, "/register/", javascript=javascript)
    fill_in(page, f"Asked{javascript}")
    page.get_by_label("Which planet is red?").fill("Venus")
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("main")).to_contain_text("That is not the answer")
    page.get_by_label("Which planet is red?").fill("mars")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")


@pytest.mark.parametrize("javascript", [True, False])
def test_who_does_not_do_the_arithmetic_waits(
    demo: Served, visit: Visit, proof: None, *, javascript: bool
) -> None:
    page = visit(demo, "/register/", javascript=javascript)
    name = f"Counted{javascript}"
    fill_in(page, name)
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    asked = f'from areopagus.accounts.models import User; print(User.objects.get(name="{name}").is_waiting)'
    assert str(not javascript) in shell(demo, asked)


def test_raid_mode_is_switched_on_and_ends_by_itself(demo: Served, visit: Visit) -> None:
    page = visit(demo, "/moderation/door/", "Mona")
    page.get_by_label("Why").fill("Many at once.")
    page.get_by_role("button", name="Switch raid mode on").click()
    expect(page.get_by_role("main")).to_contain_text("Raid mode is on until")
    look_at(page)
    over = "from areopagus.antispam import raid; from areopagus.antispam.models import Raid\n"
    over += (
        "from areopagus.core.clock import now\nRaid.objects.update(ends_at=now()); raid.forget()\n"
    )
    shell(demo, over)
    on = page.get_by_role("button", name="Switch raid mode on")
    for _ in range(20):
        page.goto(f"{demo.address}/moderation/door/")
        if on.count():
            break
        page.wait_for_timeout(250)
    expect(on).to_be_visible()


def test_a_ghost_comes_home_by_its_old_password(
    demo: Served, visit: Visit, ghosts: tuple[int, int, int]
) -> None:
    page = visit(demo, f"/ghosts/{ghosts[1]}/", "Max", javascript=False)
    main = page.get_by_role("main")
    page.get_by_role("link", name="Did you write these posts?").click()
    page.get_by_label("The password of the old account").fill("old secret")
    page.get_by_role("button", name="These posts are mine").click()
    expect(page.get_by_role("status")).to_contain_text("Welcome home")
    expect(main).to_contain_text("Posts here are by Max")
    page.goto(f"{demo.address}/members/3/posts/")
    expect(main.get_by_text("as Vanja")).to_have_count(3)
    page.goto(f"{demo.address}/members/3/")
    page.get_by_role("button", name="Give back the posts of Vanja").click()
    expect(page.get_by_role("status")).to_contain_text("not shown as yours any more")


def test_two_vouch_and_a_moderator_decides(
    demo: Served, visit: Visit, ghosts: tuple[int, int, int]
) -> None:
    page = visit(demo, f"/ghosts/{ghosts[0]}/claim/", "Max")
    page.get_by_role("link", name="Ask members who knew you").click()
    look_at(page)
    page.get_by_label("Who you are").fill("I had the dinghy with the telescope.")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Nobody yet.")
    for name in ("Vito", "Vera"):
        theirs = visit(demo, f"/ghosts/{ghosts[0]}/", name)
        theirs.get_by_role("link", name="Did you know them then?").click()
        look_at(theirs)
        theirs.get_by_label("How you know").fill("We shared a berth in 2009.")
        theirs.get_by_role("button", name="I vouch for Max").click()
        expect(theirs.get_by_role("status")).to_contain_text("A moderator decides")
    staff = visit(demo, "/moderation/claims/", "Mona")
    look_at(staff)
    expect(staff.get_by_role("main")).to_contain_text("2 of 2 vouch")
    staff.get_by_role("link", name=re.compile("^Max: ")).click()
    expect(staff.get_by_role("main")).to_contain_text("We shared a berth")
    look_at(staff)
    staff.get_by_label("Why").fill("Both knew her.")
    staff.get_by_role("button", name="Accept").click()
    expect(staff.get_by_role("status")).to_contain_text("1 decided")
    page.goto(f"{demo.address}/topics/{ghosts[2]}/page/2/")
    expect(page.get_by_text("Now Max")).to_have_count(3)
    staff.goto(f"{demo.address}/moderation/ledger/")
    staff.get_by_role("link", name=re.compile("found that Max wrote as Olga")).first.click()
    staff.get_by_role("button", name="Undo").click()
    expect(staff.get_by_role("status")).to_contain_text("You undid")
