"""nginx with the configuration we ship, in front of a real board."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable

import pytest

from areopagus.ops.demo import PASSWORD
from tests.browser.serving import Served
from tests.deploy.visitor import Got, Visitor

TOPIC = "/topics/1/"


def kept(ask: Callable[[], Got]) -> Got:
    """Asks until an answer comes from what nginx has kept; each second it must fetch once."""
    for _ in range(200):
        answer = ask()
        if answer.headers["X-Cache"] == "HIT":
            return answer
    raise AssertionError("nginx keeps nothing")


def page_of(port: int, path: str = TOPIC) -> str:
    """Where the topic really stands."""
    return Visitor(port).get(path).headers["Location"]


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("", None),
    ],
)
def test_a_guests_page_is_kept_as_the_board_has_sent_it(
    board: Served, nginx: int, accepts: str, coding: str | None
) -> None:
    guest = Visitor(nginx, accepts)
    page = kept(lambda: guest.get(page_of(nginx)))
    ours = Visitor(
        int(board.address.rpartition(":")[2]), accepts, headers={"Host": f"127.0.0.1:{nginx}"}
    )
    direct = ours.get(page_of(nginx), X_Forwarded_Proto="http")
    assert page.headers["Content-Encoding"] == coding
    assert page.content == direct.content
    for name in ("ETag", "Vary", "Cache-Control", "Content-Security-Policy", "Content-Type"):
        assert page.headers[name] == direct.headers[name]


def test_no_page_is_older_than_a_second(nginx: int) -> None:
    mona, guest = Visitor(nginx), Visitor(nginx)
    mona.sign_in("Mona", PASSWORD)
    path = page_of(nginx)
    kept(lambda: guest.get(path))
    words = f"It is {time.time_ns()} now."
    form = {"source": words, "markup": "bbcode", "csrfmiddlewaretoken": mona.token(path)}
    answer = mona.send("/topics/1/replies/", form)
    assert answer.status == 302
    place = answer.headers["Location"].partition("#")[0]
    said = time.monotonic()
    while time.monotonic() < said + 1:
        guest.get(place)
    assert words in guest.get(place).text


def test_what_is_a_members_is_never_kept(nginx: int) -> None:
    member, guest = Visitor(nginx), Visitor(nginx)
    member.sign_in("Max", PASSWORD)
    kept(lambda: guest.get("/active/"))
    for _ in range(5):
        own = member.get("/active/")
        assert "Signed in as" in own.text
        assert own.headers["X-Cache"] == "BYPASS"
        assert "Signed in as" not in guest.get("/active/").text


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "messages=x"},
        {"Cookie": f"a=b; session={'x' * 32}"},
        {"Authorization": "Basic eDp5"},
        {"X_Fragment": "true"},
    ],
)
def test_who_is_not_a_plain_guest_is_passed_on(nginx: int, headers: dict[str, str]) -> None:
    path = page_of(nginx)
    kept(lambda: Visitor(nginx).get(path))
    assert {Visitor(nginx).get(path, **headers).headers["X-Cache"] for _ in range(5)} == {"BYPASS"}


def test_a_cookie_of_somebody_elses_changes_nothing(nginx: int) -> None:
    path = page_of(nginx)
    assert kept(lambda: Visitor(nginx).get(path, Cookie="theme=dark; _ga=1")).status == 200


def test_whoever_has_the_page_is_not_sent_it_again(nginx: int) -> None:
    path = page_of(nginx)
    tag = Visitor(nginx).get(path).headers["ETag"]
    answer = kept(lambda: Visitor(nginx).get(path, If_None_Match=tag))
    assert (answer.status, answer.content) == (304, b"")
    assert Visitor(nginx).get(path, If_None_Match='"another"').status == 200


def test_head_says_what_get_would(nginx: int) -> None:
    path = page_of(nginx)
    head, get = Visitor(nginx).ask("HEAD", path), Visitor(nginx).get(path)
    assert (head.status, head.content) == (200, b"")
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_forms_arrive_with_the_address_they_came_from(board: Served, nginx: int) -> None:
    member = Visitor(nginx, headers={"X-Forwarded-For": "10.9.9.9"})
    member.sign_in("Ada", PASSWORD)
    path = page_of(nginx, "/topics/2/")
    form = {"source": "From afar.", "markup": "bbcode", "csrfmiddlewaretoken": member.token(path)}
    assert member.send("/topics/2/replies/", form).status == 302
    database = sqlite3.connect(board.folder / "board.sqlite3")
    newest = "select author_address from boards_post order by id desc limit 1"
    assert database.execute(newest).fetchone() == ("10.9.9.9",)
    database.close()


def test_what_a_board_may_take_is_for_the_board_to_judge(nginx: int) -> None:
    for megabytes in (4, 29):
        answer = Visitor(nginx).send("/settings/avatar/", {"avatar": "x" * megabytes * 1_000_000})
        assert answer.status == 403
        assert "nginx" not in answer.text
    far_too_large = {"Content-Length": "40000000"}
    assert Visitor(nginx).ask("POST", "/settings/avatar/", b"", far_too_large).status == 413


def test_files_are_kept_for_good(nginx: int) -> None:
    path = Visitor(nginx).get("/").text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    file = kept(lambda: Visitor(nginx).get(path))
    assert "immutable" in file.headers["Cache-Control"]
    assert file.headers["Content-Encoding"] == "br"
    assert kept(lambda: Visitor(nginx, "").get(path)).headers["Content-Encoding"] is None
