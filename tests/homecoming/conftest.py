from __future__ import annotations

import pytest

from areopagus.accounts.models import Group
from areopagus.boards.models import Ghost, Topic
from tests import factories
from tests.boards.test_ghosts import say
from tests.conftest import Cast, Places


@pytest.fixture
def topic(cast: Cast, places: Places) -> Topic:
    Group.objects.filter(role=Group.Role.GUESTS).update(may_reply=True, post_interval=0)
    return factories.make_topic(cast.mona, places.missions, "Who lands first?")


@pytest.fixture
def olga(cast: Cast, topic: Topic) -> Ghost:
    """A guest of years ago: two posts with one address, one with another."""
    for mail in ("olga@old.example", "Olga@Old.example", "other@old.example"):
        say(cast, topic, "Olga", mail)
    return Ghost.objects.get(name="Olga")
