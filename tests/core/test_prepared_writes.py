"""What prepared writes leave behind is what the ORM would have written, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.transaction import TransactionManagementError

from areopagus.boards.models import Post, Topic
from areopagus.core.jobs.models import Job
from areopagus.core.prepared import given
from areopagus.core.prepared_writes import PreparedUpdate, inserted
from tests import factories
from tests.conftest import Cast, Places

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 9, 20, 42, 43, 123456, tzinfo=UTC)
SUBMISSION = UUID("0a0b0c0d-0000-4000-8000-0123456789ab")


@pytest.fixture
def topic(cast: Cast, places: Places) -> Topic:
    return factories.make_topic(cast.max, places.missions, "Who lands first?", posts=6)


NOTE = PreparedUpdate(
    lambda: Topic.objects.filter(pk=given("topic", int)),
    post_count=F("post_count") + given("more", int),
    last_post=given("post", int),
    last_post_at=given("at", datetime),
    title=given("title", str),
)


def test_an_update_writes_what_the_orm_would(topic: Topic, cast: Cast, places: Places) -> None:
    other = factories.make_topic(cast.max, places.missions, "Another")
    said = {"topic": topic.pk, "more": 2, "post": None, "at": AT, "title": "'; DROP"}
    assert NOTE.run(**said) == 1
    noted = Topic.objects.get(pk=topic.pk)
    assert (noted.post_count, noted.last_post_id) == (topic.post_count + 2, None)
    assert (noted.last_post_at, noted.title) == (AT, "'; DROP")
    # Among those that the ORM has written it is found by the moment, too.
    Topic.objects.filter(pk=other.pk).update(last_post_at=AT)
    assert Topic.objects.filter(last_post_at=AT).count() == 2
    assert NOTE.run(**said) == 1
    assert Topic.objects.get(pk=topic.pk).post_count == topic.post_count + 4
    other.refresh_from_db()
    assert other.title == "Another"


def test_an_update_of_nothing_finds_no_row(topic: Topic) -> None:
    at = topic.last_post_at
    assert NOTE.run(topic=0, more=1, post=None, at=at, title="") == 0
    with pytest.raises(KeyError):
        NOTE.run(topic=topic.pk)


def a_post(topic: Topic, cast: Cast, **others: Any) -> Post:
    said = {"author_id": cast.max.user_id, "author_name": "Max", "posted_at": AT, "html_version": 1}
    return Post(topic=topic, **said | others)


def test_a_row_is_inserted_as_it_would_be_saved(topic: Topic, cast: Cast) -> None:
    source = "100 %s 'quoted' “…” \U0001f680"
    made = inserted(a_post(topic, cast, number=7, source=source, submission=SUBMISSION))
    saved = a_post(topic, cast, number=8, source=source)
    saved.save()
    read, other = Post.objects.get(pk=made.pk), Post.objects.get(pk=saved.pk)
    own = {"id", "number", "submission"}
    for field in Post._meta.concrete_fields:
        if field.attname not in own:
            assert getattr(read, field.attname) == getattr(other, field.attname), field.attname
    assert (read.number, read.submission, read.posted_at) == (7, SUBMISSION, AT)
    # What is saved again is that row.
    made.subject = "Changed"
    made.save()
    assert Post.objects.filter(number__in=(7, 8)).count() == 2


def test_json_is_inserted_whole() -> None:
    said = {"args": [[1, 2]], "kwargs": {"of": "“%s”", "none": None}}
    job = inserted(Job(task="a.b", arguments=said, enqueued_at=AT, run_at=AT))
    assert Job.objects.get(pk=job.pk).arguments == said


def test_what_may_be_only_once_is_refused(topic: Topic, cast: Cast) -> None:
    inserted(a_post(topic, cast, number=7, submission=SUBMISSION))
    with pytest.raises(IntegrityError), transaction.atomic():
        inserted(a_post(topic, cast, number=8, submission=SUBMISSION))
    assert not Post.objects.filter(number=8).exists()


def test_nothing_is_written_in_a_deed_that_has_failed(topic: Topic, cast: Cast) -> None:
    """It would be rolled back at the end, and whoever wrote it would not be told."""
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            inserted(a_post(topic, cast, number=7))
        with pytest.raises(TransactionManagementError):
            NOTE.run(topic=topic.pk, more=1, post=None, at=AT, title="")
