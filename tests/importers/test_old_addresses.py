"""Every address of the old board leads on, and garbage is told so."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from areopagus.core.verdict import Gone, NotFound
from areopagus.importers.fluxbb import options
from areopagus.importers.fluxbb.old_addresses import SCRIPTS, Sizes, new_address

LEADS = {
    "index.php": "/",
    "viewtopic.php?id=42": "/topics/42/",
    "viewtopic.php?id=42&p=1": "/topics/42/",
    "viewtopic.php?id=42&p=3": "/topics/42/page/3/",
    "viewtopic.php?id=42&amp;p=2": "/topics/42/page/2/",
    "viewtopic.php?p=2&id=42": "/topics/42/page/2/",
    "viewtopic.php?pid=77": "/posts/77/",
    "viewtopic.php?pid=77)": "/posts/77/",
    "viewtopic.php?id=42abc": "/topics/42/",
    "viewtopic.php?id=42&action=last": "/topics/42/",
    "viewforum.php?id=3": "/forums/3/",
    "viewforum.php?id=3&p=2": "/forums/3/page/2/",
    "profile.php?id=7": "/members/7/",
    "profile.php?section=display&id=7": "/settings/",
    "profile.php?action=change_pass&id=7&key=abc": "/password/forgotten/",
    "userlist.php?sort_by=registered": "/members/",
    "search.php?action=show_24h": "/active/",
    "search.php?action=show_recent&value=600": "/active/",
    "search.php?action=show_new": "/active/",
    "search.php?action=show_unanswered": "/unanswered/",
    "search.php?action=show_subscriptions": "/subscriptions/",
    "search.php?action=show_user_posts&user_id=7": "/members/7/posts/",
    "search.php?action=show_user&user_id=7": "/members/7/posts/",
    "search.php?action=show_user_topics&user_id=7": "/members/7/topics/",
    "misc.php?action=rules": "/rules/",
    "misc.php?action=unsubscribe&tid=42": "/topics/42/",
    "misc.php?unsubscribe=42": "/topics/42/",
    "misc.php?action=subscribe&fid=3": "/forums/3/",
    "misc.php?report=77": "/posts/77/report/",
    "misc.php?email=7": "/members/7/",
    "help.php": "/help/markup/",
    "login.php": "/sign-in/",
    "login.php?action=out&id=7": "/sign-out/",
    "login.php?action=forget": "/password/forgotten/",
    "register.php": "/register/",
    "post.php?tid=42&qid=77": "/topics/42/replies/",
    "post.php?fid=3": "/forums/3/topics/",
    "edit.php?id=77": "/posts/77/edit/",
    "delete.php?id=77": "/posts/77/delete/",
    "moderate.php?fid=3&tid=42": "/topics/42/",
    "moderate.php?fid=3": "/forums/3/",
    "extern.php?action=feed&type=atom": "/feeds/board.atom",
    "extern.php?type=RSS": "/feeds/board.rss",
    "extern.php?action=feed&type=rss&fid=3": "/feeds/forums/3.rss",
    "extern.php?action=feed&type=rss&fid=3,4": "/feeds/board.rss",
    "extern.php?action=feed&type=atom&tid=42": "/feeds/topics/42.atom",
}
LEADS_NOWHERE = (
    "viewtopic.php",
    "viewtopic.php?id=",
    "viewtopic.php?id=abc",
    "viewtopic.php?id=-1",
    "viewtopic.php?id=0",
    "viewtopic.php?id=9999999999999999999999",
    "viewtopic.php?id=%00",
    "viewforum.php?id=%F0%9F%9A%80",
    "profile.php?id[]=3",
    "search.php?search_id=12",
    "misc.php",
    "post.php",
)


@pytest.mark.parametrize(("old", "new"), LEADS.items())
@pytest.mark.parametrize("folder", ["/", "/forum/"])
def test_an_old_address_leads_to_the_new_one(
    old: str, new: str, folder: str, client: Client, db: None
) -> None:
    answer = client.get(folder + old)
    assert (answer.status_code, answer.headers.get("Location")) == (301, new)


@pytest.mark.parametrize("old", LEADS_NOWHERE)
def test_garbage_is_not_found(old: str, client: Client, db: None) -> None:
    assert client.get("/" + old).status_code == 404


@pytest.mark.parametrize("old", ["extern.php", "extern.php?action=stats", "extern.php?type=xml"])
def test_what_the_board_no_longer_gives_is_gone(old: str, client: Client, db: None) -> None:
    answer = client.get("/" + old)
    assert answer.status_code == 410
    assert "This board" in answer.text


def test_a_page_is_found_by_position_when_pages_were_of_another_size(
    client: Client, db: None
) -> None:
    options.OLD_POSTS_PER_PAGE.set(10)
    options.OLD_TOPICS_PER_PAGE.set(60)
    # Post 51 was the first of page 6; ours hold 25. Topic 61 was the first of page 2; ours hold 30.
    assert client.get("/viewtopic.php?id=4&p=6").headers["Location"] == "/topics/4/page/3/"
    assert client.get("/viewforum.php?id=4&p=2").headers["Location"] == "/forums/4/page/3/"


def test_an_old_address_reveals_nothing_about_what_is_hidden(client: Client, db: None) -> None:
    """A topic that nobody may see and one that never was answer the same."""
    assert client.get("/viewtopic.php?id=999999").headers["Location"] == "/topics/999999/"


def test_nothing_is_written_through_an_old_address(client: Client, db: None) -> None:
    assert client.post("/viewtopic.php?id=1").status_code == 405


@given(
    script=st.sampled_from(sorted(SCRIPTS)),
    query=st.dictionaries(
        st.sampled_from(["id", "pid", "p", "tid", "fid", "action", "type", "user_id", "amp;p"]),
        st.one_of(st.text(), st.integers().map(str), st.sampled_from(["feed", "rss", "show_user"])),
    ),
)
def test_whatever_is_asked_the_answer_is_an_address_or_a_refusal(
    script: str, query: dict[str, str]
) -> None:
    try:
        address = new_address(script, query, Sizes())
    except (NotFound, Gone):
        return
    assert address.startswith("/")
    assert not address.startswith("//")
    assert address.isascii(), urlencode(query)
