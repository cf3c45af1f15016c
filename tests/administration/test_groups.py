"""Groups in the browser: copied, changed, removed, and what none of them may become."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from areopagus.accounts.groups import guests, with_role
from areopagus.accounts.models import Group, User
from areopagus.administration.actions import groups as actions
from areopagus.administration.pages import groups as pages
from areopagus.core.verdict import NotFound, Refused
from tests import factories
from tests.administration.conftest import fields_of, fill_in
from tests.conftest import Cast, Places

pytestmark = pytest.mark.django_db
GROUPS = "/administration/groups/"
Role = Group.Role


def role(name: str) -> Group:
    return with_role(Role(name))


def test_a_new_group_may_what_the_old_one_may(ada: Client, places: Places) -> None:
    members = role("members")
    factories.forbid(places.missions, Role.MEMBERS, may_reply=False)
    page = fill_in(ada, GROUPS + "new/", name="Elders", like=str(members.pk))
    assert "The group is there." in page
    elders = Group.objects.get(name="Elders")
    assert (elders.role, elders.may_reply, elders.post_interval) == (None, True, 30)
    assert elders.forum_permissions.get(forum=places.missions).may_reply is False
    assert elders.forum_permissions.count() == members.forum_permissions.count() == 3


def test_the_flags_of_a_group_are_all_there(ada: Client, cast: Cast) -> None:
    where = f"{GROUPS}{cast.max.group.pk}/"
    shown = fields_of(ada, where)
    flags = {f.name for f in Group._meta.get_fields() if f.name.startswith(("may_", "is_"))}
    page = ada.get(where).content.decode()
    assert all(f'name="{flag}"' in page for flag in flags)
    assert {"post_interval", "search_interval", "mail_interval", "report_interval"} <= set(shown)
    fill_in(ada, where, may_post_links=None, may_set_title="on", edit_minutes="15", name="Crew")
    crew = role("members")
    assert (crew.name, crew.may_post_links, crew.may_set_title) == ("Crew", False, True)
    assert (crew.edit_minutes, crew.may_reply) == (15, True)


def test_guests_change_at_once_and_have_no_more_than_guests_can(ada: Client) -> None:
    assert guests().may_view_members
    where = f"{GROUPS}{role('guests').pk}/"
    assert not {"is_moderator", "may_edit_own_posts", "promote_to_id"} & set(fields_of(ada, where))
    fill_in(ada, where, may_view_members=None)
    assert not guests().may_view_members
    assert Client().get("/members/").status_code == 403


def test_the_administrators_cannot_lose_anything(ada: Client, cast: Cast) -> None:
    where = f"{GROUPS}{role('administrators').pk}/"
    asked = {name for name in fields_of(ada, where) if not name.startswith(("initial-", "csrf"))}
    assert asked == {"name", "member_title", "reason"}
    fill_in(ada, where, name="Captains", is_moderator="on", role="members")
    captains = role("administrators")
    assert (captains.name, captains.is_moderator) == ("Captains", False)
    assert ada.get("/administration/").status_code == 200


def test_a_rule_promotes_who_has_enough_posts_already(ada: Client, cast: Cast) -> None:
    elders = actions.add_group(cast.ada, "Elders", role("members").pk)
    User.objects.filter(name__in=["Max", "Dora"]).update(post_count=100)
    where = f"{GROUPS}{role('members').pk}/"
    fill_in(ada, where, promote_to_id=str(elders.pk), promote_at_posts="100")
    assert set(elders.members.values_list("name", flat=True)) == {"Max", "Dora"}
    assert "With 100 posts promoted to Elders" in ada.get(GROUPS).content.decode()
    fill_in(ada, where, promote_to_id="")
    assert role("members").promote_to is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": ""}, "required"),
        ({"name": "GUESTS"}, "a group called"),
        ({"post_interval": "-1"}, "greater than or equal to 0"),
        ({"post_interval": "soon"}, "whole number"),
        ({"promote_to_id": "{newcomers}", "promote_at_posts": ""}, "how many posts"),
        ({"promote_to_id": "{newcomers}", "promote_at_posts": "9"}, "in a circle"),
        ({"promote_to_id": "{administrators}", "promote_at_posts": "9"}, "not one of the"),
        ({"promote_to_id": "{guests}", "promote_at_posts": "9"}, "not one of the"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(
    ada: Client, changes: dict[str, str], reason: str
) -> None:
    ids = {str(group.role): group.pk for group in Group.objects.all()}
    where = f"{GROUPS}{ids['members']}/"
    said = {name: value.format(**ids) for name, value in changes.items()}
    answer = ada.post(where, fields_of(ada, where) | said)
    assert answer.status_code == 422
    assert reason in answer.content.decode()


def test_two_who_save_a_group_change_only_what_they_touched(ada: Client, cast: Cast) -> None:
    where = f"{GROUPS}{cast.max.group.pk}/"
    seen = fields_of(ada, where)
    ada.post(where, seen | {"post_interval": "5"})
    ada.post(where, seen | {"search_interval": "7"})
    members = role("members")
    assert (members.post_interval, members.search_interval) == (5, 7)


def test_removing_a_group_moves_its_members(ada: Client, cast: Cast) -> None:
    elders = actions.add_group(cast.ada, "Elders", role("members").pk)
    User.objects.filter(name="Max").update(group=elders)
    where = f"{GROUPS}{elders.pk}/remove/"
    assert "The group has 1 member." in ada.get(where).content.decode()
    page = fill_in(ada, where, target=str(role("newcomers").pk))
    assert "The group Elders is removed." in page
    assert User.objects.get(name="Max").group.role == Role.NEWCOMERS
    assert ada.post(where, {"target": "4"}).status_code == 404


def test_the_house_keeps_its_own_groups(ada: Client, cast: Cast) -> None:
    for group in Group.objects.all():
        page = ada.get(f"{GROUPS}{group.pk}/remove/").content.decode()
        assert "renamed, not removed" in page
        target = role("newcomers") if group.role != Role.NEWCOMERS else role("members")
        with pytest.raises(Refused, match="renamed, not removed"):
            actions.remove_group(cast.ada, group.pk, target.pk)


def test_members_are_not_moved_in_numbers_where_they_do_not_belong(cast: Cast) -> None:
    elders = actions.add_group(cast.ada, "Elders", role("members").pk)
    for name, reason in (("administrators", "one by one"), ("guests", "not signed in")):
        with pytest.raises(Refused, match=reason):
            actions.remove_group(cast.ada, elders.pk, role(name).pk)
        with pytest.raises(Refused, match=reason):
            changes = {"promote_to_id": role(name).pk, "promote_at_posts": 1}
            actions.change_group(cast.ada, elders.pk, changes)
    with pytest.raises(Refused, match="another group"):
        actions.remove_group(cast.ada, elders.pk, elders.pk)
    with pytest.raises(Refused, match="copy of the administrators"):
        actions.add_group(cast.ada, "Kings", role("administrators").pk)
    with pytest.raises(Refused, match="already"):
        actions.add_group(cast.ada, "elders", elders.pk)


def test_the_deeds_themselves_insist(cast: Cast) -> None:
    members = role("members").pk
    for actor in cast.everybody():
        if actor is cast.ada:
            continue
        for deed in (
            lambda a=actor: actions.add_group(a, "Mine", members),
            lambda a=actor: actions.change_group(a, members, {"is_moderator": True}),
            lambda a=actor: actions.remove_group(a, members, members),
        ):
            with pytest.raises(NotFound):
                deed()
    with pytest.raises(NotFound):
        actions.add_group(cast.ada, "Mine", 999_999)
    with pytest.raises(NotFound):
        actions.change_group(cast.ada, 999_999, {})
    with pytest.raises(NotFound):
        actions.remove_group(cast.ada, 999_999, members)


def test_more_groups_cost_no_more_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("Elders", "Youngsters"):
        with django_assert_num_queries(1):
            pages.group_lines(cast.ada)
        with django_assert_num_queries(1):
            pages.group_page(cast.ada, cast.max.group.pk)
        actions.add_group(cast.ada, name, role("members").pk)
