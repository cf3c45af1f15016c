"""The pages of a forum hold all its topics, each once and in its order, wherever they are looked for from."""

from __future__ import annotations

from datetime import timedelta

import pytest

from areopagus.boards import options
from areopagus.boards.models import Forum, Topic
from areopagus.boards.pages import forum_page, forums
from areopagus.core import blocks
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound
from tests.conftest import Cast, Places

SIZE = 3
ORDERS = {
    Forum.Order.LAST_POST: ("-last_post_at", "-id"),
    Forum.Order.NEWEST: ("-started_at", "-id"),
    Forum.Order.TITLE: ("title", "id"),
}


def fill(forum: Forum, topics: int, pinned: int, stubs: int) -> None:
    """Topics of which neighbours in one order are none in another; the first are pinned, the last are stubs."""
    began = now()
    for n in range(topics):
        Topic.objects.create(
            forum=forum,
            title=f"Topic {n * 7 % 10} {n}",
            author_name="Max",
            started_at=began - timedelta(minutes=n * 3 % 11),
            last_post_at=began + timedelta(minutes=n * 5 % 13),
            pinned_at=began if n < pinned else None,
            is_stub=n >= topics - stubs,
        )
    Forum.objects.filter(pk=forum.pk).update(topic_count=topics - stubs)


@pytest.mark.parametrize("order", Forum.Order)
@pytest.mark.parametrize(
    "filled",
    [(0, 0, 0), (1, 0, 1), (3, 1, 0), (7, 4, 0), (9, 0, 2), (9, 9, 0), (10, 2, 3), (16, 5, 1), (20, 0, 0)],
)  # fmt: skip
def test_each_topic_stands_on_one_page(
    cast: Cast, places: Places, order: Forum.Order, filled: tuple[int, int, int]
) -> None:
    """`filled` is how many topics there are, and how many of them are pinned and stubs."""
    topics = filled[0]
    options.TOPICS_PER_PAGE.set(SIZE)
    forum = places.subforum
    Forum.objects.filter(pk=forum.pk).update(order=order)
    fill(forum, *filled)
    pages = max(1, -(-topics // SIZE))
    listed = [
        [row.topic_id for row in forum_page(cast.guest, forum.pk, number).lists.data.topics]
        for number in range(1, pages + 1)
    ]
    mine = Topic.objects.filter(forum=forum).order_by(*ORDERS[order])
    wanted = [t.pk for t in mine if t.pinned_at] + [t.pk for t in mine if not t.pinned_at]
    assert [topic_id for page in listed for topic_id in page] == wanted
    assert [len(page) for page in listed[:-1]] == [SIZE] * (pages - 1)
    with pytest.raises(NotFound):
        forum_page(cast.guest, forum.pk, pages + 1)


def test_what_was_added_since_the_forum_was_read_counts(
    cast: Cast, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a page is kept that was old when it was made."""
    options.TOPICS_PER_PAGE.set(SIZE)
    before = Forum.objects.get(pk=places.subforum.pk)
    fill(places.subforum, topics=SIZE + 1, pinned=0, stubs=1)
    monkeypatch.setattr(forums, "find_forum", lambda *_: before)
    assert forum_page(cast.guest, before.pk).pages.count == 2


def test_a_counter_that_is_wrong_shows_no_more_than_a_page(cast: Cast, places: Places) -> None:
    options.TOPICS_PER_PAGE.set(SIZE)
    fill(places.subforum, topics=12, pinned=4, stubs=0)
    for wrong in (1, 5, 8, 11, 20):
        Forum.objects.filter(pk=places.subforum.pk).update(topic_count=wrong)
        blocks.forget_everything()
        for number in range(1, -(-wrong // SIZE) + 1):
            page = forum_page(cast.guest, places.subforum.pk, number).lists.data
            assert len(page.topics) <= SIZE
