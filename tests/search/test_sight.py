"""What one may not see leaves no trace: not in what is shown, counted or marked, nor in what the database is asked."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from areopagus.accounts.actors import Actor
from areopagus.boards.models import Topic
from areopagus.core.clock import now
from areopagus.search import finding, indexing
from areopagus.search.finding import find
from areopagus.search.query import read
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
QUERIES = (
    "dust",
    "dust storm",
    '"dust storm"',
    "title:dust",
    "author:ada",
    "author:ada dust",
    "forum:missions dust",
    "forum:staff dust",
    "after:2000 dust",
    "dust -storm",
    "dust is:unanswered",
    "plutonium",
)


@pytest.fixture
def seen(cast: Cast, places: Places) -> None:
    topic = factories.make_topic(cast.max, places.missions, "A dust storm")
    for text in ("Dust, and a storm.", "A dust storm again.", "Nothing."):
        factories.make_post(cast.max, topic, text)
    indexing.rebuild()


def hide(cast: Cast, places: Places) -> None:
    """More of it, newer, where neither guests nor Max may look; and what was taken away."""
    for number in range(5):
        topic = factories.make_topic(cast.ada, places.staff_room, f"Dust storm {number}")
        factories.make_post(cast.ada, topic, "Dust storm and plutonium.")
    gone = factories.make_topic(cast.ada, places.missions, "A dust storm, gone")
    Topic.objects.filter(pk=gone.pk).update(removed_at=now())
    indexing.rebuild()


def told(client: Client, query: str) -> tuple[str, list[str]]:
    with CaptureQueriesContext(connection) as asked:
        page = TOKEN.sub("", client.get("/search/", {"q": query, "as": "posts"}).text)
    # Numbers of posts are those of what is seen or of candidates; how many questions there are must not differ.
    asked_for = [re.sub(r"\[[\d, ]*\]|\{[\d, ]*\}|'[^']*'|\d+", "", line["sql"]) for line in asked]
    return page, [line for line in asked_for if "accounts_" not in line and "core_" not in line]


@pytest.mark.parametrize("name", ["guest", "Max"])
def test_pages_and_questions_are_the_same_with_and_without_it(
    cast: Cast, places: Places, seen: None, name: str
) -> None:
    client = Client()
    if name == "Max":
        client.force_login(user_of(cast.max))
    for query in QUERIES:
        told(client, query)
    before = {query: told(client, query) for query in QUERIES}
    hide(cast, places)
    for query in QUERIES:
        page, asked = told(client, query)
        assert page == before[query][0], query
        assert asked == before[query][1], query


@pytest.mark.parametrize("who", ["guest", "max"])
def test_it_takes_no_place_among_what_is_shown(
    cast: Cast, places: Places, seen: None, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    actor: Actor = getattr(cast, who)
    monkeypatch.setattr(finding, "MOST", 2)
    monkeypatch.setattr(finding, "MORE", 0)
    before = {query: find(actor, read(query)) for query in QUERIES}
    hide(cast, places)
    indexing.heal()
    assert {query: find(actor, read(query)) for query in QUERIES} == before
