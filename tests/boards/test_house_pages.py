"""Rules, writing help, the jump box, the icon; statistics; and what administrators' HTML may do."""

from __future__ import annotations

import pytest
from django.test import Client

from areopagus.accounts import presence
from areopagus.accounts.options import RULES_HTML
from areopagus.boards.models import Topic
from areopagus.boards.pages import statistics
from areopagus.boards.trusted_html import make_safe
from areopagus.core.remembered import Remembered
from tests import factories
from tests.conftest import Cast, Places, user_of


def test_the_rules_are_shown_when_there_are_any(client: Client, cast: Cast) -> None:
    assert client.get("/rules/").status_code == 404
    RULES_HTML.set("<p>Be <strong>kind</strong>.</p>")
    page = client.get("/rules/").content.decode()
    assert "Be <strong>kind</strong>." in page
    assert '<link rel="canonical" href="http://testserver/rules/">' in page


def test_the_jump_box_leads_to_a_forum(client: Client, places: Places) -> None:
    answer = client.get("/jump/", {"forum": places.missions.pk})
    assert (answer.status_code, answer.headers["Location"]) == (302, places.missions.url)


def test_the_jump_box_knows_no_hidden_forum(client: Client, cast: Cast, places: Places) -> None:
    for hidden in (places.staff_room, places.cellar):
        assert client.get("/jump/", {"forum": hidden.pk}).status_code == 404


@pytest.mark.parametrize("forum", ["", "0", "999999", "-1", "x", "1.0", "٣", "9" * 400, "1\x00"])
def test_the_jump_box_understands_nothing_else(forum: str, client: Client, places: Places) -> None:
    assert client.get("/jump/", {"forum": forum}).status_code == 404
    assert client.get("/jump/").status_code == 404


def test_the_icon_is_where_browsers_look_for_it(client: Client, db: None) -> None:
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/static/img/mark-32.png")


@pytest.mark.parametrize("address", ["/rules/", "/jump/?forum=1", "/active/", "/robots.txt"])
def test_pages_that_only_show_take_no_deed(address: str, client: Client, cast: Cast) -> None:
    assert client.post(address).status_code == 405


def test_statistics_count_the_whole_board(cast: Cast, topic: Topic, secret_topic: Topic) -> None:
    factories.make_post(cast.max, topic)
    Remembered.forget_everything()
    found = statistics.statistics()
    assert (found.topics, found.posts, found.members) == (2, 3, 6)
    assert found.newest is not None
    assert (found.newest.name, found.newest.url) == ("Dora", user_of(cast.dora).url)


def test_an_empty_board_has_statistics(db: None) -> None:
    assert statistics.statistics() == statistics.Statistics(0, 0, 0, None)


def test_who_waits_for_approval_is_not_counted(cast: Cast) -> None:
    factories.make_user("Eager", is_active=False)
    found = statistics.statistics()
    assert found.members == 6
    assert found.newest is not None
    assert found.newest.name == "Dora"


def test_who_is_online_is_told_in_order_of_name(cast: Cast) -> None:
    for actor in (cast.nina, cast.max, cast.guest):
        presence.note(actor)
    presence.write_now()
    assert statistics.whos_online(cast.max) == statistics.Online(
        (("Max", user_of(cast.max).url), ("Nina", user_of(cast.nina).url)), guests=1
    )


def test_whoever_asks_is_online_before_it_is_written_down(cast: Cast) -> None:
    assert statistics.whos_online(cast.guest) == statistics.Online((), guests=1)
    assert statistics.whos_online(cast.max) == statistics.Online(
        (("Max", user_of(cast.max).url),), guests=0
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('<p>Hello <a href="/rules/">all</a></p>', '<p>Hello <a href="/rules/" rel="noopener">all</a></p>'),
        ("<p>Open <b>for ever", "<p>Open <b>for ever</b></p>"),
        ("</main></body><p>Out</p>", "<p>Out</p>"),
        ("<script>steal()</script>Hi", "Hi"),
        ("<style>body{display:none}</style>Hi", "Hi"),
        ('<img src="/a.png" onerror="steal()" alt="A">', '<img src="/a.png" alt="A">'),
        ('<a href="javascript:steal()">x</a>', '<a rel="noopener">x</a>'),
        ('<img src="data:image/svg+xml,x">', "<img>"),
        ('<p style="position:fixed" class="masthead">x</p>', "<p>x</p>"),
        ('<form action="/x"><input name="y">z</form>', "z"),
        ("Tea & cake < 5", "Tea &amp; cake &lt; 5"),
        ("", ""),
    ],
)  # fmt: skip
def test_administrators_html_keeps_its_words_and_loses_its_teeth(written: str, kept: str) -> None:
    assert make_safe(written) == kept
    assert make_safe(kept) == kept
