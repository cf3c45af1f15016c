"""Posts without an account belong to ghost authors."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group
from areopagus.boards import actions, counts
from areopagus.boards.ghosts import join_ghosts
from areopagus.boards.models import Forum, Ghost, Post, Topic
from areopagus.boards.pages.member_lists import ghost_page
from areopagus.core.models import OptionValue
from areopagus.core.verdict import NotFound
from tests import factories
from tests.conftest import Cast, Places

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(cast: Cast, places: Places) -> Topic:
    guests = with_role(Group.Role.GUESTS)
    Group.objects.filter(pk=guests.pk).update(may_reply=True, post_interval=0)
    return factories.make_topic(cast.max, places.missions, "Who lands first?")


def say(cast: Cast, topic: Topic, name: str, mail: str = "olga@example.org") -> Post:
    from areopagus.accounts import actors, groups

    groups.forget()
    draft = actions.Draft(source="Passing by.", guest_name=name, guest_mail=mail)
    return actions.reply(actors.guest(cast.guest.address), topic, draft)


def test_a_guest_is_one_ghost_under_one_name(cast: Cast, topic: Topic) -> None:
    first, second = say(cast, topic, "Olga"), say(cast, topic, "OLGA", "other@example.org")
    other = say(cast, topic, "Ole")
    assert first.ghost_id == second.ghost_id != other.ghost_id
    ghost = Ghost.objects.get(name="Olga")
    assert (ghost.name, ghost.origin, ghost.post_count) == ("Olga", "guest", 2)
    assert (ghost.first_post_at, ghost.last_post_at) == (first.posted_at, second.posted_at)
    # What proves later who wrote which.
    assert (first.author_mail, second.author_mail) == ("olga@example.org", "other@example.org")


def test_a_member_is_no_ghost(cast: Cast, topic: Topic) -> None:
    assert factories.make_post(cast.max, topic).ghost_id is None
    assert not Ghost.objects.exists()


def test_counting_anew_changes_nothing(cast: Cast, topic: Topic) -> None:
    say(cast, topic, "Olga"), say(cast, topic, "Olga")
    before = Ghost.objects.values().get()
    Ghost.objects.update(post_count=0, first_post_at=None, last_post_at=None)
    counts.rebuild()
    assert Ghost.objects.values().get() == before


def test_readers_see_what_a_ghost_was(cast: Cast, topic: Topic, client: Client) -> None:
    say(cast, topic, "Olga")
    ghost = Ghost.objects.get()
    for origin, title in Ghost.Origin.choices:
        Ghost.objects.update(origin=origin)
        page = client.get(topic.url).content.decode()
        assert f"<span>{title}</span>" in page
        assert f'href="{ghost.url}"' in page


def test_the_page_of_a_ghost_holds_what_the_reader_may_see(
    cast: Cast, topic: Topic, client: Client
) -> None:
    post = say(cast, topic, "Olga")
    ghost = Ghost.objects.get()
    page = client.get(ghost.url).content.decode()
    assert f'href="/posts/{post.pk}/"' in page
    assert "Guest, without an account here. 1 post," in page
    assert "olga@example.org" not in page
    assert client.get(f"/ghosts/{ghost.pk}/").headers["Location"] == ghost.url
    assert client.get(f"/ghosts/{ghost.pk}-olga/page/2/").status_code == 404
    hidden = Forum.objects.get(name="Staff room")
    Topic.objects.filter(pk=topic.pk).update(forum=hidden)
    with pytest.raises(NotFound):
        ghost_page(cast.guest, ghost.pk)
    assert ghost_page(cast.ada, ghost.pk).count == 1
    with pytest.raises(NotFound):
        ghost_page(cast.ada, ghost.pk + 1)


def test_posts_that_are_nobodys_are_joined_by_name(cast: Cast, topic: Topic) -> None:
    for name in ("Olga", "OLGA", "Ole"):
        say(cast, topic, name)
    Post.objects.update(ghost=None)
    Ghost.objects.all().delete()
    join_ghosts(Ghost.Origin.UNKNOWN)
    counts.rebuild()
    found = Ghost.objects.order_by("name").values_list("name", "origin", "post_count")
    assert list(found) == [("Ole", "unknown", 1), ("Olga", "unknown", 2)]


@pytest.mark.parametrize("must_give_mail", [True, False])
def test_a_board_from_before_ghosts_gets_them(
    cast: Cast, topic: Topic, *, must_give_mail: bool
) -> None:
    for name in ("Olga", "Ole", "Olaf"):
        say(cast, topic, name)
    Post.objects.update(ghost=None)
    Ghost.objects.all().delete()
    Post.objects.filter(author_name="Ole").update(author_mail="")
    Post.objects.filter(author_name="Olaf").update(
        submission="5b9c5a53-3f0c-4b7c-9a1c-000000000001"
    )
    OptionValue.objects.create(key="importers.fluxbb.posts_per_page", value=25)
    OptionValue.objects.create(key="board.guest_mail_required", value=must_give_mail)
    migration = import_module("areopagus.boards.migrations.0003_ghosts_of_posts")
    migration.give_ghosts(apps, connection.schema_editor())
    found = dict(Ghost.objects.values_list("name", "origin"))
    ole = "old-member" if must_give_mail else "unknown"
    assert found == {"Olga": "old-guest", "Ole": ole, "Olaf": "guest"}
    before = list(Ghost.objects.order_by("pk").values())
    counts.rebuild()
    assert list(Ghost.objects.order_by("pk").values()) == before
