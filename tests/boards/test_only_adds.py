"""Which deeds leave old pages fit to be shown: those that only add to what was there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from areopagus.boards import actions
from areopagus.boards.models import Topic
from areopagus.core.stamps import moment, places_of, stamps
from tests.conftest import Cast, Places


def only_added(topic: Topic, since: int) -> bool:
    keys = [f"topic:{topic.pk}", f"forum:{topic.forum_id}", f"member:{topic.author_id}"]
    places = places_of(keys)[1:]
    assert not stamps().unchanged_since(since, places)
    return stamps().only_added_since(since, places)


@pytest.fixture
def since(topic: Topic) -> Iterator[int]:
    yield moment()


def test_a_reply_only_adds(cast: Cast, topic: Topic, since: int) -> None:
    actions.reply(cast.mona, topic, actions.Draft("We do."))
    assert only_added(topic, since)


def test_a_topic_only_adds(cast: Cast, topic: Topic, places: Places, since: int) -> None:
    draft = actions.Draft("Who knows.", title="And then?")
    actions.start_topic(cast.mona, places.missions, draft)
    assert not stamps().unchanged_since(since, places_of([f"forum:{topic.forum_id}"])[1:])
    assert stamps().only_added_since(since, places_of([f"forum:{topic.forum_id}"])[1:])


def test_an_edit_and_a_removal_alter(cast: Cast, topic: Topic) -> None:
    post = actions.reply(cast.mona, topic, actions.Draft("My address is 4 Crater Road."))
    since = moment()
    actions.edit_post(cast.mona, post, "Nothing.", "bbcode")
    assert not only_added(topic, since)
    since = moment()
    actions.delete_post(cast.mona, post)
    assert not only_added(topic, since)
