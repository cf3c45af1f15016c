"""Guests who are answered from memory are here, and have read what they read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areopagus.accounts import presence
from areopagus.boards import view_counts
from areopagus.boards.models import Topic
from areopagus.core.store import Store
from areopagus.pagecache.door import Door
from tests.conftest import Cast
from tests.pagecache.front import crowd, knock
from tests.pagecache.reading import one_connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def door() -> Iterator[Door]:
    """As config.wsgi puts it in front of the house."""
    store: Store[Any] = Store(10_000_000)
    with one_connection():
        yield Door(WSGIHandler(), store, lambda e: presence.note_guest(e["REMOTE_ADDR"]), crowd())


def test_every_reading_of_a_kept_page_counts_and_writes_nothing(door: Door, topic: Topic) -> None:
    tag = knock(door, topic.url).headers["ETag"]
    with CaptureQueriesContext(connection) as asked:
        knock(door, topic.url)
        knock(door, topic.url, http_if_none_match=tag)
        knock(door, topic.url, method="HEAD")
    assert len(asked) == 0
    view_counts.write_now()
    topic.refresh_from_db()
    assert topic.view_count == 4


def test_guests_who_are_answered_from_memory_are_here(door: Door, cast: Cast) -> None:
    for last in (1, 2, 2, 3):
        knock(door, "/", remote_addr=f"203.0.113.{last}")
    presence.write_now()
    assert presence.online(60).guests == 3


def test_a_hundred_thousand_robots_fill_neither_memory_nor_table(door: Door) -> None:
    knock(door, "/help/markup/")
    for n in range(3 * presence.MOST_GUESTS):
        presence.note_guest(f"10.0.{n // 250}.{n % 250}")
    assert len(presence._guests) == presence.MOST_GUESTS
    presence.write_now()
    assert presence.online(60).guests == presence.MOST_GUESTS
