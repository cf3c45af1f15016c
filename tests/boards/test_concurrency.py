"""Many people writing at the same moment, from several processes, on either database."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from django.db import connection

from areopagus.boards.models import Forum, Topic
from tests import factories
from tests.conftest import Cast, Places

PROCESSES, REPLIES = 5, 10
WRITER = Path(__file__).with_name("writer.py")


@pytest.mark.django_db(transaction=True)
def test_fifty_simultaneous_replies_get_fifty_consecutive_numbers(
    cast: Cast, places: Places
) -> None:
    topic = factories.make_topic(cast.max, places.missions, "Who lands first?")
    finish([start_writing(topic, uuid.uuid4().hex) for _ in range(PROCESSES)])

    topic.refresh_from_db()
    numbers = list(topic.posts.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, PROCESSES * REPLIES + 2))
    assert topic.post_count == topic.last_number == PROCESSES * REPLIES + 1
    assert Forum.objects.get(pk=topic.forum_id).post_count == PROCESSES * REPLIES + 1


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_from_five_processes_at_once_makes_one_post(
    cast: Cast, places: Places
) -> None:
    topic = factories.make_topic(cast.max, places.missions, "Once")
    submission = uuid.uuid4().hex
    finish([start_writing(topic, submission, "same") for _ in range(PROCESSES)])

    assert topic.posts.count() == 2


def start_writing(topic: Topic, submission: str, mode: str = "many") -> subprocess.Popen[str]:
    """A process of its own: threads would share what real workers do not."""
    database = {k: str(v) for k, v in connection.settings_dict.items() if isinstance(v, str | int)}
    arguments = [str(topic.pk), str(topic.author_id), submission, mode, str(REPLIES)]
    return subprocess.Popen(
        [sys.executable, str(WRITER), *arguments],
        env=os.environ
        | {
            "WRITER_NAME": database["NAME"],
            "WRITER_HOST": database.get("HOST", ""),
            "WRITER_PORT": database.get("PORT", ""),
            "WRITER_USER": database.get("USER", ""),
            "WRITER_ENGINE": database["ENGINE"],
        },
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(writers: list[subprocess.Popen[str]]) -> None:
    complaints = [writer.communicate(timeout=120)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * len(writers), complaints
