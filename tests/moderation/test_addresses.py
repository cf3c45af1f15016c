"""Everything that came from one address, and every address of a member."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group
from areopagus.boards.models import Post, Topic
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound
from areopagus.moderation.pages.addresses import address_page, member_addresses
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
ADDRESSES = "/moderation/addresses/"
HERE = "2001:db8::7"


def test_accounts_and_posts_by_an_address(client: Client, cast: Cast, topic: Topic) -> None:
    Post.objects.filter(topic=topic).update(author_address=HERE)
    nina = user_of(cast.nina)
    nina.registered_from = HERE
    nina.save(update_fields=["registered_from"])
    client.force_login(user_of(cast.ada))
    page = client.get(ADDRESSES, {"said": "2001:DB8:0::7"})
    assert page.status_code == 200
    assert "Max" in page.text and "Nina" in page.text and topic.title in page.text
    assert "registered from here" in page.text and "Boris" not in page.text
    found = address_page(cast.ada, HERE)
    counts = {account.member.name: account.post_count for account in found.accounts}
    assert counts == {"Max": Post.objects.filter(author_address=HERE).count(), "Nina": 0}
    assert address_page(cast.ada, "192.0.2.99").total == 0
    with pytest.raises(NotFound):
        address_page(cast.ada, HERE, 2)


def test_what_is_no_address(client: Client, cast: Cast) -> None:
    client.force_login(user_of(cast.ada))
    for said in ("<b>", "\0<b>", "x" * 500):
        assert "is no network address" in client.get(ADDRESSES, {"said": said}).text
    assert "is no network address" not in client.get(ADDRESSES).text


def test_sight_and_removed_posts(cast: Cast, places: Places) -> None:
    factories.forbid(places.staff_room, Group.Role.MODERATORS, may_read=False)
    for forum in (places.staff_room, places.missions, places.archive):
        factories.make_topic(cast.ada, forum, f"In {forum.name}")
    Post.objects.update(author_address=HERE)

    def titles(actor: Actor) -> set[str]:
        return {post.title for post in address_page(actor, HERE).posts}

    everything = {"In Staff room", "In Missions", "In Archive"}
    assert titles(cast.ada) == everything
    assert titles(cast.mona) == {"In Missions", "In Archive"}
    Post.objects.update(removed_at=now())
    assert titles(cast.ada) == everything
    assert titles(cast.mona) == {"In Missions"}
    used = member_addresses(cast.mona, cast.ada.user_id or 0).addresses
    assert [(one.address, one.post_count) for one in used] == [(HERE, 1)]


def test_addresses_of_a_member(client: Client, cast: Cast, topic: Topic) -> None:
    Post.objects.filter(topic=topic).update(author_address=HERE)
    mine = user_of(cast.max)
    mine.registered_from = "192.0.2.1"
    mine.save(update_fields=["registered_from"])
    client.force_login(user_of(cast.mona))
    text = client.get(f"/moderation/members/{mine.pk}/addresses/").text
    assert HERE in text and "192.0.2.1" in text
    assert f'href="/moderation/members/{mine.pk}/addresses/"' in client.get(mine.url).text
    shown = member_addresses(cast.ada, mine.pk).addresses
    assert [(used.address, used.registered_here) for used in shown] == [
        (HERE, False),
        ("192.0.2.1", True),
    ]
    with pytest.raises(NotFound):
        member_addresses(cast.ada, 999_999)


def test_only_staff(client: Client, cast: Cast, topic: Topic) -> None:
    Post.objects.filter(topic=topic).update(author_address=HERE)
    urls = (
        ADDRESSES,
        f"{ADDRESSES}?said={HERE}",
        f"/moderation/members/{cast.max.user_id}/addresses/",
    )
    for actor in (cast.max, cast.nina):
        client.force_login(user_of(actor))
        assert {client.get(url).status_code for url in urls} == {404}
        assert "/moderation/addresses/" not in client.get(topic.url).text
    client.force_login(user_of(cast.ada))
    assert "/moderation/addresses/?said=2001%3Adb8%3A%3A7" in client.get(topic.url).text


def test_queries_do_not_grow(cast: Cast, topic: Topic) -> None:
    Post.objects.filter(topic=topic).update(author_address=HERE)
    member_id = cast.max.user_id
    assert member_id is not None
    with CaptureQueriesContext(connection) as few:
        address_page(cast.ada, HERE)
        member_addresses(cast.ada, member_id)
    assert len(few) <= 10


def test_from_an_address_to_cleaning_up(client: Client, cast: Cast, topic: Topic) -> None:
    Post.objects.filter(topic=topic).update(author_address=HERE)
    box = f'name="member" value="{user_of(cast.max).pk}"'
    client.force_login(user_of(cast.ada))
    assert "checked" not in client.get(ADDRESSES, {"said": HERE}).text
    page = client.get(ADDRESSES, {"said": HERE, "tick": "all"}).text
    assert box in page and "checked" in page and "Clean up their spam" in page
    Group.objects.filter(pk=cast.mona.group.pk).update(may_ban_members=False)
    client.force_login(user_of(cast.mona))
    page = client.get(ADDRESSES, {"said": HERE}).text
    assert "Max" in page and box not in page and "Clean up their spam" not in page
