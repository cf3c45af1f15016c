"""Caddy with the configuration we ship, in front of a real board."""

from __future__ import annotations

import sqlite3

from areopagus.ops.demo import PASSWORD
from tests.browser.serving import Served
from tests.deploy.visitor import Visitor


def test_pages_come_as_the_board_has_sent_them(board: Served, caddy: int) -> None:
    page = Visitor(caddy).get("/")
    assert (page.status, page.headers["Content-Encoding"]) == (200, "br")
    tag = page.headers["ETag"]
    assert Visitor(caddy).get("/", If_None_Match=tag).status in {200, 304}
    assert Visitor(caddy).ask("HEAD", "/").content == b""


def test_members_sign_in_and_write(board: Served, caddy: int) -> None:
    member = Visitor(caddy)
    member.sign_in("Mona", PASSWORD)
    assert "Signed in as" in member.get("/").text
    assert "Signed in as" not in Visitor(caddy).get("/").text
    path = Visitor(caddy).get("/topics/3/").headers["Location"]
    form = {
        "source": "Through the other door.",
        "markup": "bbcode",
        "csrfmiddlewaretoken": member.token(path),
    }
    assert member.send("/topics/3/replies/", form).status == 302
    database = sqlite3.connect(board.folder / "board.sqlite3")
    newest = "select author_address from boards_post order by id desc limit 1"
    assert database.execute(newest).fetchone() == ("127.0.0.1",)
    database.close()
