"""What a forum's page is read by. SQLite uses a partial index only where a query says its very words."""

from __future__ import annotations

import pytest
from django.db.models import OuterRef

from areopagus.boards.counts import count_of
from areopagus.boards.models import Forum, Topic
from areopagus.core.clock import now

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def plan_of(*, pinned: bool, forum: Forum) -> str:
    topics = Topic.objects.standing().filter(forum=forum, pinned_at__isnull=not pinned)
    return topics.order_by("-last_post_at", "-id").values_list("id").explain()


def test_pinned_topics_are_found_without_looking_at_the_others(topic: Topic) -> None:
    assert "topic_pinned" in plan_of(pinned=True, forum=topic.forum)


def test_the_others_come_in_their_order(topic: Topic) -> None:
    plan = plan_of(pinned=False, forum=topic.forum)
    assert "topic_listing" in plan
    assert "TEMP B-TREE" not in plan


def test_stubs_whose_time_is_over_are_found_without_looking_at_the_others() -> None:
    over = Topic.objects.standing().filter(is_stub=True, stub_until__lte=now())
    assert "topic_stub_until" in over.explain()


def test_stubs_are_counted_without_looking_at_the_others() -> None:
    stubs = Topic.objects.standing().filter(forum=OuterRef("pk"), is_stub=True)
    assert "topic_stubs" in Forum.objects.values_list(count_of(stubs, "forum")).explain()


def test_a_forum_is_read_backwards_by_the_same_index(topic: Topic) -> None:
    topics = Topic.objects.standing().filter(forum=topic.forum, pinned_at__isnull=True)
    plan = topics.order_by("-last_post_at", "-id").reverse().values_list("id").explain()
    assert "topic_listing" in plan
    assert "TEMP B-TREE" not in plan
