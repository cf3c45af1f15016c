"""Both halves of every rule of sight, and every right, for the whole cast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from areopagus.accounts.actors import Actor
from areopagus.boards import actions, permissions
from areopagus.boards.models import Forum, Post, Topic
from areopagus.boards.pages import find_forum, find_post, find_topic
from areopagus.core.clock import now
from areopagus.core.verdict import Gone, NotFound
from tests import factories
from tests.conftest import Cast, Places, user_of

STAFF_ONLY = {"Staff room", "Cellar"}


@pytest.fixture
def everything(cast: Cast, places: Places) -> None:
    """Topics in every forum, standing and removed, with standing and removed posts."""
    for forum in Forum.objects.filter(link=""):
        topic = factories.make_topic(cast.ada, forum, f"In {forum.name}", posts=3)
        actions.delete_post(cast.ada, topic.posts.get(number=2))
        gone = factories.make_topic(cast.ada, forum, f"Gone from {forum.name}")
        actions.delete_post(cast.ada, gone.posts.get())


def test_the_two_halves_of_sight_agree_for_everybody(cast: Cast, everything: None) -> None:
    for actor in cast.everybody():
        assert set(permissions.visible_forums(actor)) == {
            forum for forum in Forum.objects.all() if permissions.can_see_forum(actor, forum)
        }, actor.name
        assert set(permissions.visible_topics(actor)) == {
            topic for topic in Topic.objects.all() if permissions.can_see_topic(actor, topic)
        }, actor.name
        assert set(permissions.visible_posts(actor)) == {
            post
            for post in Post.objects.select_related("topic")
            if permissions.can_see_post(actor, post)
        }, actor.name


def test_who_sees_which_forum(cast: Cast, everything: None) -> None:
    all_names = set(Forum.objects.values_list("name", flat=True))
    for actor in cast.everybody():
        seen = set(permissions.visible_forums(actor).values_list("name", flat=True))
        expected = all_names if actor.is_staff else all_names - STAFF_ONLY
        assert seen == expected, actor.name


def test_what_may_not_be_seen_looks_absent(cast: Cast, secret_topic: Topic) -> None:
    post = secret_topic.posts.get()
    for actor in (cast.max, cast.guest):
        for find, there, never in (
            (find_forum, secret_topic.forum_id, 999_999),
            (find_topic, secret_topic.pk, 999_999),
            (find_post, post.pk, 999_999),
        ):
            with pytest.raises(NotFound) as hidden:
                find(actor, there)
            with pytest.raises(NotFound) as absent:
                find(actor, never)
            assert str(hidden.value) == str(absent.value)


def test_a_removed_topic_tells_its_reason_to_those_who_could_read_it(
    cast: Cast, topic: Topic, secret_topic: Topic
) -> None:
    for each in (topic, secret_topic):
        actions.delete_post(cast.ada, each.posts.get(), "Posted twice.")
    with pytest.raises(Gone, match="Posted twice"):
        find_topic(cast.guest, topic.pk)
    with pytest.raises(NotFound):
        find_topic(cast.guest, secret_topic.pk)


def test_who_may_reply(cast: Cast, topic: Topic, secret_topic: Topic) -> None:
    assert _able(cast, lambda a: permissions.can_reply(a, topic)) == {
        "Ada",
        "Mona",
        "Max",
        "Nina",
        "Boris",  # His ban stops him before any rule of the boards is asked.
        "Dora",
    }
    assert _able(cast, lambda a: permissions.can_reply(a, secret_topic)) == {"Ada", "Mona"}
    topic.locked_at = now()
    assert _able(cast, lambda a: permissions.can_reply(a, topic)) == {"Ada", "Mona"}


def test_who_may_start_topics(cast: Cast, places: Places) -> None:
    members = {"Ada", "Mona", "Max", "Nina", "Boris", "Dora"}

    def able(forum: Forum) -> set[str]:
        return _able(cast, lambda a: permissions.can_start_topic(a, forum))

    assert able(places.missions) == members
    # Mona moderates Missions only; her group has no row in the archive, so she may write there.
    assert able(places.archive) == {"Ada", "Mona"}
    assert able(places.elsewhere) == set()


def test_who_may_edit_and_delete_what_max_wrote(cast: Cast, topic: Topic) -> None:
    post = factories.make_post(cast.max, topic)
    assert _able(cast, lambda a: permissions.can_edit(a, post, topic)) == {"Ada", "Mona", "Max"}
    assert _able(cast, lambda a: permissions.can_delete(a, post, topic)) == {"Ada", "Mona", "Max"}
    assert _able(cast, lambda a: permissions.can_edit_silently(a, post, topic)) == {"Ada", "Mona"}
    assert _able(cast, lambda a: permissions.can_see_removed(a, topic)) == {"Ada", "Mona"}
    assert _able(cast, lambda a: permissions.can_see_revisions(a, post, topic)) == {
        "Ada",
        "Mona",
        "Max",
    }


def test_a_moderator_has_no_power_over_an_administrators_post(cast: Cast, topic: Topic) -> None:
    post = factories.make_post(cast.ada, topic)
    assert _able(cast, lambda a: permissions.can_edit(a, post, topic)) == {"Ada"}


def test_a_moderator_has_no_power_in_other_forums(cast: Cast, places: Places) -> None:
    topic = factories.make_topic(cast.max, places.subforum, "Wheels")
    assert not permissions.can_edit(cast.mona, topic.posts.get(), topic)


def test_being_listed_gives_no_power_outside_a_moderators_group(cast: Cast, topic: Topic) -> None:
    topic.forum.moderators.create(user=user_of(cast.nina))
    assert not permissions.access_in(factories.patient(cast.nina), topic.forum_id).moderate


def test_the_time_to_edit_runs_out(cast: Cast, topic: Topic) -> None:
    post = topic.posts.get()
    max_ = factories.patient(cast.max)
    max_.group.edit_minutes = 10
    assert permissions.can_edit(max_, post, topic)
    post.posted_at -= timedelta(minutes=11)
    assert "that time is over" in permissions.can_edit(max_, post, topic).reason
    assert permissions.can_edit(cast.mona, post, topic)


def test_a_topic_others_answered_in_is_not_its_authors_to_delete(cast: Cast, topic: Topic) -> None:
    first = topic.posts.get()
    assert permissions.can_delete(cast.max, first, topic)
    factories.make_post(cast.nina, topic)
    topic.refresh_from_db()
    assert "Others have answered" in permissions.can_delete(cast.max, first, topic).reason


def test_only_members_subscribe_and_only_staff_see_addresses(cast: Cast) -> None:
    everybody = {actor.name for actor in cast.everybody()}
    assert _able(cast, permissions.can_subscribe) == everybody - {"Guest"}
    assert _able(cast, permissions.can_see_addresses) == {"Ada", "Mona"}


def test_a_group_that_may_not_read_the_board_sees_nothing(cast: Cast, topic: Topic) -> None:
    group = cast.guest.group
    group.may_read_board = False
    assert permissions.access(cast.guest) == {}


def test_a_row_can_allow_what_the_group_forbids(cast: Cast, places: Places) -> None:
    from areopagus.accounts.models import Group

    factories.forbid(places.missions, Group.Role.GUESTS, may_start_topics=True)
    assert permissions.can_start_topic(cast.guest, places.missions)
    assert not permissions.can_start_topic(cast.guest, places.subforum)


def _able(cast: Cast, rule: Callable[[Actor], object]) -> set[str]:
    return {actor.name for actor in cast.everybody() if rule(actor)}
