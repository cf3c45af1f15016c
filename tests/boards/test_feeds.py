"""Atom and RSS: always valid XML, always what a guest may see, never sent twice for nothing."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from areopagus.accounts import groups
from areopagus.accounts.models import Group
from areopagus.boards import options
from areopagus.boards.models import Post, Topic
from areopagus.boards.stored_html import with_whole_addresses
from areopagus.core.clock import now
from tests import factories
from tests.conftest import Cast, Places, user_of

ATOM = "{http://www.w3.org/2005/Atom}"
HERE = "http://testserver"


def parsed(document: str | bytes) -> ET.Element:
    return ET.fromstring(document)  # noqa: S314  (We wrote it ourselves.)


def atom(client: Client, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return parsed(answer.content)


def rss(client: Client, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = parsed(answer.content).find("channel")
    assert channel is not None
    return channel


def titles(feed: ET.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def addresses(cast: Cast, topic: Topic) -> list[str]:
    what = ("board", f"forums/{topic.forum_id}", f"topics/{topic.pk}", f"members/{topic.author_id}")
    return [f"/feeds/{name}.{kind}" for name in what for kind in ("atom", "rss")]


def test_the_board_s_feed_has_the_newest_topics_first(
    client: Client, cast: Cast, topic: Topic
) -> None:
    factories.make_topic(cast.max, topic.forum, "Second landing")
    feed = atom(client, "/feeds/board.atom")
    assert titles(feed) == ["Second landing", topic.title]
    entry = feed.findall(f"{ATOM}entry")[1]
    assert entry.findtext(f"{ATOM}id") == f"{HERE}/topics/{topic.pk}/"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == HERE + topic.url
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Max"
    assert entry.findtext(f"{ATOM}author/{ATOM}uri") == HERE + user_of(cast.max).url
    assert topic.first_post is not None
    assert entry.findtext(f"{ATOM}content") == topic.first_post.html
    assert feed.findtext(f"{ATOM}id") == f"{HERE}/"


def test_rss_tells_the_same_as_atom(client: Client, cast: Cast, topic: Topic) -> None:
    item = rss(client, "/feeds/board.rss").find("item")
    assert item is not None
    assert item.findtext("title") == topic.title
    assert item.findtext("link") == HERE + topic.url
    assert item.findtext("guid") == f"{HERE}/topics/{topic.pk}/"
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Max"
    assert topic.first_post is not None
    assert item.findtext("description") == topic.first_post.html


def test_a_title_in_rss_is_no_html(client: Client, cast: Cast, places: Places) -> None:
    factories.make_topic(cast.max, places.missions, "What <b> means & why")
    assert rss(client, "/feeds/board.rss").findtext("item/title") == (
        "What &lt;b&gt; means &amp; why"
    )
    assert titles(atom(client, "/feeds/board.atom")) == ["What <b> means & why"]


def test_a_topic_s_feed_has_the_newest_posts_first(
    client: Client, cast: Cast, topic: Topic
) -> None:
    post = factories.make_post(cast.nina, topic, "Here I am.")
    feed = atom(client, f"/feeds/topics/{topic.pk}.atom")
    assert titles(feed) == [f"Re: {topic.title}", topic.title]
    assert feed.findtext(f"{ATOM}entry/{ATOM}id") == HERE + post.url


def test_a_forum_s_feed_has_its_own_topics_only(
    client: Client, cast: Cast, topic: Topic, places: Places
) -> None:
    factories.make_topic(cast.ada, places.archive, "Long ago")
    assert titles(atom(client, f"/feeds/forums/{topic.forum_id}.atom")) == [topic.title]


def test_a_member_s_feed_has_their_posts_only(client: Client, cast: Cast, topic: Topic) -> None:
    factories.make_post(cast.nina, topic, "Here I am.")
    feed = atom(client, f"/feeds/members/{cast.nina.user_id}.atom")
    assert titles(feed) == [f"Re: {topic.title}"]


def test_a_feed_is_as_long_as_the_administrator_says(
    client: Client, cast: Cast, topic: Topic
) -> None:
    options.FEED_LENGTH.set(2)
    for text in ("One.", "Two.", "Three."):
        factories.make_post(cast.max, topic, text)
    feed = atom(client, f"/feeds/topics/{topic.pk}.atom")
    assert len(titles(feed)) == 2
    assert "Three." in (feed.findtext(f"{ATOM}entry/{ATOM}content") or "")


def test_a_feed_shows_an_administrator_only_what_a_guest_may_see(
    client: Client, cast: Cast, topic: Topic, secret_topic: Topic
) -> None:
    client.force_login(user_of(cast.ada))
    for address in [*addresses(cast, topic), f"/feeds/members/{cast.ada.user_id}.atom"]:
        assert secret_topic.title not in client.get(address).content.decode()
    for name in (f"topics/{secret_topic.pk}", f"forums/{secret_topic.forum_id}"):
        for kind in ("atom", "rss"):
            assert client.get(f"/feeds/{name}.{kind}").status_code == 404


def test_what_was_removed_is_in_no_feed(client: Client, cast: Cast, topic: Topic) -> None:
    taken_back = factories.make_post(cast.max, topic, "I take this back")
    gone = factories.make_topic(cast.max, topic.forum, "Taken away")
    Post.objects.filter(pk=taken_back.pk).update(removed_at=now())
    Topic.objects.filter(pk=gone.pk).update(removed_at=now())
    for address in addresses(cast, topic):
        content = client.get(address).content.decode()
        assert "Taken away" not in content
        assert "I take this back" not in content
    assert client.get(f"/feeds/topics/{gone.pk}.atom").status_code == 410


@pytest.mark.parametrize(
    "name",
    ["topics/999999", "forums/999999", "members/999999", "topics/0", "topics/x", "topics/-1",
     "topics/99999999999999999999", "boards", "topics/"],
)  # fmt: skip
def test_a_feed_of_nothing_is_not_there(name: str, client: Client, cast: Cast) -> None:
    for kind in ("atom", "rss", "json"):
        assert client.get(f"/feeds/{name}.{kind}").status_code == 404


def test_stubs_and_link_forums_have_no_feed(
    client: Client, cast: Cast, topic: Topic, places: Places
) -> None:
    stub = Topic.objects.create(
        forum=topic.forum, title="It went away", author_name="Max", moved_to=topic, is_stub=True,
        started_at=now(), last_post_at=now(),
    )  # fmt: skip
    assert client.get(f"/feeds/topics/{stub.pk}.atom").status_code == 404
    assert client.get(f"/feeds/forums/{places.elsewhere.pk}.atom").status_code == 404
    assert stub.title not in titles(atom(client, "/feeds/board.atom"))


def test_members_whom_guests_may_not_view_have_no_feed(
    client: Client, cast: Cast, topic: Topic
) -> None:
    Group.objects.filter(role=Group.Role.GUESTS).update(may_view_members=False)
    groups.forget()
    assert client.get(f"/feeds/members/{cast.max.user_id}.atom").status_code == 404


def test_what_xml_forbids_is_left_out(client: Client, cast: Cast, topic: Topic) -> None:
    forbidden = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))[1:]
    Topic.objects.filter(pk=topic.pk).update(title=f"Up{forbidden} and away")
    Post.objects.filter(topic=topic).update(
        html=f"<p>Rocket{forbidden} 🚀</p>", author_name=f"M{forbidden}ax", subject=""
    )
    for address in addresses(cast, topic):
        document = client.get(address).content.decode()
        parsed(document)
        assert "Up and away" in document
        assert "Rocket 🚀" in document


def test_addresses_in_a_post_lead_out_of_a_feed_reader(
    client: Client, cast: Cast, topic: Topic
) -> None:
    Post.objects.filter(topic=topic).update(
        html='<p><a href="/posts/3/">there</a> <a href="#fn1">1</a> <img src="/media/a.png" alt="">'
        ' <a href="https://example.org/?a=&quot;">out</a> say href="/this/"</p>'
    )
    entry = atom(client, f"/feeds/topics/{topic.pk}.atom").find(f"{ATOM}entry")
    assert entry is not None
    html = entry.findtext(f"{ATOM}content") or ""
    assert f'href="{HERE}/posts/3/"' in html
    assert f'href="{HERE}/posts/{topic.first_post_id}/#fn1"' in html
    assert f'src="{HERE}/media/a.png"' in html
    assert 'href="https://example.org/?a=&quot;"' in html
    assert 'say href="/this/"' in html


def test_a_tag_with_a_bracket_in_a_value_is_one_tag() -> None:
    html = '<img alt="a > b" src="/x.png"> <a href="//other.example/">x</a>'
    assert with_whole_addresses(html, "https://b.example", "/p/") == (
        '<img alt="a > b" src="https://b.example/x.png"> <a href="//other.example/">x</a>'
    )


def test_who_has_the_newest_feed_gets_nothing_more(
    client: Client, cast: Cast, topic: Topic
) -> None:
    for address in addresses(cast, topic):
        answer = client.get(address)
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        since = client.get(address, headers={"If-Modified-Since": answer.headers["Last-Modified"]})
        assert since.status_code == 304


def test_whatever_changes_is_fetched_again(client: Client, cast: Cast, topic: Topic) -> None:
    address = f"/feeds/topics/{topic.pk}.atom"
    post = factories.make_post(cast.max, topic, "Mark my words")
    before = client.get(address).headers["ETag"]
    Post.objects.filter(pk=post.pk).update(removed_at=now())
    answer = client.get(address, headers={"If-None-Match": before})
    assert answer.status_code == 200
    assert b"Mark my words" not in answer.content


def test_an_edit_moves_the_time_of_its_entry(client: Client, cast: Cast, topic: Topic) -> None:
    at = now().replace(microsecond=0) + timedelta(hours=1)
    Post.objects.filter(topic=topic).update(edited_at=at)
    feed = atom(client, "/feeds/board.atom")
    assert feed.findtext(f"{ATOM}entry/{ATOM}updated") == at.isoformat()
    assert feed.findtext(f"{ATOM}updated") == at.isoformat()


def test_a_feed_without_entries_stays_the_same(client: Client, cast: Cast, places: Places) -> None:
    for kind in ("atom", "rss"):
        address = f"/feeds/forums/{places.archive.pk}.{kind}"
        etag = client.get(address).headers["ETag"]
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304


def test_a_feed_may_be_kept_by_anybody(client: Client, cast: Cast, topic: Topic) -> None:
    for address in addresses(cast, topic):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert not answer.cookies
