"""Links to the old board inside posts lead to the same thing here; what was typed stays as it is."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from areopagus import markup
from areopagus.accounts.actions.profile import render_signature
from areopagus.boards import actions, rendering
from areopagus.boards.models import Post
from areopagus.importers import render_process
from areopagus.importers.fluxbb import options
from areopagus.importers.fluxbb.importing import Wishes
from areopagus.importers.fluxbb.old_links import NoAddress, OldBoard, old_board
from tests import factories
from tests.conftest import Cast
from tests.importers.old_boards import move_in, post, sound
from tests.importers.test_command import areopagus

BASE = "http://forum.example.org/forums"
BOARD = old_board([BASE, "https://www.example.org/", "http://kosmos.example:8080/f"])
LEADS = {
    "viewtopic.php?id=42": "/topics/42/",
    "viewtopic.php?id=42&p=1": "/topics/42/",
    "viewtopic.php?id=42#p77": "/posts/77/",
    "viewtopic.php?id=42&p=3#p77": "/posts/77/",
    "viewtopic.php?pid=77#p77": "/posts/77/",
    "viewtopic.php?pid=77": "/posts/77/",
    "viewtopic.php?id=42&amp;p=1": "/topics/42/",
    "viewforum.php?id=3": "/forums/3/",
    "profile.php?id=7": "/members/7/",
    "misc.php?action=rules": "/rules/",
    "misc.php?email=7": "/members/7/mail/",
    "help.php#bbcode": "/help/markup/",
    "index.php": "/",
    "": "/",
    "img/avatars/7.png": "/img/avatars/7.png",
    # What depends on who follows it is answered when somebody does.
    "viewtopic.php?id=42&p=3": "/viewtopic.php?id=42&p=3",
    "viewtopic.php?id=42&action=new": "/viewtopic.php?id=42&action=new",
    "search.php?action=search&keywords=a+b": "/search/?q=a+b",
    "profile.php?section=display&id=7": "/profile.php?section=display&id=7",
    "userlist.php?username=M*": "/userlist.php?username=M*",
    "extern.php?type=rss&fid=3": "/extern.php?type=rss&fid=3",
}
STAY = (
    "http://elsewhere.example/viewtopic.php?id=42",
    "http://forum.example.org/viewtopic.php?id=42",
    "http://forum.example.org/forumsx/viewtopic.php?id=42",
    "http://forum.example.org.elsewhere.example/forums/viewtopic.php?id=42",
    "http://forum.example.org@elsewhere.example/forums/viewtopic.php?id=42",
    "http://kosmos.example/f/viewtopic.php?id=42",
    "ftp://forum.example.org/forums/viewtopic.php?id=42",
    "http://forum.example.org/forums/uploads/map.zip",
    "http://forum.example.org/forums/viewtopic.php",
    "http://forum.example.org/forums/viewtopic.php?id=x",
    "http://forum.example.org/forums/viewtopic.php5?id=42",
    "https://www.example.org/gallery/",
    "/topics/42/",
    "//forums/viewtopic.php?id=42",
    "#here",
    "",
    "mailto:max@example.org",
    "http://[::1",
)


@pytest.mark.parametrize(("old", "new"), LEADS.items())
@pytest.mark.parametrize(
    "base",
    [
        f"{BASE}/",
        "https://forum.example.org/forums/",
        "http://WWW.Forum.example.org:80/forums/",
        "//forum.example.org/forums/",
        "http://example.org/",
        "HTTPS://www.example.org/",
        "http://www.kosmos.example:8080/f/",
    ],
)
def test_a_link_to_the_old_board_leads_to_the_same_thing_here(
    base: str, old: str, new: str
) -> None:
    assert BOARD.new_address(base + old) == new


@pytest.mark.parametrize("url", STAY)
def test_every_other_link_stays_as_it_is(url: str) -> None:
    assert BOARD.new_address(url) == url


def test_a_link_without_a_host_was_one_to_the_old_board() -> None:
    """FluxBB put its own address before what began with a slash."""
    assert BOARD.new_address("/viewtopic.php?id=42") == "/topics/42/"
    assert BOARD.new_address("/forums/viewtopic.php?id=42") == "/topics/42/"
    assert BOARD.new_address("/forums/3/") == "/forums/3/"
    assert BOARD.new_address(BASE) == "/"


def test_hosts_in_other_letters_have_two_spellings() -> None:
    board = old_board(["http://форум.рф/"])
    assert board.new_address("http://xn--l1adgmc.xn--p1ai/viewtopic.php?id=4") == "/topics/4/"
    assert board.new_address("http://форум.рф/viewtopic.php?id=4") == "/topics/4/"


def test_a_board_nobody_moved_into_changes_no_link() -> None:
    assert OldBoard({}).new_address("/viewtopic.php?id=42") == "/viewtopic.php?id=42"


@pytest.mark.parametrize(
    "wrong", ["", "forum.example.org", "ftp://a.example/", "http://", "http://a b/", "http://[x/",
              "http://me@a.example/", "http://a.example/ http://b.example/"],
)  # fmt: skip
def test_what_is_no_address_of_a_board_is_refused(wrong: str) -> None:
    with pytest.raises(NoAddress):
        old_board([wrong])


@given(st.one_of(st.text(), st.text().map(lambda rest: f"{BASE}/{rest}"),
                 st.text().map(lambda rest: f"{BASE}/viewtopic.php?id={rest}")))  # fmt: skip
def test_any_text_is_led_to_this_board_or_left_alone(url: str) -> None:
    new = BOARD.new_address(url)
    assert new == url or (new.startswith("/") and not new.startswith("//"))


def test_posts_written_and_edited_later_lead_there_too(cast: Cast, topic: object) -> None:
    options.OLD_ADDRESSES.set(f"{BASE} not-an-address")
    for source, dialect in (
        (f"See {BASE}/viewtopic.php?id=42#p77 there", "bbcode"),
        (f"See [url={BASE}/viewtopic.php?pid=77]there[/url]", "bbcode"),
        (f"[url={BASE}/viewtopic.php?pid=77]there[/url]", "fluxbb12"),
        (f"See [there]({BASE}/viewtopic.php?pid=77)", "markdown"),
        (f"See <{BASE}/viewtopic.php?pid=77>", "markdown"),
        (f"See {BASE}/viewtopic.php?pid=77", "markdown"),
    ):
        assert 'href="/posts/77/"' in rendering.render(source, dialect).html
    written = factories.make_post(cast.max, topic, f"{BASE}/viewforum.php?id=3")  # type: ignore[arg-type]
    assert 'href="/forums/3/"' in written.html
    assert f">{BASE}/viewforum.php?id=3</a>" in written.html
    assert written.source == f"{BASE}/viewforum.php?id=3"
    source = f"Better: {BASE}/profile.php?id=7"
    actions.edit_post(cast.max, written, source=source, dialect="bbcode")
    written = Post.objects.get(pk=written.pk)
    assert 'href="/members/7/"' in written.html
    assert written.source == source


def test_signatures_lead_there_too(db: None) -> None:
    options.OLD_ADDRESSES.set(BASE)
    assert 'href="/topics/42/"' in render_signature(f"{BASE}/viewtopic.php?id=42", "bbcode")


def test_rendering_asks_no_question_for_a_link(db: None, django_assert_num_queries: object) -> None:
    options.OLD_ADDRESSES.set(BASE)
    rendering.render("Once, for the options", "bbcode")
    source = " ".join(f"{BASE}/viewtopic.php?id={number}" for number in range(1, 50))
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert 'href="/topics/49/"' in rendering.render(source, "bbcode").html


def test_the_processes_of_an_import_know_it_too() -> None:
    features = {True: markup.Features(), False: markup.Features()}
    board = pickle.loads(pickle.dumps(BOARD))  # noqa: S301  (Ours, a line ago.)
    render_process.begin("bbcode", features, {}, board)
    (html,) = render_process.render([(f"{BASE}/viewtopic.php?id=42", True)])
    assert 'href="/topics/42/"' in html
    render_process.begin("bbcode", features, {})


@pytest.mark.django_db
def test_an_import_turns_the_links_and_keeps_the_words(tmp_path: Path, client: Client) -> None:
    board = sound()
    board["config"] = [*board["config"], {"conf_name": "o_base_url", "conf_value": BASE}]
    said = f"[url]{BASE}/viewtopic.php?pid=2#p2[/url] [url=http://old.example/f/viewtopic.php?id=1]a[/url]"
    board["posts"] = [
        post(1, 1, message=said),
        post(2, 1, message="[url=http://elsewhere.example/viewtopic.php?id=1]b[/url]"),
    ]
    move_in(board, tmp_path, Wishes(base_urls=("http://old.example/f/",)))
    first, second = Post.objects.order_by("pk")
    assert first.source == said
    assert 'href="/posts/2/"' in first.html
    assert 'href="/topics/1/"' in first.html
    assert 'href="http://elsewhere.example/viewtopic.php?id=1"' in second.html
    assert options.OLD_ADDRESSES.get() == f"{BASE} http://old.example/f/"
    assert client.get("/forums/index.php").headers["Location"] == "/"
    assert client.get("/f").headers["Location"] == "/"


@pytest.mark.django_db
def test_a_wrong_address_in_the_old_config_is_told(tmp_path: Path) -> None:
    board = sound()
    board["config"] = [*board["config"], {"conf_name": "o_base_url", "conf_value": "example.org"}]
    assert "config.o_base_url" in move_in(board, tmp_path)
    assert options.OLD_ADDRESSES.get() == ""


def test_a_wrong_address_on_the_command_line_is_refused(tmp_path: Path) -> None:
    refused = areopagus(
        "import", "fluxbb", "x.sql", "--base-url", "example.org", "--board", tmp_path / "board"
    )
    assert refused.returncode == 2
    assert "'example.org' is no address of a board" in refused.stderr
    assert not (tmp_path / "board").exists()
