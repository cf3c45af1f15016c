"""What search engines find: only what a guest may read, in parts of a limited size."""

from __future__ import annotations

from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from django.test import Client, override_settings

from areopagus.accounts import groups
from areopagus.accounts.models import Group
from areopagus.boards.models import Topic
from areopagus.boards.pages import sitemap
from areopagus.core.clock import now
from areopagus.core.remembered import Remembered
from tests import factories
from tests.conftest import Cast, Places

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HERE = "http://testserver"


def places_in(client: Client, address: str) -> dict[str, str | None]:
    """Each address of a sitemap, with when it changed."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    root = ET.fromstring(answer.content)  # noqa: S314  (We wrote it ourselves.)
    return {row.findtext(f"{SPACE}loc", ""): row.findtext(f"{SPACE}lastmod") for row in root}


def test_the_index_names_the_parts(client: Client, cast: Cast, topic: Topic) -> None:
    changed = topic.last_post_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert places_in(client, "/sitemap.xml") == {
        f"{HERE}/sitemap-forums.xml": None,
        f"{HERE}/sitemap-topics-1.xml": changed,
    }


def test_a_part_has_the_topics_of_its_ids(
    monkeypatch: pytest.MonkeyPatch, client: Client, cast: Cast, places: Places
) -> None:
    monkeypatch.setattr(sitemap, "IDS_IN_PART", 3)
    topics = [factories.make_topic(cast.max, places.missions, f"Orbit {n}") for n in range(7)]
    last = topics[-1]
    Topic.objects.filter(pk=last.pk).update(started_at=now())
    far = Topic.objects.create(
        id=3_000_000, forum=places.missions, title="Far out", author_name="Max", post_count=1,
        started_at=now(), last_post_at=now(),
    )  # fmt: skip
    parts = [address for address in places_in(client, "/sitemap.xml") if "topics" in address]
    assert parts[-1] == f"{HERE}/sitemap-topics-1000000.xml"
    found = [places_in(client, part) for part in parts]
    assert all(1 <= len(part) <= 3 for part in found)
    assert [address for part in found for address in part] == [
        HERE + topic.url for topic in [*topics, far]
    ]


@pytest.mark.parametrize("number", ["0", "2", "999999999999999", "x", "-1", ""])
def test_a_part_without_topics_is_not_there(
    number: str, client: Client, cast: Cast, topic: Topic
) -> None:
    assert client.get(f"/sitemap-topics-{number}.xml").status_code == 404


def test_search_engines_see_what_guests_see(
    client: Client, cast: Cast, topic: Topic, secret_topic: Topic, places: Places
) -> None:
    removed = factories.make_topic(cast.max, places.missions, "Taken away")
    Topic.objects.filter(pk=removed.pk).update(removed_at=now())
    Topic.objects.create(
        forum=topic.forum, title="It went away", author_name="Max", moved_to=topic, is_stub=True,
        started_at=now(), last_post_at=now(),
    )  # fmt: skip
    client.force_login(cast.ada.user)  # type: ignore[arg-type]
    assert list(places_in(client, "/sitemap-topics-1.xml")) == [HERE + topic.url]
    assert set(places_in(client, "/sitemap-forums.xml")) == {
        f"{HERE}/",
        *(HERE + forum.url for forum in (places.missions, places.archive, places.subforum)),
    }


def test_a_board_closed_to_guests_shows_its_front_door_only(
    client: Client, cast: Cast, topic: Topic
) -> None:
    Group.objects.filter(role=Group.Role.GUESTS).update(may_read_board=False)
    groups.forget()
    Remembered.forget_everything()
    assert list(places_in(client, "/sitemap.xml")) == [f"{HERE}/sitemap-forums.xml"]
    assert list(places_in(client, "/sitemap-forums.xml")) == [f"{HERE}/"]
    assert client.get("/sitemap-topics-1.xml").status_code == 404


def test_addresses_in_a_sitemap_are_percent_encoded(
    client: Client, cast: Cast, places: Places
) -> None:
    topic = factories.make_topic(cast.max, places.missions, "Кто высадится первым?")
    assert f"{HERE}{quote(topic.url)}" in places_in(client, "/sitemap-topics-1.xml")


def test_robots_are_told_where_the_sitemap_is_and_what_is_no_page(
    client: Client, cast: Cast
) -> None:
    with override_settings(SITE_URL="https://board.example/"):
        answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert "Sitemap: https://board.example/sitemap.xml" in lines
    for address in ("/sign-in/", "/search/", "/topics/*/replies/", "/posts/*/edit/"):
        assert f"Disallow: {address}" in lines
    assert "Disallow: /" not in lines
