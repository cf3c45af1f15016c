"""Two moderators at the same moment, on either database."""

from __future__ import annotations

import pytest

from areopagus.boards import actions
from areopagus.boards.models import Topic
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from tests import factories
from tests.administration.test_at_once import at_once
from tests.conftest import Cast, Places
from tests.moderation.random_boards import insist_on_right_counters

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_batch_is_undone_once(cast: Cast, topic: Topic) -> None:
    batch = actions.lock_topics(cast.mona, [topic.pk]).batch
    assert batch is not None
    said = at_once(
        lambda: undoing.undo(cast.mona, batch.pk), lambda: undoing.undo(cast.ada, batch.pk)
    )
    assert sorted(map(bool, said)) == [False, True]
    assert max(said) in {"Mona has undone this already.", "Ada has undone this already."}
    assert Batch.objects.filter(undoes=batch).count() == 1


def test_two_topics_merged_into_each_other_make_one(cast: Cast, places: Places) -> None:
    one = factories.make_topic(cast.max, places.missions, "One", posts=3)
    other = factories.make_topic(cast.dora, places.missions, "Other", posts=3)
    said = at_once(
        lambda: actions.merge_topics(cast.mona, [other.pk], one.pk),
        lambda: actions.merge_topics(cast.ada, [one.pk], other.pk),
    )
    assert sorted(map(bool, said)) == [False, True]
    assert "only a link to a topic that moved" in max(said)
    assert Topic.objects.get(is_stub=False).post_count == 6
    insist_on_right_counters()


def test_answers_and_deeds_at_once_leave_all_counters_right(cast: Cast, places: Places) -> None:
    one = factories.make_topic(cast.max, places.missions, "One", posts=4)
    other = factories.make_topic(cast.dora, places.missions, "Other", posts=4)
    posts = list(one.posts.filter(number__gt=2).values_list("pk", flat=True))
    said = at_once(
        lambda: actions.split_posts(cast.mona, posts, "Apart", places.missions.pk),
        lambda: factories.make_post(cast.nina, one),
        lambda: actions.remove_topics(cast.ada, [other.pk]),
        lambda: factories.make_post(cast.max, other),
    )
    assert said[:3] == ["", "", ""]
    insist_on_right_counters()
