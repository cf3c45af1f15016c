"""Who may do what in one forum, and who looks after it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from areopagus.accounts.actors import member
from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group
from areopagus.administration.actions import forum_access as actions
from areopagus.administration.pages import forum_access as pages
from areopagus.boards.models import ForumPermission
from areopagus.boards.permissions import access_in
from areopagus.core.verdict import NotFound, Refused
from tests import factories
from tests.administration.conftest import fields_of, fill_in
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
Role = Group.Role


def address(places: Places, end: str) -> str:
    return f"/administration/forums/{places.missions.pk}/{end}/"


def test_the_table_changes_what_a_group_may(ada: Client, cast: Cast, places: Places) -> None:
    members, guests = with_role(Role.MEMBERS), with_role(Role.GUESTS)
    page = fill_in(
        ada,
        address(places, "permissions"),
        **{f"may_reply-{members.pk}": "no", f"may_start_topics-{guests.pk}": "yes"},
    )
    assert "The permissions are saved." in page
    max_again = member(user_of(cast.max))
    assert not access_in(max_again, places.missions.pk).reply
    assert access_in(max_again, places.missions.pk).start
    assert Client().get(places.missions.url).content.decode().count("Start a topic")


def test_a_row_is_kept_only_where_something_differs(ada: Client, places: Places) -> None:
    members = with_role(Role.MEMBERS)
    where, name = address(places, "permissions"), f"may_read-{members.pk}"
    fill_in(ada, where, **{name: "no"}, confirmed="1")
    assert ForumPermission.objects.filter(forum=places.missions).count() == 1
    fill_in(ada, where, **{name: "yes"}, confirmed="1")
    assert ForumPermission.objects.get(forum=places.missions).may_read is True
    fill_in(ada, where, **{name: ""}, confirmed="1")
    assert not ForumPermission.objects.filter(forum=places.missions).exists()


def test_two_who_save_the_table_change_only_what_they_touched(ada: Client, places: Places) -> None:
    members, guests = with_role(Role.MEMBERS), with_role(Role.GUESTS)
    where = address(places, "permissions")
    seen = fields_of(ada, where)
    ada.post(where, seen | {f"may_reply-{members.pk}": "no"})
    ada.post(where, seen | {f"may_reply-{guests.pk}": "yes"})
    rows = ForumPermission.objects.filter(forum=places.missions).order_by("group")
    assert list(rows.values_list("group", "may_reply")) == [(guests.pk, True), (members.pk, False)]


def test_nonsense_is_refused(ada: Client, cast: Cast, places: Places) -> None:
    where = address(places, "permissions")
    name = f"may_read-{with_role(Role.MEMBERS).pk}"
    assert ada.post(where, fields_of(ada, where) | {name: "perhaps"}).status_code == 422
    administrators = with_role(Role.ADMINISTRATORS)
    assert f"may_read-{administrators.pk}" not in fields_of(ada, where)
    actions.set_rights(cast.ada, places.missions.pk, {(999_999, "may_read"): False})
    actions.set_rights(cast.ada, places.missions.pk, {(administrators.pk, "pk"): True})
    assert not ForumPermission.objects.filter(forum=places.missions).exists()


def test_appointing_and_dismissing_a_moderator(ada: Client, cast: Cast, places: Places) -> None:
    where = address(places, "moderators")
    factories.make_user("Milo", Role.MODERATORS)
    assert "Milo" in fill_in(ada, where, name=" milo ")
    assert {m.user.name for m in places.missions.moderators.all()} == {"Mona", "Milo"}
    actions.appoint_moderator(cast.ada, places.missions.pk, "Milo")
    page = ada.post(f"{where}{cast.mona.user_id}/dismiss/", follow=True).content.decode()
    assert "They moderate this forum no longer." in page and ">Mona<" not in page


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Nobody", "Nobody here is called"),
        ("Max", "does not moderate"),
        ("Ada", "moderates everywhere already"),
        ("", "required"),
    ],
)
def test_only_members_of_a_moderators_group_are_appointed(
    ada: Client, places: Places, name: str, reason: str
) -> None:
    answer = ada.post(address(places, "moderators"), {"name": name})
    assert answer.status_code == 422
    assert reason in answer.content.decode()


def test_who_lost_the_group_is_shown_to_be_without_power(
    ada: Client, cast: Cast, places: Places
) -> None:
    mona = user_of(cast.mona)
    mona.group = with_role(Role.MEMBERS)
    mona.save()
    assert "without power here" in ada.get(address(places, "moderators")).content.decode()


def test_the_deeds_themselves_insist(cast: Cast, places: Places) -> None:
    for actor in cast.everybody():
        if actor is cast.ada:
            continue
        for deed in (
            lambda a=actor: actions.set_rights(a, places.missions.pk, {}),
            lambda a=actor: actions.appoint_moderator(a, places.missions.pk, "Mona"),
            lambda a=actor: actions.dismiss_moderator(a, places.missions.pk, 1),
        ):
            with pytest.raises(NotFound):
                deed()
    with pytest.raises(NotFound):
        actions.set_rights(cast.ada, 999_999, {})
    with pytest.raises(Refused):
        actions.appoint_moderator(cast.ada, places.missions.pk, "Nobody")


def test_more_rows_cost_no_more_queries(
    cast: Cast, places: Places, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(2):
        with django_assert_num_queries(3):
            pages.permissions_page(cast.ada, places.missions.pk)
        with django_assert_num_queries(2):
            pages.moderators_page(cast.ada, places.missions.pk)
        Group.objects.create(name=f"More {number}")
        user = factories.make_user(f"Milo {number}", Role.MODERATORS)
        places.missions.moderators.create(user=user)
