"""Old topics are taken away: previewed, in one batch, undone in one go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from areopagus.boards import actions as boards
from areopagus.boards.models import Topic
from areopagus.core.clock import now
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused
from areopagus.ops.check.counters import FACTS
from areopagus.upkeep.actions import Pruning, prune_topics, pruning
from areopagus.upkeep.pages import pruning as pages
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
PRUNE = "/administration/maintenance/prune/"


@pytest.fixture
def old(cast: Cast, places: Places) -> dict[str, Topic]:
    """Half of them older than a hundred days."""
    names = ("old", "new", "pinned", "elsewhere", "moved", "removed")
    found = {name: factories.make_topic(cast.max, places.missions, name, 2) for name in names}
    boards.move_topics(cast.ada, [found["elsewhere"].pk], places.archive.pk)
    boards.move_topics(cast.ada, [found["moved"].pk], places.archive.pk, leave_stubs=True)
    boards.pin_topics(cast.ada, [found["pinned"].pk])
    boards.remove_topics(cast.ada, [found["removed"].pk])
    Topic.objects.exclude(title="new").update(last_post_at=now() - timedelta(days=101))
    Topic.objects.filter(title="moved", is_stub=False).update(last_post_at=now())
    return found


def standing() -> list[str]:
    titles = Topic.objects.standing().order_by("title", "is_stub")
    return [f"{t.title}{'*' if t.is_stub else ''}" for t in titles]


ALL = ["elsewhere", "moved", "moved*", "new", "old", "pinned"]


@pytest.mark.parametrize(
    ("wishes", "gone"),
    [
        ({}, {"elsewhere", "old", "moved*"}),
        ({"with_stubs": False}, {"elsewhere", "old"}),
        ({"with_pinned": True}, {"elsewhere", "old", "moved*", "pinned"}),
    ],
)
def test_what_goes_and_what_stays(
    cast: Cast, old: dict[str, Topic], wishes: dict[str, bool], gone: set[str]
) -> None:
    deed = prune_topics(cast.ada, Pruning(100, **wishes), "Old.")
    assert standing() == [name for name in ALL if name not in gone]
    assert deed.batch is not None
    assert deed.batch.says == f"removed {len(gone)} topics without a reply for 100 days"
    assert not [line for fact in FACTS for line in fact.find() if "forum" in line]
    undoing.undo(cast.ada, deed.batch.pk)
    assert standing() == ALL


def test_one_forum_only(cast: Cast, places: Places, old: dict[str, Topic]) -> None:
    deed = prune_topics(cast.ada, Pruning(100, forum_id=places.archive.pk))
    assert deed.batch is not None
    assert str(deed.batch) == "Ada removed 1 topic without a reply for 100 days in “Archive”"
    assert "elsewhere" not in standing() and "old" in standing()


def test_at_most_so_many_at_once_those_begun_first(
    cast: Cast, old: dict[str, Topic], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pruning, "MOST", 2)
    monkeypatch.setattr(pages, "MOST", 2)
    preview = pages.preview_of(cast.ada, Pruning(100), 1, "")
    assert (preview.topics, preview.taken, preview.is_too_many) == (3, 2, True)
    assert [topic.title for topic in preview.rows] == ["old", "elsewhere"]
    prune_topics(cast.ada, Pruning(100))
    assert "moved*" in standing() and "old" not in standing()


def test_somebody_answers_between_preview_and_deed(cast: Cast, old: dict[str, Topic]) -> None:
    boards.reply(factories.patient(cast.nina), old["old"], boards.Draft(source="Not dead."))
    prune_topics(cast.ada, Pruning(100))
    assert "old" in standing() and "elsewhere" not in standing()
    with pytest.raises(Refused, match="No topic is as old"):
        prune_topics(cast.ada, Pruning(100))
    assert Batch.objects.filter(kind="topics.prune").count() == 1


def test_the_journey(client: Client, cast: Cast, old: dict[str, Topic]) -> None:
    client.force_login(user_of(cast.ada))
    assert "What would be taken" not in client.get(PRUNE).content.decode()
    page = client.get(f"{PRUNE}?days=100&stubs=on").content.decode()
    assert "Take 3 topics away" in page and old["old"].url in page
    assert old["new"].url not in page and old["pinned"].url not in page
    assert Batch.objects.filter(kind="topics.prune").count() == 0
    sent = {"days": 100, "stubs": "on", "reason": "Dusty."}
    done = client.post(f"{PRUNE}now/", sent, follow=True).content.decode()
    batch = Batch.objects.get(kind="topics.prune")
    assert f"{batch.url}undo/" in done and "You removed 3 topics" in done
    assert "Dusty." in client.get(old["old"].url).content.decode()
    client.post(f"{batch.url}undo/")
    assert standing() == ALL
    late = client.post(f"{PRUNE}now/", {"days": 9999, "reason": ""})
    assert late.status_code == 422 and "No topic is as old" in late.content.decode()


@pytest.mark.parametrize(
    "query", ["?days=0", "?days=x", "?days=99999", "?days=100&forum=999", "?days="]
)
def test_nonsense_is_said_to_be_nonsense(client: Client, cast: Cast, query: str) -> None:
    client.force_login(user_of(cast.ada))
    assert client.get(f"{PRUNE}{query}").status_code == 422


def test_pages_of_the_preview(
    client: Client, cast: Cast, old: dict[str, Topic], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PER_PAGE", 2)
    client.force_login(user_of(cast.ada))
    page = client.get(f"{PRUNE}page/2/?days=100&stubs=on").content.decode()
    assert old["old"].url not in page and ">Moved<" in page
    assert 'href="/administration/maintenance/prune/?days=100&amp;stubs=on"' in page
    assert client.get(f"{PRUNE}page/3/?days=100&stubs=on").status_code == 404
