"""The table of permissions, one group of it changed, and what must be read before anything is."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group
from areopagus.administration.actions import forum_access as actions
from areopagus.administration.pages import permissions as pages
from areopagus.boards.models import ForumPermission, Topic
from areopagus.boards.permissions import access_in
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound
from tests import factories
from tests.administration.conftest import fields_of
from tests.conftest import Cast, Places

pytestmark = pytest.mark.django_db
TABLE = "/administration/permissions/"
Role = Group.Role


def test_the_table_says_what_the_rules_say(cast: Cast, places: Places) -> None:
    """For whoever moderates nothing, in every forum, also below what is hidden."""
    everybody = {actor.group: actor for actor in (cast.max, cast.nina, cast.guest)}
    page = pages.matrix_page(cast.ada)
    compared = 0
    for line in page.lines:
        for group, (read, reply, start) in line.cells:
            if group in everybody:
                rules = access_in(everybody[group], line.forum.pk)
                assert (read.may, reply.may, start.may) == (rules.read, rules.reply, rules.start)
                compared += 1
    assert compared == 3 * 6
    below = next(line for line in page.lines if line.forum == places.cellar)
    rights = dict(below.cells)[cast.max.group]
    assert not any(right.may for right in rights) and all(right.here is None for right in rights)


def test_what_was_set_for_a_forum_is_marked(ada: Client, places: Places) -> None:
    html = ada.get(TABLE).content.decode()
    assert 'Reply: no<span class="visually-hidden"> (set for this forum)' in html
    assert f"/administration/forums/{places.archive.pk}/permissions/" in html


def test_more_forums_and_groups_cost_no_more_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(2):
        with django_assert_num_queries(6):
            pages.matrix_page(cast.ada)
        factories.make_forum(f"Forum {number}")
        Group.objects.create(name=f"Group {number}")


def test_one_group_is_changed_in_many_forums_at_once(
    ada: Client, cast: Cast, places: Places
) -> None:
    where = f"{TABLE}groups/{cast.max.group.pk}/"
    changes = {
        f"may_reply-{places.missions.pk}": "no",
        f"may_start_topics-{places.archive.pk}": "yes",
        "reason": "Quiet.",
    }
    answer = ada.post(where, fields_of(ada, where) | changes)
    assert answer.status_code == 302
    rows = ForumPermission.objects.filter(group=cast.max.group)
    assert rows.get(forum=places.missions).may_reply is False
    assert rows.get(forum=places.archive).may_start_topics is True
    batch = Batch.objects.get()
    assert batch.says == "changed what Members may do in “Missions” and “Archive”"
    assert batch.reason == "Quiet."


def test_who_reads_less_or_more_is_said_before(
    ada: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    guests = with_role(Role.GUESTS)
    where = f"{TABLE}groups/{guests.pk}/"
    for right, forum, sentence in (
        ("no", places.missions, "Guests will no longer read 2 forums with 1 topic."),
        ("yes", places.staff_room, "Guests will read 2 forums with 0 topics that they could not"),
    ):
        said = fields_of(ada, where) | {f"may_read-{forum.pk}": right}
        answer = ada.post(where, said)
        assert answer.status_code == 200
        html = answer.content.decode()
        assert sentence in html and "Nothing is saved yet" in html
        assert not Batch.objects.exists()
        assert f'<option value="{right}" selected>' in html
    assert access_in(cast.guest, places.missions.pk).read
    assert ada.post(where, said | {"confirmed": "1"}).status_code == 302
    assert Batch.objects.count() == 1


def test_a_forum_of_its_own_asks_as_well(ada: Client, places: Places, topic: Topic) -> None:
    where = f"/administration/forums/{places.missions.pk}/permissions/"
    field = f"may_read-{with_role(Role.GUESTS).pk}"
    said = fields_of(ada, where) | {field: "no"}
    assert "Guests will no longer read 2 forums" in ada.post(where, said).content.decode()
    assert not Batch.objects.exists()
    assert ada.post(where, said | {"confirmed": "1"}).status_code == 302


def test_the_deed_itself_insists(cast: Cast, places: Places) -> None:
    members = cast.max.group.pk
    for actor in cast.everybody():
        if actor is not cast.ada:
            with pytest.raises(NotFound):
                actions.set_rights_of_group(actor, members, {(1, "may_reply"): False})
            with pytest.raises(NotFound):
                pages.matrix_page(actor)
    for group_id in (999_999, cast.ada.group.pk):
        with pytest.raises(NotFound):
            actions.set_rights_of_group(cast.ada, group_id, {})
        with pytest.raises(NotFound):
            pages.group_permissions_page(cast.ada, group_id)
    actions.set_rights_of_group(cast.ada, members, {(999_999, "may_reply"): False})
    assert not Batch.objects.exists()


def test_a_group_that_reads_nothing_any_more_asks_as_well(
    ada: Client, places: Places, topic: Topic
) -> None:
    where = f"/administration/groups/{with_role(Role.GUESTS).pk}/"
    said = fields_of(ada, where)
    said.pop("may_read_board")
    html = ada.post(where, said).content.decode()
    assert "Guests will no longer read 4 forums with 1 topic." in html
    assert with_role(Role.GUESTS).may_read_board
    assert ada.post(where, said | {"confirmed": "1"}).status_code == 302
    assert not with_role(Role.GUESTS).may_read_board
