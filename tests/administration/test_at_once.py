"""Two administrators at the same moment, on either database."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from areopagus.accounts.actors import member
from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group, User
from areopagus.administration.actions import forums, groups, members
from areopagus.administration.actions.forums import Place
from areopagus.administration.tree import family_of
from areopagus.boards.models import Forum
from areopagus.core.verdict import NotFound, Refused
from tests import factories
from tests.conftest import Cast, Places

pytestmark = pytest.mark.django_db(transaction=True)
Role = Group.Role


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Does them in threads of their own; what each was refused with, or "" when it was done."""
    start, said = Barrier(len(deeds)), [""] * len(deeds)

    def run(place: int) -> None:
        start.wait()
        try:
            deeds[place]()
        except (Refused, NotFound) as reason:
            said[place] = str(reason) or "absent"
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,)) for place in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return said


def test_two_who_ban_each_other_leave_one(cast: Cast) -> None:
    ada, bea = cast.ada, member(factories.make_user("Bea", Role.ADMINISTRATORS))
    said = at_once(lambda: members.ban(ada, bea.member_id), lambda: members.ban(bea, ada.member_id))
    assert sorted(said) == ["", "The last administrator cannot be banned."]
    assert User.objects.filter(group=ada.group, banned_at=None).count() == 1


def test_two_forums_put_below_each_other_make_no_circle(cast: Cast, places: Places) -> None:
    one, other = places.missions.pk, places.archive.pk
    said = at_once(
        lambda: forums.change_forum(cast.ada, one, {"place": Place(parent_id=other)}),
        lambda: forums.change_forum(cast.ada, other, {"place": Place(parent_id=one)}),
    )
    assert sorted(said) == ["", "A forum cannot stand below itself."]
    parents = dict(Forum.objects.values_list("pk", "parent"))
    assert not (other in family_of(one, parents) and one in family_of(other, parents))


def test_nobody_is_left_in_a_group_that_goes(cast: Cast) -> None:
    elders = groups.add_group(cast.ada, "Elders", cast.max.group.pk)
    members_group = with_role(Role.MEMBERS)
    said = at_once(
        lambda: groups.remove_group(cast.ada, elders.pk, members_group.pk),
        lambda: members.change_group(cast.ada, cast.nina.member_id, elders.pk),
    )
    assert said[0] == "" and said[1] in {"", "absent"}
    assert not Group.objects.filter(name="Elders").exists()
    assert User.objects.get(name="Nina").group.role in {Role.MEMBERS, Role.NEWCOMERS}


def test_a_name_is_given_to_one_group(cast: Cast) -> None:
    said = at_once(*[lambda: groups.add_group(cast.ada, "Elders", cast.max.group.pk)] * 2)
    assert sorted(said) == ["", "There is a group called “Elders” already."]
