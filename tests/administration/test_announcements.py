"""A forum's announcement: shown on it and its topics, until its day is over, and taken back by an undo."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from areopagus.boards import structure
from areopagus.boards.models import Forum, Topic
from areopagus.core.clock import now
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from tests import factories
from tests.administration.conftest import fill_in
from tests.conftest import Cast, Places

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(ada: Client, places: Places) -> str:
    return f"/administration/forums/{places.missions.pk}/"


def test_it_is_shown_on_the_forum_and_its_topics_only(
    ada: Client, cast: Cast, places: Places, topic: Topic, where: str
) -> None:
    elsewhere = factories.make_topic(cast.max, places.subforum, "Elsewhere")
    said = "<strong>Launch</strong> tonight<script>alert(1)</script>"
    fill_in(ada, where, announcement=said)
    guest = Client()
    for address in (places.missions.url, topic.url):
        page = guest.get(address).content.decode()
        assert "<strong>Launch</strong> tonight" in page and "alert" not in page, address
    for address in ("/", elsewhere.url, places.subforum.url):
        assert "tonight" not in guest.get(address).content.decode(), address
    assert Forum.objects.get(pk=places.missions.pk).announcement == said, "As it was typed."

    undoing.undo(cast.ada, Batch.objects.get().pk)
    assert "tonight" not in guest.get(topic.url).content.decode()


def test_it_ends_with_its_last_day_and_the_form_still_works(
    ada: Client, cast: Cast, places: Places, topic: Topic, where: str
) -> None:
    today = now().date()
    fill_in(ada, where, announcement="Tonight", announcement_until=today.isoformat())
    assert "Tonight" in Client().get(topic.url).content.decode()
    past = now() - timedelta(days=3)
    Forum.objects.filter(pk=places.missions.pk).update(announcement_until=past)
    structure.forget()
    assert structure.announcement_in(places.missions.pk) == ""
    assert "Tonight" not in Client().get(topic.url).content.decode()
    fill_in(ada, where, name="Missions and more")
    kept = Forum.objects.get(pk=places.missions.pk)
    assert (kept.name, kept.announcement_until) == ("Missions and more", past)


def test_no_query_is_spent_on_it(
    cast: Cast, places: Places, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    structure.places()
    with django_assert_num_queries(0):
        assert structure.announcement_in(places.missions.pk) == ""
        assert structure.announcement_in(999_999) == ""
