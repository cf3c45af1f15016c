"""What newcomers may do, and that an edit is judged like a post."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from django.test import Client

from areopagus.accounts import actors, presence
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.antispam import options, places
from areopagus.antispam.trust import ESTABLISHED_POSTS, Trust, trust_of, trust_to_judge
from areopagus.boards import actions
from areopagus.boards.actions import Draft, WaitsForApproval
from areopagus.boards.models import HeldWriting, Post, Topic
from areopagus.core.clock import now
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
LINK = "Look at https://pills.example/buy please."


@pytest.fixture
def topic(cast: Cast, places: Places) -> Topic:
    return factories.make_topic(cast.ada, places.missions, "Who lands first?")


@pytest.fixture(autouse=True)
def _by_limits_only() -> None:
    options.CLASSIFIER.set(False)


def since(actor: Actor, days: int, posts: int = 0) -> Actor:
    """The same person, here for so many days and with so many posts counted."""
    User.objects.filter(pk=actor.member_id).update(
        registered_at=now() - timedelta(days=days), post_count=posts
    )
    return factories.patient(actor)


def established(actor: Actor, topic: Topic) -> Actor:
    actor = since(actor, 400)
    for _ in range(ESTABLISHED_POSTS):
        factories.make_post(actor, topic, "Aye.")
    return factories.patient(actor)


def write(actor: Actor, topic: Topic, source: str) -> Post:
    return actions.reply(factories.patient(actor), topic, Draft(source=source))


def evidence() -> str:
    held = HeldWriting.objects.latest("pk")
    return " ".join(sentence for said in held.judgements for sentence in said["evidence"])


def test_a_newcomers_plain_words_stand_at_once(cast: Cast, topic: Topic) -> None:
    assert write(cast.nina, topic, "Hello, I have read along for long.").number == 2


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (LINK, "pills.example"),
        ("[img]https://pills.example/a.png[/img]", "pills.example"),
        ("[url=http://[/url] https://[::1 x https://a.example", "a.example"),
        ("@Max @Mona @Dora @Ada look", "mentions 4 members"),
    ],
)
def test_what_newcomers_are_held_for(cast: Cast, topic: Topic, source: str, why: str) -> None:
    with pytest.raises(WaitsForApproval):
        write(cast.nina, topic, source)
    assert why in evidence()
    assert Post.objects.filter(topic=topic).count() == 1


def test_places_that_established_members_linked_to_are_welcome(cast: Cast, topic: Topic) -> None:
    max_ = established(cast.max, topic)
    write(max_, topic, LINK)
    assert write(cast.nina, topic, "[url=http://www.Pills.example/other]That[/url]").number
    # Not what only looks alike.
    for other in ("https://ills.example/", "https://pills.example.ru/"):
        with pytest.raises(WaitsForApproval):
            write(cast.nina, topic, other)


def test_the_name_of_a_place_alone_does_not_vouch(cast: Cast, topic: Topic) -> None:
    write(established(cast.max, topic), topic, "pills.example is a swindle, do not go there.")
    assert places.unknown(["pills.example"]) == ["pills.example"]


def test_staff_vouch_from_the_first_day(cast: Cast, topic: Topic) -> None:
    write(cast.ada, topic, LINK)
    assert places.unknown(["pills.example"]) == []


def test_newcomers_do_not_vouch_for_each_other(cast: Cast, topic: Topic) -> None:
    options.NEWCOMER_LINKS.set(1)
    write(cast.nina, topic, LINK)
    assert places.unknown(["pills.example"]) == ["pills.example"]


def test_a_link_slipped_in_later_waits_and_the_old_text_stays(cast: Cast, topic: Topic) -> None:
    nina = since(cast.nina, 100)
    for _ in range(5):
        post = write(nina, topic, "I agree.")
    assert not trust_of(user_of(nina)).is_newcomer
    with pytest.raises(WaitsForApproval):
        actions.edit_post(factories.patient(nina), post, LINK, "bbcode")
    post.refresh_from_db()
    assert post.source == "I agree." and "An edit adds links" in evidence()
    # The same link in a new post is hers to write by now.
    own = write(nina, topic, LINK)
    actions.edit_post(factories.patient(nina), own, f"{LINK} Thanks.", "bbcode")


def test_an_edit_by_a_newcomer_is_judged_like_a_post(cast: Cast, topic: Topic) -> None:
    post = write(cast.nina, topic, "Hello.")
    with pytest.raises(WaitsForApproval):
        actions.edit_post(factories.patient(cast.nina), post, LINK, "bbcode")


def test_established_members_and_staff_are_not_limited(cast: Cast, topic: Topic) -> None:
    assert write(established(cast.max, topic), topic, LINK).number
    assert write(cast.ada, topic, LINK).number


def test_first_posts_can_be_held_whatever_they_say(cast: Cast, topic: Topic) -> None:
    options.FIRST_HELD.set(1)
    with pytest.raises(WaitsForApproval):
        write(cast.nina, topic, "Hello.")
    held = HeldWriting.objects.get()
    assert "one of the first posts" in evidence()
    actions.approve(cast.ada, held.pk)
    assert write(cast.nina, topic, "Hello again.").number
    assert trust_of(user_of(cast.nina)).approved == 1
    assert "Looked at first, and approved" in page(cast.nina)


def test_nobody_is_a_newcomer_when_the_board_says_so(cast: Cast, topic: Topic) -> None:
    options.NEWCOMER_DAYS.set(0)
    options.NEWCOMER_POSTS.set(0)
    assert write(cast.nina, topic, LINK).number


def test_days_of_reading_are_counted_once_each_and_asked_for_if_the_board_says_so(
    cast: Cast, topic: Topic
) -> None:
    options.NEWCOMER_DAYS.set(0)
    options.NEWCOMER_POSTS.set(0)
    options.NEWCOMER_DAYS_HERE.set(2)
    pk = cast.nina.member_id
    client = Client()
    client.force_login(user_of(cast.nina))

    def reads() -> Trust:
        for _ in range(2):
            client.get("/")
            presence.write_now()
        return trust_of(User.objects.select_related("group").get(pk=pk))

    assert (first := reads()).days_here == 1 and first.is_newcomer
    assert "reading here on 1 more day" in page(cast.nina)
    with pytest.raises(WaitsForApproval):
        write(cast.nina, topic, LINK)
    # As if that had been yesterday: first with a new visit, then without one.
    User.objects.filter(pk=pk).update(last_seen_at=now() - timedelta(days=1))
    second = reads()
    assert second.days_here == 2 and not second.is_newcomer
    midnight = now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    User.objects.filter(pk=pk).update(last_seen_at=midnight - timedelta(seconds=1))
    presence.note(cast.nina)
    presence.write_now()
    assert User.objects.get(pk=pk).days_here == 3
    # Of whoever is established only the last days were counted.
    assert not trust_of(user_of(established(cast.max, topic))).is_newcomer


def page(actor: Actor) -> str:
    client = Client()
    client.force_login(user_of(actor))
    return client.get("/settings/trust/").text


def test_the_page_says_what_applies_and_until_when(cast: Cast, topic: Topic) -> None:
    text = page(cast.nina)
    assert "any link to other places" in text and "5 more posts and 3 more days" in text
    assert "Your first" not in text
    assert "no limits" in page(established(cast.max, topic))
    options.FIRST_HELD.set(2)
    assert "Your first 2 posts" in page(cast.nina)
    assert "You look after this board" in page(cast.mona)
    assert Client().get("/settings/trust/").status_code == 403


def test_staff_see_on_the_members_page_what_a_newcomer_reads(cast: Cast) -> None:
    client = Client()
    url = user_of(cast.nina).url
    assert "A newcomer for" not in client.get(url).text
    client.force_login(user_of(cast.mona))
    assert "A newcomer for 5 more posts and 3 more days" in client.get(url).text


def test_a_guest_is_a_newcomer(cast: Cast) -> None:
    assert trust_of(None).is_newcomer and actors.guest().is_guest


def test_who_has_written_much_is_judged_by_as_many_posts_as_any_rule_asks(
    cast: Cast, topic: Topic
) -> None:
    max_ = established(cast.max, topic)
    written = ESTABLISHED_POSTS + 5
    for _ in range(written - Post.objects.filter(author=max_.member_id).count()):
        write(max_, topic, "I agree.")
    judged, known = trust_to_judge(user_of(max_)), trust_of(user_of(max_))
    assert known.posts == written and judged.posts == ESTABLISHED_POSTS
    assert judged.is_established and known.is_established
    # A board that holds more first posts asks for more of them.
    options.FIRST_HELD.set(written)
    assert trust_to_judge(user_of(max_)).posts == written


def test_what_was_taken_down_speaks_for_nobody(cast: Cast, topic: Topic) -> None:
    posts = [write(cast.nina, topic, "Hello.") for _ in range(3)]
    actions.remove_posts(cast.mona, [posts[-1].pk])
    assert trust_to_judge(user_of(cast.nina)).posts == 2
    known = trust_of(user_of(cast.nina))
    assert (known.posts, known.taken_down, known.approved) == (2, 1, 0)
