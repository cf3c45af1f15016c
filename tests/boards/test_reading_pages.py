"""Index, forum and topic over HTTP: what stands there, for whom, in how many queries."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from areopagus.accounts.models import User
from areopagus.boards import actions, options
from areopagus.boards.models import Topic
from areopagus.core.clock import now
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_topic(cast: Cast, places: Places) -> Topic:
    options.POSTS_PER_PAGE.set(10)
    return factories.make_topic(cast.max, places.missions, "A long way", posts=25)


def warm(client: Client, address: str) -> None:
    """What a process remembers for a second is remembered now, as on a board that is in use."""
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("posts", [3, 40])
def test_a_topic_page_takes_few_queries_whatever_its_length(
    client: Client,
    cast: Cast,
    places: Places,
    django_assert_num_queries: DjangoAssertNumQueries,
    posts: int,
) -> None:
    topic = factories.make_topic(cast.max, places.missions, "Counted", posts=posts)
    warm(client, topic.url)
    with django_assert_num_queries(3):
        client.get(topic.url)
    client.force_login(user_of(cast.nina))
    warm(client, topic.url)
    with django_assert_num_queries(3):
        client.get(topic.url)


@pytest.mark.parametrize("topics", [2, 20])
def test_index_and_forum_take_a_fixed_number_of_queries(
    client: Client,
    cast: Cast,
    places: Places,
    django_assert_num_queries: DjangoAssertNumQueries,
    topics: int,
) -> None:
    for number in range(topics):
        factories.make_topic(cast.max, places.missions, f"Topic {number}")
    warm(client, "/")
    warm(client, places.missions.url)
    with django_assert_num_queries(2):
        client.get("/")
    with django_assert_num_queries(6):
        client.get(places.missions.url)


def test_the_index_shows_what_a_reader_may_see(client: Client, cast: Cast, places: Places) -> None:
    page = client.get("/").content.decode()
    assert "Missions" in page and "Rovers" in page and "Elsewhere" in page
    assert "Staff room" not in page and "Cellar" not in page
    client.force_login(user_of(cast.mona))
    assert "Staff room" in client.get("/").content.decode()


def test_a_forum_counts_what_stands_below_it(client: Client, cast: Cast, places: Places) -> None:
    factories.make_topic(cast.max, places.missions, "Above")
    factories.make_topic(cast.max, places.subforum, "Below", posts=2)
    page = client.get("/").content.decode()
    assert "2 topics" in page and "3 posts" in page and "Below" in page


def test_pinned_topics_come_first_and_the_latest_answer_next(
    client: Client, cast: Cast, places: Places
) -> None:
    for title in ("First", "Second", "Third"):
        factories.make_topic(cast.max, places.missions, title)
    Topic.objects.filter(title="First").update(pinned_at=now())
    page = client.get(places.missions.url).content.decode()
    at = [page.index(f">{title}</a>") for title in ("First", "Third", "Second")]
    assert at == sorted(at)


def test_a_forums_pages_hold_every_topic_once(client: Client, cast: Cast, places: Places) -> None:
    options.TOPICS_PER_PAGE.set(3)
    for number in range(8):
        factories.make_topic(cast.max, places.missions, f"Topic number {number}")
    Topic.objects.filter(title__in=[f"Topic number {n}" for n in range(4)]).update(pinned_at=now())
    pages = [
        client.get(f"{places.missions.url}{tail}").content.decode()
        for tail in ("", "page/2/", "page/3/")
    ]
    for number in range(8):
        assert sum(f">Topic number {number}</a>" in page for page in pages) == 1
    assert client.get(f"{places.missions.url}page/4/").status_code == 404


def test_the_topic_page_holds_all_that_a_fluxbb_reader_knows(
    client: Client, cast: Cast, topic: Topic
) -> None:
    User.objects.filter(name="Max").update(
        location="Gale crater",
        signature_html="<p>Read the plan.</p>",
        post_count=313,
        registered_at=topic.started_at.replace(year=2017, month=9, day=20),
    )
    topic.posts.update(subject="Re: Landing")
    page = client.get(topic.url).content.decode()
    for words in (
        "#1",
        "Max",
        "Member",
        "From",
        "Gale crater",
        "Registered",
        "2017-09-20",
        "Posts",
        "313",
        "Re: Landing",
        "Read the plan.",
        "Who lands first? The first post.",
    ):
        assert words in page, words
    assert f'id="p{topic.first_post_id}"' in page


def test_a_members_preferences_change_what_they_see(
    client: Client, cast: Cast, topic: Topic
) -> None:
    User.objects.filter(name="Max").update(signature_html="<p>Read the plan.</p>")
    User.objects.filter(name="Nina").update(show_signatures=False, posts_per_page=5)
    client.force_login(user_of(cast.nina))
    assert "Read the plan." not in client.get(topic.url).content.decode()


def test_a_topic_has_numbered_pages(client: Client, long_topic: Topic) -> None:
    page = client.get(f"{long_topic.url}page/3/").content.decode()
    assert "#21" in page and "#25" in page and "#20<" not in page
    assert client.get(f"{long_topic.url}page/4/").status_code == 404
    assert client.get(f"{long_topic.url}page/0/").status_code == 404


def test_addresses_are_corrected(client: Client, long_topic: Topic, places: Places) -> None:
    for wrong, right in (
        (f"/topics/{long_topic.pk}/", long_topic.url),
        (f"/topics/{long_topic.pk}-old-title/page/2/", f"{long_topic.url}page/2/"),
        (f"{long_topic.url}page/1/", long_topic.url),
        (f"/forums/{places.missions.pk}-old/", places.missions.url),
    ):
        answer = client.get(wrong)
        assert (answer.status_code, answer.headers["Location"]) == (301, right)
    assert client.get("/topics/999999999999999999999/").status_code == 404


def test_a_permalink_leads_to_the_readers_own_page(
    client: Client, cast: Cast, long_topic: Topic
) -> None:
    post = long_topic.posts.get(number=15)
    place = f"#p{post.pk}"
    assert client.get(post.url).headers["Location"] == f"{long_topic.url}page/2/{place}"
    User.objects.filter(name="Nina").update(posts_per_page=5)
    client.force_login(user_of(cast.nina))
    assert client.get(post.url).headers["Location"] == f"{long_topic.url}page/3/{place}"


def test_a_removed_post_leaves_its_place_to_readers_and_its_words_to_moderators(
    client: Client, cast: Cast, topic: Topic
) -> None:
    post = factories.make_post(cast.max, topic, "Ill considered.")
    actions.delete_post(cast.mona, post, "Insult.")
    page = client.get(topic.url).content.decode()
    assert "#2 was removed by a moderator: Insult." in page and "Ill considered." not in page
    client.force_login(user_of(cast.mona))
    assert "Ill considered." in client.get(topic.url).content.decode()


def test_a_stub_leads_to_where_the_topic_stands_now(
    client: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    stub = Topic.objects.create(
        forum=places.archive,
        title=topic.title,
        author_name="Max",
        started_at=now(),
        last_post_at=now(),
        moved_to=topic,
        is_stub=True,
    )
    page = client.get(places.archive.url).content.decode()
    assert "Moved" in page and f'href="{topic.url}"' in page
    assert client.get(f"/topics/{stub.pk}/").headers["Location"] == f"/topics/{topic.pk}/"


def test_a_link_forum_leads_away(client: Client, cast: Cast, places: Places) -> None:
    assert client.get(places.elsewhere.url).headers["Location"] == "https://example.org/"


def test_hidden_things_look_absent_over_http(client: Client, secret_topic: Topic) -> None:
    post = secret_topic.posts.get()
    for hidden, absent in (
        (secret_topic.url, "/topics/999999/"),
        (secret_topic.forum.url, "/forums/999999/"),
        (post.url, "/posts/999999/"),
    ):
        one, other = client.get(hidden), client.get(absent)
        assert one.status_code == other.status_code == 404
        assert one.content.replace(hidden.encode(), b"") == other.content.replace(
            absent.encode(), b""
        )


def test_reading_is_counted_without_a_write_per_request(client: Client, topic: Topic) -> None:
    from areopagus.boards import view_counts

    for _ in range(3):
        client.get(topic.url)
    topic.refresh_from_db()
    assert topic.view_count == 0
    view_counts.write_now()
    topic.refresh_from_db()
    assert topic.view_count == 3


def test_a_shared_list_follows_the_option_for_views(
    client: Client, cast: Cast, places: Places
) -> None:
    factories.make_topic(cast.max, places.missions, "Looked at")
    # Sizes of their own: then no option is asked for while the list is made.
    User.objects.filter(pk=user_of(cast.max).pk).update(topics_per_page=10, posts_per_page=10)
    client.force_login(user_of(cast.max))
    assert "0 views" in client.get(places.missions.url).content.decode()

    options.SHOW_VIEWS.set(False)

    assert "0 views" not in client.get(places.missions.url).content.decode()
