from __future__ import annotations

from argparse import Namespace
from typing import Protocol

import pytest

from areopagus.boards import actions
from areopagus.boards.models import Topic
from areopagus.ops import check
from tests import factories
from tests.conftest import Cast, Places


class Said(Protocol):
    def __call__(self, *, repair: bool = False) -> tuple[int, str]: ...


@pytest.fixture
def talk(cast: Cast, places: Places) -> Topic:
    """A topic of five posts of which the last was removed, beside another topic and a stub."""
    topic = factories.make_topic(cast.max, places.missions, "Who lands first?", posts=5)
    actions.delete_post(cast.max, topic.posts.get(number=5), "Said twice.")
    other = factories.make_topic(cast.nina, places.subforum, "Two moons", posts=2)
    Topic.objects.create(
        forum=places.staff_room,
        title=topic.title,
        author_name="Max",
        started_at=topic.started_at,
        last_post_at=topic.last_post_at,
        moved_to=other,
        is_stub=True,
    )
    return Topic.objects.get(pk=topic.pk)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs the check: its exit code and what it printed."""

    def run(*, repair: bool = False) -> tuple[int, str]:
        capsys.readouterr()
        code = check.run(Namespace(repair=repair))
        return code, capsys.readouterr().out

    return run
