"""Changing and taking back what was posted: nothing is lost, every number stays."""

from __future__ import annotations

import pytest

from areopagus.boards import actions, counts
from areopagus.boards.models import Forum, Post, Topic
from areopagus.core.verdict import Refused
from tests import factories
from tests.conftest import Cast, Places


def test_an_edit_keeps_the_earlier_text_and_says_so(cast: Cast, topic: Topic) -> None:
    post = topic.posts.get()
    before = post.source

    actions.edit_post(cast.max, post, "Better.", "bbcode", reason="A typo.")

    post.refresh_from_db()
    revision = post.revisions.get()
    assert (post.source, post.edited_by_name, post.edit_reason) == ("Better.", "Max", "A typo.")
    assert "Better." in post.html
    assert (revision.source, revision.edited_by, revision.reason) == (
        before,
        cast.max.user,
        "A typo.",
    )


def test_a_silent_edit_leaves_a_revision_but_no_line(cast: Cast, topic: Topic) -> None:
    post = topic.posts.get()
    actions.edit_post(cast.mona, post, "Tidied.", "bbcode", silently=True)
    post.refresh_from_db()
    assert post.edited_at is None
    assert post.revisions.get().is_silent


def test_an_author_may_not_edit_silently(cast: Cast, topic: Topic) -> None:
    with pytest.raises(Refused, match="without leaving a mark"):
        actions.edit_post(cast.max, topic.posts.get(), "Psst.", "bbcode", silently=True)
    assert not topic.posts.get().revisions.exists()


def test_the_first_post_carries_the_title_and_a_later_one_does_not(
    cast: Cast, topic: Topic
) -> None:
    actions.edit_post(cast.max, topic.posts.get(), "Text.", "bbcode", title="Who landed first?")
    topic.refresh_from_db()
    assert topic.title == "Who landed first?"
    assert topic.posts.get().revisions.get().title == "Who lands first?"

    second = factories.make_post(cast.max, topic)
    with pytest.raises(Refused, match="belongs to the first post"):
        actions.edit_post(cast.max, second, "Text.", "bbcode", title="Mine now")


def test_nobody_overwrites_a_newer_text_unseen(cast: Cast, topic: Topic) -> None:
    post = topic.posts.get()
    actions.edit_post(cast.mona, post, "Mona was here.", "bbcode", based_on=0)
    with pytest.raises(Refused, match="changed while you were writing"):
        actions.edit_post(cast.max, post, "Max was here.", "bbcode", based_on=0)
    post.refresh_from_db()
    assert post.source == "Mona was here."


def test_a_removed_post_leaves_its_place_and_its_text(cast: Cast, topic: Topic) -> None:
    second, third = (factories.make_post(cast.max, topic, text) for text in ("Two.", "Three."))

    actions.delete_post(cast.max, third, "Wrong topic.")

    third.refresh_from_db()
    topic.refresh_from_db()
    assert (third.source, third.removal_reason, third.removed_by_author) == (
        "Three.",
        "Wrong topic.",
        True,
    )
    assert (topic.post_count, topic.last_number, topic.last_post) == (2, 3, second)
    assert topic.last_post_at == second.posted_at
    forum = Forum.objects.get(pk=topic.forum_id)
    assert (forum.post_count, forum.last_post) == (2, second)


def test_removing_a_post_twice_counts_once(cast: Cast, topic: Topic) -> None:
    second = factories.make_post(cast.max, topic)
    actions.delete_post(cast.mona, second)
    actions.delete_post(cast.mona, second)
    topic.refresh_from_db()
    assert topic.post_count == 1


def test_removing_the_first_post_removes_the_topic(cast: Cast, places: Places) -> None:
    older = factories.make_topic(cast.max, places.missions, "Older")
    topic = factories.make_topic(cast.max, places.missions, "Newer", posts=2)
    actions.delete_post(cast.mona, topic.posts.get(number=1))
    forum = Forum.objects.get(pk=places.missions.pk)
    assert (forum.topic_count, forum.post_count) == (1, 1)
    assert forum.last_post_id == older.last_post_id
    assert Post.objects.filter(topic=topic).count() == 2


def test_counters_agree_with_the_rows_after_many_deeds(cast: Cast, places: Places) -> None:
    topics = [factories.make_topic(cast.max, places.missions, f"T{n}", posts=4) for n in range(3)]
    for number in (4, 2):
        actions.delete_post(cast.mona, topics[0].posts.get(number=number))
    actions.delete_post(cast.mona, topics[1].posts.get(number=1))

    kept = _counters()
    counts.rebuild()
    assert _counters() == kept


def _counters() -> list[tuple[object, ...]]:
    topics = Topic.objects.values_list(
        "id", "post_count", "last_number", "first_post", "last_post", "last_post_at"
    )
    forums = Forum.objects.values_list("id", "topic_count", "post_count", "last_post")
    return [*topics.order_by("id"), *forums.order_by("id")]
