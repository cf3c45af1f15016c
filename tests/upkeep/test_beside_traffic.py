"""Counting anew while several processes write: nothing is lost, and nobody waits for ever."""

from __future__ import annotations

import uuid

import pytest

from areopagus.boards.models import Topic
from areopagus.core.clock import now
from areopagus.ops.check.counters import FACTS
from areopagus.upkeep import going
from areopagus.upkeep.models import Round
from tests import factories
from tests.boards.test_concurrency import REPLIES, finish, start_writing
from tests.conftest import Cast, Places

WRITERS = 3


@pytest.mark.django_db(transaction=True)
def test_every_reply_written_meanwhile_is_counted(cast: Cast, places: Places) -> None:
    topics = [
        factories.make_topic(actor, places.missions, f"Topic {number}")
        for number, actor in enumerate((cast.max, cast.dora, cast.max))
    ]
    writers = [start_writing(topic, uuid.uuid4().hex) for topic in topics]
    rounds = 0
    while rounds < WRITERS or any(writer.poll() is None for writer in writers):
        rounds += 1
        one = Round.objects.create(kind=Round.Kind.COUNT, begun_at=now(), begun_by_name="Ada")
        while going.go_on(one.pk):
            pass
    finish(writers)
    assert [line for fact in FACTS for line in fact.find()] == []
    counts = Topic.objects.order_by("pk").values_list("post_count", flat=True)
    assert list(counts) == [REPLIES + 1] * WRITERS
    assert sum(Round.objects.values_list("mended_count", flat=True)) == 0
