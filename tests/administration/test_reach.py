"""What stands under /administration/ is there for administrators and absent for everybody else."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from areopagus.boards.models import Topic
from areopagus.core.clock import now
from areopagus.moderation.actions import report
from areopagus.moderation.models import Report
from tests import factories
from tests.administration.addresses import DEEDS, PAGES
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db


def address(pattern: str, cast: Cast, places: Places) -> str:
    return pattern.format(
        forum=places.missions.pk,
        category=places.missions.category_id,
        group=cast.max.group.pk,
        member=cast.max.user_id,
    )


def as_absent(html: str, address: str) -> str:
    """The page without what differs between any two visits."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html).replace(address, "")


@pytest.mark.parametrize("pattern", PAGES)
def test_pages_open_for_administrators_only(
    client: Client, cast: Cast, places: Places, topic: Topic, pattern: str
) -> None:
    where = address(pattern, cast, places)
    for actor in cast.visitors():
        client.logout()
        if actor.user:
            client.force_login(user_of(actor))
        answer = client.get(where)
        assert answer.status_code == (200 if actor is cast.ada else 404), actor.name
        if actor is not cast.ada:
            nothing = client.get("/administration/nothing/here/")
            assert as_absent(answer.content.decode(), where) == as_absent(
                nothing.content.decode(), "/administration/nothing/here/"
            )


@pytest.mark.parametrize("pattern", DEEDS)
def test_deeds_are_for_administrators_only(
    client: Client, cast: Cast, places: Places, topic: Topic, pattern: str
) -> None:
    where = address(pattern, cast, places)
    for actor in cast.visitors():
        client.logout()
        if actor.user:
            client.force_login(user_of(actor))
        status = client.post(where, {}).status_code
        if actor is cast.ada:
            assert status in {302, 403, 422}, "It is there, whatever it says to an empty form."
        else:
            assert status == 404, actor.name


@pytest.mark.parametrize("pattern", [*PAGES, *DEEDS])
def test_the_banned_do_not_get_past_the_door(
    client: Client, cast: Cast, places: Places, pattern: str
) -> None:
    client.force_login(user_of(cast.boris))
    assert client.post(address(pattern, cast, places)).status_code == 403
    assert "You are banned" in client.get("/administration/").content.decode()


def test_the_navigation_leads_there_whoever_may_go(client: Client, cast: Cast) -> None:
    for actor in cast.visitors():
        client.logout()
        if actor.user:
            client.force_login(user_of(actor))
        page = client.get("/").content.decode()
        assert ('href="/administration/"' in page) == (actor is cast.ada), actor.name
        assert ('href="/moderation/"' in page) == (actor in (cast.ada, cast.mona))


def test_the_navigation_counts_the_open_reports_of_ones_own_forums(
    client: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    elsewhere = factories.make_topic(cast.max, places.subforum, "Wheels")
    report(cast.nina, topic.posts.get(), "Rude.")
    report(cast.dora, elsewhere.posts.get(), "Rude as well.")
    for actor, label in ((cast.ada, "Moderation (2)<"), (cast.mona, "Moderation (1)<")):
        client.force_login(user_of(actor))
        assert label in client.get("/").content.decode()
    Report.objects.update(settled_at=now())
    assert "Moderation<" in client.get("/").content.decode()
