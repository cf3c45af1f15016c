"""Active, unanswered and subscribed topics, and what a member has started and written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from areopagus.accounts import groups, presence
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group
from areopagus.boards import actions, options
from areopagus.boards.models import Post, Topic
from areopagus.core.clock import now
from tests import factories
from tests.conftest import Cast, Places, user_of

PAUSE_MINUTES = presence.PAUSE.seconds // 60

SignedIn = Callable[[Actor], Client]


@pytest.fixture
def signed_in() -> SignedIn:
    def of(actor: Actor) -> Client:
        client = Client()
        if actor.user is not None:
            client.force_login(actor.user)
        return client

    return of


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_active_topics_are_those_of_the_last_day(client: Client, cast: Cast, topic: Topic) -> None:
    old = factories.make_topic(cast.max, topic.forum, "Yesterday's news")
    Topic.objects.filter(pk=old.pk).update(last_post_at=now() - timedelta(hours=25))
    page = text_of(client, "/active/")
    assert topic.title in page
    assert "Yesterday&#39;s news" not in page


def test_unanswered_topics_have_no_reply(client: Client, cast: Cast, topic: Topic) -> None:
    answered = factories.make_topic(cast.max, topic.forum, "Who has the key", posts=2)
    page = text_of(client, "/unanswered/")
    assert topic.title in page
    assert answered.title not in page


@pytest.mark.parametrize("address", ["/active/", "/unanswered/"])
def test_a_list_shows_what_its_reader_may_see(
    address: str, signed_in: SignedIn, cast: Cast, topic: Topic, secret_topic: Topic
) -> None:
    removed = factories.make_topic(cast.max, topic.forum, "Taken away")
    Topic.objects.filter(pk=removed.pk).update(removed_at=now())
    for actor in cast.visitors():
        page = text_of(signed_in(actor), address)
        assert topic.title in page
        assert (secret_topic.title in page) == actor.is_staff
        assert removed.title not in page


def test_a_stub_is_in_no_list(client: Client, cast: Cast, topic: Topic) -> None:
    Topic.objects.create(
        forum=topic.forum, title="It went away", author_name="Max", moved_to=topic, is_stub=True,
        started_at=now(), last_post_at=now(),
    )  # fmt: skip
    for address in ("/active/", "/unanswered/", f"{user_of(cast.max).url}topics/"):
        assert "It went away" not in text_of(client, address)


@pytest.mark.parametrize("address", ["/active/", "/unanswered/"])
def test_a_list_has_numbered_pages_and_an_end(
    address: str, client: Client, cast: Cast, places: Places
) -> None:
    options.TOPICS_PER_PAGE.set(3)
    for number in range(4):
        factories.make_topic(cast.max, places.missions, f"Voyage number {number}")
    assert "Voyage number 0" not in text_of(client, address)
    second = text_of(client, f"{address}page/2/")
    assert "Voyage number 0" in second
    assert "Voyage number 1" not in second
    assert '<meta name="robots" content="noindex, follow">' in second
    text_of(client, f"{address}page/3/", 404)
    text_of(client, f"{address}page/0/", 404)
    answer = client.get(f"{address}page/1/")
    assert (answer.status_code, answer.headers["Location"]) == (301, address)


@pytest.mark.parametrize("number", ["99999999999999999999", "-1", "x", "1.5"])
def test_a_page_that_is_no_number_is_not_there(number: str, client: Client, cast: Cast) -> None:
    text_of(client, f"/active/page/{number}/", 404)
    text_of(client, f"{user_of(cast.max).url}posts/page/{number}/", 404)


def test_an_empty_list_says_so(client: Client, cast: Cast) -> None:
    assert "Nobody has written in the last 24 hours." in text_of(client, "/active/")
    assert "Every topic has an answer." in text_of(client, "/unanswered/")


def test_a_member_ends_subscriptions_where_they_are_listed(
    signed_in: SignedIn, cast: Cast, topic: Topic, places: Places
) -> None:
    actions.subscribe_to_topic(cast.max, topic)
    actions.subscribe_to_forum(cast.max, places.archive)
    client = signed_in(cast.max)
    page = text_of(client, "/subscriptions/")
    assert page.count('<span class="tag">Watch</span>') == 2
    chosen = {"topic": [topic.pk, "x"], "forum": [places.archive.pk], "level": "0"}
    page = client.post("/subscriptions/change/", chosen, follow=True).text
    assert page.count('<span class="tag">Mute</span>') == 2
    assert client.post("/subscriptions/change/", chosen | {"level": "9"}).status_code == 403
    page = client.post("/subscriptions/change/", chosen | {"level": "1"}, follow=True).text
    assert topic.title not in page
    assert 'id="forums"' not in page


def test_a_subscription_does_not_show_what_is_hidden_now(
    signed_in: SignedIn, cast: Cast, topic: Topic, places: Places
) -> None:
    actions.subscribe_to_topic(cast.max, topic)
    actions.subscribe_to_forum(cast.max, places.missions)
    factories.forbid(places.missions, Group.Role.MEMBERS, may_read=False)
    page = text_of(signed_in(cast.max), "/subscriptions/")
    assert topic.title not in page
    assert "Missions" not in page


def test_a_guest_has_no_subscriptions(client: Client, cast: Cast) -> None:
    assert "Sign in to be told about answers." in text_of(client, "/subscriptions/", 403)


def test_a_member_s_posts_are_listed_with_their_beginning(
    client: Client, cast: Cast, topic: Topic
) -> None:
    post = factories.make_post(cast.max, topic, "We land at dawn " + "& wait " * 60)
    page = text_of(client, f"{user_of(cast.max).url}posts/")
    assert f'href="{post.url}"' in page
    assert f"Re: {topic.title}" in page
    assert "We land at dawn &amp; wait" in page
    assert "…" in page


def test_a_member_s_lists_show_what_their_reader_may_see(
    signed_in: SignedIn, cast: Cast, topic: Topic, secret_topic: Topic, places: Places
) -> None:
    open_topic = factories.make_topic(cast.ada, places.missions, "A word to all")
    gone = factories.make_post(cast.ada, topic, "I take this back")
    Post.objects.filter(pk=gone.pk).update(removed_at=now())
    for actor in cast.visitors():
        for what in ("topics", "posts"):
            page = text_of(signed_in(actor), f"{user_of(cast.ada).url}{what}/")
            assert open_topic.title in page
            assert (secret_topic.title in page) == actor.is_staff
            assert "I take this back" not in page


@pytest.mark.parametrize("what", ["topics", "posts"])
def test_a_wrong_slug_leads_to_the_right_one(what: str, client: Client, cast: Cast) -> None:
    member = user_of(cast.max)
    for slug in ("", "-maximilian", "-MAX"):
        answer = client.get(f"/members/{member.pk}{slug}/{what}/")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"{member.url}{what}/")


@pytest.mark.parametrize("what", ["topics", "posts"])
def test_nobody_s_lists_are_not_there(what: str, client: Client, cast: Cast) -> None:
    text_of(client, f"/members/999999/{what}/", 404)
    text_of(client, f"/members/999999-max/{what}/", 404)


def test_an_applicant_is_not_there_yet(signed_in: SignedIn, cast: Cast) -> None:
    olga = factories.make_user("Olga", application="I grow beans.", approved_at=None)
    for actor in (cast.guest, cast.max, cast.mona):
        for address in (
            olga.url + "topics/",
            olga.url + "posts/",
            f"/feeds/members/{olga.pk}.atom",
        ):
            text_of(signed_in(actor), address, 404)
        assert "Olga" not in text_of(signed_in(actor), "/")


@pytest.mark.parametrize("what", ["topics", "posts"])
def test_who_may_not_view_members_sees_only_their_own_lists(
    what: str, signed_in: SignedIn, cast: Cast, topic: Topic
) -> None:
    Group.objects.filter(role__in=["members", "guests"]).update(may_view_members=False)
    groups.forget()
    text_of(signed_in(cast.max), f"{user_of(cast.max).url}{what}/")
    for actor in (cast.max, cast.guest):
        page = text_of(signed_in(actor), f"{user_of(cast.nina).url}{what}/", 403)
        assert "Your group may not look at members." in page
    text_of(signed_in(cast.mona), f"{user_of(cast.nina).url}{what}/")


def test_new_is_what_came_since_the_last_visit(
    signed_in: SignedIn, cast: Cast, topic: Topic, secret_topic: Topic
) -> None:
    nina, here = signed_in(cast.nina), now()
    with time_machine.travel(here, tick=False):
        assert "Nobody has written" not in text_of(nina, "/new/"), "they have only just joined"
        presence.write_now()
    with time_machine.travel(here + timedelta(minutes=PAUSE_MINUTES - 1), tick=False):
        text_of(nina, "/")
        presence.write_now()
        assert topic.title in text_of(nina, "/new/"), "it is still the same visit"
    with time_machine.travel(here + timedelta(hours=9), tick=False):
        text_of(nina, "/")
        presence.write_now()
        assert "Nobody has written" in text_of(nina, "/new/")
        answer = factories.make_topic(cast.max, topic.forum, "While you were away")
        page = text_of(nina, "/new/")
        assert answer.title in page and topic.title not in page
        assert secret_topic.title not in page


def test_lists_of_what_one_has_written_in(
    signed_in: SignedIn, cast: Cast, topic: Topic, secret_topic: Topic
) -> None:
    factories.make_post(cast.nina, topic, "Me too.")
    page = text_of(signed_in(cast.nina), "/participated/")
    assert topic.title in page and 'aria-current="page">Written in' in page
    assert "You have not written" in text_of(signed_in(cast.mona), "/participated/")
    Post.objects.create(
        topic=secret_topic,
        number=9,
        author=cast.nina.user,
        posted_at=now(),
        html_version=1,
    )
    assert secret_topic.title not in text_of(signed_in(cast.nina), "/participated/")
    Post.objects.filter(author=cast.nina.user).update(removed_at=now())
    assert "You have not written" in text_of(signed_in(cast.nina), "/participated/")


@pytest.mark.parametrize("address", ["/new/", "/participated/"])
def test_guests_have_no_lists_of_their_own(client: Client, topic: Topic, address: str) -> None:
    assert "Sign in to see" in text_of(client, address, 403)
    assert "Lists of topics" not in text_of(client, "/active/")
