"""extern.php: what feed readers have polled for years goes on, for guests and with a password."""

from __future__ import annotations

import base64
from xml.etree import ElementTree as ET

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from areopagus.accounts import bans, groups
from areopagus.accounts.models import Ban, Group, User
from areopagus.boards import options as board
from areopagus.boards.models import Post, Topic
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound
from areopagus.importers.fluxbb import extern, options
from tests import factories
from tests.conftest import Cast, Places, user_of

ATOM = "{http://www.w3.org/2005/Atom}"
HERE = "http://testserver"


@pytest.fixture(autouse=True)
def _no_attempts_yet(db: None) -> None:
    cache.clear()


def parsed(client: Client, query: str, **headers: str) -> ET.Element:
    answer = client.get(f"/extern.php?{query}", headers=headers or None)
    assert answer.status_code == 200, answer.text
    return ET.fromstring(answer.content)  # noqa: S314  (We wrote it ourselves.)


def titles(client: Client, query: str, **headers: str) -> list[str | None]:
    return [
        entry.findtext(f"{ATOM}title")
        for entry in parsed(client, f"type=atom&{query}", **headers).iter(f"{ATOM}entry")
    ]


def basic(name: str, password: str = factories.PASSWORD) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


@pytest.fixture
def three(cast: Cast, places: Places) -> list[Topic]:
    """Started in this order; the first was answered last."""
    first = factories.make_topic(cast.max, places.missions, "First <landing>")
    second = factories.make_topic(cast.ada, places.archive, "Second")
    third = factories.make_topic(cast.max, places.subforum, "Third")
    factories.make_post(cast.nina, first, "The newest words.")
    first.refresh_from_db()
    return [first, second, third]


@pytest.fixture
def ada(cast: Cast) -> User:
    user = user_of(cast.ada)
    user.set_password(factories.PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_topics_come_by_their_last_post_or_by_their_first(
    client: Client, three: list[Topic]
) -> None:
    by_last_post = ["First <landing>", "Third", "Second"]
    by_first = ["Third", "Second", "First <landing>"]
    assert titles(client, "") == by_last_post
    assert titles(client, "action=feed&order=last_post") == by_last_post
    assert titles(client, "action=ACTIVE") == by_last_post
    assert titles(client, "order=posted") == by_first
    assert titles(client, "action=new") == by_first
    assert titles(client, "order=posted&amp;show=2") == by_first[:2]


def test_each_entry_holds_the_post_it_is_about(client: Client, three: list[Topic]) -> None:
    first = three[0]
    entry = parsed(client, "type=atom").find(f"{ATOM}entry")
    assert entry is not None
    assert "The newest words." in (entry.findtext(f"{ATOM}content") or "")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Nina"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == f"{HERE}/posts/{first.last_post_id}/"
    item = parsed(client, "type=rss&order=posted").findall("channel/item")[-1]
    assert "The first post." in (item.findtext("description") or "")
    assert item.findtext("link") == HERE + first.url


def test_readers_know_again_what_they_have_seen(client: Client, three: list[Topic]) -> None:
    """The keys are those of the old board, with its own address when that is known."""
    first = three[0]
    for base in (HERE, "http://www.example.org/forum"):
        options.OLD_ADDRESSES.set("" if base == HERE else f"{base}/ http://other.example/")
        item = parsed(client, "type=rss").find("channel/item")
        assert item is not None
        assert item.findtext("guid") == f"{base}/viewtopic.php?id={first.pk}&action=new"
        item = parsed(client, "type=rss&order=posted").findall("channel/item")[-1]
        assert item.findtext("guid") == f"{base}/viewtopic.php?id={first.pk}"
        atom = parsed(client, f"type=atom&tid={first.pk}")
        pk = first.last_post_id
        assert atom.findtext(f"{ATOM}entry/{ATOM}id") == f"{base}/viewtopic.php?pid={pk}#p{pk}"
        assert atom.findtext(f"{ATOM}id") == f"{base}/viewtopic.php?id={first.pk}"


def test_forums_are_chosen_and_left_out(client: Client, three: list[Topic]) -> None:
    first, second, third = three
    assert titles(client, f"fid={second.forum_id}") == ["Second"]
    assert titles(client, f"fid={second.forum_id},{third.forum_id},x,999999") == ["Third", "Second"]
    assert titles(client, f"nfid={second.forum_id},{third.forum_id}") == [first.title]
    assert titles(client, "fid=&nfid=") == ["First <landing>", "Third", "Second"]
    name = parsed(client, f"type=rss&fid={second.forum_id}").findtext("channel/title")
    assert name == "A new board / Archive"


def test_a_topic_s_posts_come_newest_first(client: Client, three: list[Topic]) -> None:
    feed = f"tid={three[0].pk}&fid={three[1].forum_id}"
    assert titles(client, feed) == ["Re: First <landing>", "First <landing>"]
    assert titles(client, f"{feed}&show=1") == ["Re: First <landing>"]


@pytest.mark.parametrize(
    ("said", "shown"), [("0", 15), ("51", 15), ("-1", 15), ("x", 15), ("50", 20), ("3posts", 3)]
)
def test_show_says_how_many(
    client: Client, cast: Cast, topic: Topic, said: str, shown: int
) -> None:
    for _ in range(19):
        factories.make_post(cast.max, topic)
    assert len(titles(client, f"tid={topic.pk}&show={said}")) == shown


@pytest.mark.parametrize("kind", ["rss", "RSS", "Atom", "xml", "XML", "html", "HTML", "", "pdf"])
def test_every_kind_is_escaped_once_and_well(
    client: Client, cast: Cast, places: Places, kind: str
) -> None:
    title = "A \"<b>\" & 'c' ]]> \x0b🚀"
    topic = factories.make_topic(cast.max, places.missions, "A title")
    Topic.objects.filter(pk=topic.pk).update(title=title)
    Post.objects.filter(topic=topic).update(
        html='<p>]]&gt; &amp; <a href="/posts/1/">here</a></p>', author_name="M<ax"
    )
    for query in (f"tid={topic.pk}", ""):
        answer = client.get("/extern.php?" + query + f"&type={kind}")
        assert answer.status_code == 200
        if kind.lower() in {"rss", "atom", "xml"}:
            root = ET.fromstring(answer.content)  # noqa: S314
            assert f"{HERE}/posts/1/" in "".join(root.itertext())
        else:
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            assert answer.text.count("<li>") == answer.text.count("\n") == 1
            assert "<b>" not in answer.text
            assert f'<li><a href="{HERE}/' in answer.text


def test_the_simple_xml_has_what_fluxbb_s_had(client: Client, three: list[Topic]) -> None:
    source = parsed(client, "type=xml")
    assert (source.tag, source.findtext("url")) == ("source", f"{HERE}/")
    row = source.find("topic")
    assert row is not None
    assert row.get("id") == str(three[0].pk)
    assert [child.tag for child in row] == ["title", "link", "content", "author", "posted"]
    assert row.findtext("author/name") == "Nina"
    assert (row.findtext("author/uri") or "").startswith(f"{HERE}/members/")
    assert parsed(client, f"type=xml&tid={three[0].pk}").find("post") is not None


def test_a_list_shortens_long_titles(client: Client, cast: Cast, places: Places) -> None:
    title = "A title of far more than thirty letters"
    topic = factories.make_topic(cast.max, places.missions, title)
    assert client.get("/extern.php?order=posted").text == (
        f'<li><a href="{HERE}{topic.url}" title="{title}">A title of far more than …</a></li>\n'
    )


def test_stubs_and_what_was_removed_are_in_no_feed(client: Client, three: list[Topic]) -> None:
    first, second, third = three
    Topic.objects.create(
        forum=first.forum, title="Stub", author_name="Max", moved_to=first, is_stub=True,
        started_at=now(), last_post_at=now(),
    )  # fmt: skip
    Topic.objects.filter(pk=second.pk).update(removed_at=now())
    Post.objects.filter(topic=third).update(removed_at=now())
    assert titles(client, "") == [first.title, third.title]
    assert "Third The first post" not in client.get("/extern.php?type=rss").text
    assert client.get(f"/extern.php?tid={second.pk}").status_code == 410


def test_what_guests_may_not_read_asks_for_a_password(
    client: Client, secret_topic: Topic, places: Places
) -> None:
    assert secret_topic.title not in client.get("/extern.php?type=rss&show=50").text
    for query in (f"tid={secret_topic.pk}", f"fid={places.staff_room.pk}", "tid=999999", "tid=x"):
        answer = client.get(f"/extern.php?type=rss&{query}")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")
        assert secret_topic.title not in answer.text
    mixed = f"fid={places.staff_room.pk},{places.missions.pk}"
    assert client.get(f"/extern.php?type=rss&{mixed}").status_code == 200


def test_a_closed_board_asks_guests_for_a_password(
    client: Client, ada: User, three: list[Topic]
) -> None:
    Group.objects.filter(role=Group.Role.GUESTS).update(may_read_board=False)
    groups.forget()
    for query in ("", "type=atom", "action=stats", "action=online_full"):
        assert client.get(f"/extern.php?{query}").status_code == 401
    assert len(titles(client, "", Authorization=basic("Ada"))) == 3


@pytest.mark.parametrize("name", ["Ada", "ada", "ada@example.org"])
def test_a_password_opens_what_its_owner_may_read(
    client: Client, ada: User, secret_topic: Topic, name: str
) -> None:
    answer = client.get(
        f"/extern.php?type=rss&tid={secret_topic.pk}", headers={"Authorization": basic(name)}
    )
    assert answer.status_code == 200
    assert secret_topic.title in answer.text
    assert answer.headers["Cache-Control"] == "private, max-age=60"
    assert "Authorization" in answer.headers["Vary"]
    assert not answer.cookies
    absent = client.get("/extern.php?tid=999999", headers={"Authorization": basic(name)})
    assert absent.status_code == 404


@pytest.mark.parametrize(
    "header",
    ["Basic", "Basic !!!", "Basic " + base64.b64encode(b"Ada").decode(), "Basic /////w==",
     basic("Ada", "wrong"), basic("Ada", ""), basic("", ""), basic("A\0da"), basic("Nobody")],
)  # fmt: skip
def test_a_wrong_password_is_asked_for_again(
    client: Client, ada: User, secret_topic: Topic, header: str
) -> None:
    answer = client.get(f"/extern.php?tid={secret_topic.pk}", headers={"Authorization": header})
    assert answer.status_code == 401
    assert secret_topic.title not in answer.text


def test_guessing_is_stopped_with_the_sign_in_form_s_own_count(
    client: Client, ada: User, secret_topic: Topic
) -> None:
    address = f"/extern.php?tid={secret_topic.pk}"
    for _ in range(5):
        wrong = client.get(address, headers={"Authorization": basic("Ada", "guess")})
        assert wrong.status_code == 401
    right = client.get(address, headers={"Authorization": basic("Ada")})
    assert right.status_code == 429
    assert int(right.headers["Retry-After"]) > 0
    signing_in = client.post("/sign-in/", {"login": "Ada", "password": factories.PASSWORD})
    assert "Too many attempts" in signing_in.text


def test_a_reader_with_the_right_password_may_come_often_but_not_always(
    client: Client, ada: User, secret_topic: Topic
) -> None:
    address, sent = f"/extern.php?tid={secret_topic.pk}", {"Authorization": basic("Ada")}
    codes = [client.get(address, headers=sent).status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]


def test_a_ban_of_names_like_theirs_holds_for_feeds_too(
    client: Client, cast: Cast, ada: User, three: list[Topic]
) -> None:
    Group.objects.filter(role=Group.Role.GUESTS).update(may_read_board=False)
    groups.forget()
    # Nobody of staff, who could come in all the same.
    User.objects.filter(pk=ada.pk).update(group=cast.max.group)
    assert len(titles(client, "", Authorization=basic("Ada"))) == 3
    Ban.objects.create(name="Ada*", made_at=now())
    bans.forget()
    answer = client.get("/extern.php", headers={"Authorization": basic("Ada")})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "state",
    [{"banned_at": now()}, {"application": "Let me in", "approved_at": None}, {"is_active": False}],
    ids=["banned", "waiting", "refused"],
)
def test_whoever_may_not_come_in_is_refused(
    client: Client, ada: User, secret_topic: Topic, state: dict[str, object]
) -> None:
    User.objects.filter(pk=ada.pk).update(**state)
    answer = client.get(
        f"/extern.php?tid={secret_topic.pk}", headers={"Authorization": basic("Ada")}
    )
    assert answer.status_code == 403
    assert secret_topic.title not in answer.text


def test_a_password_alone_does_not_pass_a_second_step_or_an_unconfirmed_address(
    client: Client, ada: User, secret_topic: Topic
) -> None:
    address, sent = f"/extern.php?tid={secret_topic.pk}", {"Authorization": basic("Ada")}
    EmailAddress.objects.update(verified=False)
    assert "has not been confirmed" in client.get(address, headers=sent).text
    EmailAddress.objects.all().delete()
    assert client.get(address, headers=sent).status_code == 200
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "x"})
    assert "second step" in client.get(address, headers=sent).text


def test_a_signed_in_member_sees_their_own(client: Client, cast: Cast, secret_topic: Topic) -> None:
    client.force_login(user_of(cast.ada))
    answer = client.get("/extern.php?type=rss")
    assert secret_topic.title in answer.text
    assert answer.headers["Cache-Control"].startswith("private")


def test_who_has_the_newest_gets_nothing_more(client: Client, three: list[Topic]) -> None:
    for query in ("", "type=rss", "type=atom", "type=xml", "action=stats"):
        answer = client.get(f"/forum/extern.php?{query}")
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        again = client.get(
            f"/forum/extern.php?{query}", headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert (again.status_code, again.content) == (304, b"")


def test_other_sites_are_told_how_much_there_is_and_who_is_here(
    client: Client, cast: Cast, three: list[Topic]
) -> None:
    User.objects.filter(pk=user_of(cast.dora).pk).update(name='D<o"ra')
    said = client.get("/extern.php?action=stats").text
    assert "Total number of registered users: 6<br />\n" in said
    assert "Total number of topics: 3<br />\nTotal number of posts: 4<br />\n" in said
    assert f'<a href="{HERE}/members/{cast.dora.user_id}-dora/">D&lt;o&quot;ra</a>' in said
    assert client.get("/extern.php?action=online").text == (
        "Guests online: 1<br />\nRegistered users online: 0<br />\n"
    )
    client.force_login(user_of(cast.max))
    assert f'online: <a href="{HERE}{user_of(cast.max).url}">Max</a>' in (
        client.get("/extern.php?action=online_full").text
    )
    board.USERS_ONLINE.set(False)
    assert client.get("/extern.php?action=online").status_code == 410


def test_an_action_that_never_was_is_not_found(client: Client, db: None) -> None:
    assert client.get("/extern.php?action=delete").status_code == 404
    assert client.post("/extern.php").status_code in {403, 405}


def test_a_feed_costs_few_queries(
    client: Client, three: list[Topic], django_assert_max_num_queries: object
) -> None:
    for query in (
        "type=rss",
        f"type=atom&order=posted&fid={three[0].forum_id},99",
        f"type=xml&tid={three[0].pk}",
    ):
        with django_assert_max_num_queries(6):  # type: ignore[operator]
            assert client.get(f"/extern.php?{query}").status_code == 200


@given(
    query=st.dictionaries(
        st.sampled_from(["action", "type", "fid", "nfid", "tid", "show", "order", "amp;show"]),
        st.one_of(st.text(), st.integers().map(str), st.sampled_from(["feed", "rss", "posted"])),
    )
)
def test_whatever_is_asked_is_understood_or_refused(query: dict[str, str]) -> None:
    try:
        asked = extern.wanted(query)
    except NotFound:
        return
    assert 1 <= asked.length <= 50
    assert asked.kind in extern.KINDS
