"""What those who may do something to members learn of it, see of it and take back."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from areopagus.accounts.models import Group
from areopagus.administration.actions import cleaning
from areopagus.administration.actions import members as administering
from areopagus.boards.actions import remove_topics
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused
from areopagus.moderation import permissions
from areopagus.moderation.actions import members
from areopagus.moderation.actions.undoing import undo, undo_for
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db


def test_whoever_says_they_saw_something_else_learns_nothing_new(
    cast: Cast, client: Client, places: Places
) -> None:
    """What they say they saw comes with the form: anybody who may send it may say anything."""
    Group.objects.filter(pk=cast.mona.group.pk).update(may_ban_members=False)
    pk = cast.max.member_id
    client.force_login(user_of(cast.mona))
    hidden = factories.make_topic(cast.max, places.missions, "Under the board")
    hidden.forum = places.staff_room
    hidden.save(update_fields=["forum"])
    for deed in (
        lambda: remove_topics(cast.ada, [hidden.pk]),
        lambda: administering.ban(cast.ada, pk, addresses="198.51.100.7", mail="max@example.org"),
    ):
        deed()
        answer = client.post(f"/moderation/members/{pk}/rename/", {"name": "Late", "seen": "x"})
        page = answer.content.decode()
        assert answer.status_code == 422 and "has changed meanwhile. Look again." in page
        assert "198.51.100.7" not in page and "Under the board" not in page


@pytest.mark.parametrize("twice", [False, True])
def test_no_undoing_by_a_moderator_makes_staff(cast: Cast, twice: bool) -> None:
    """The group somebody comes back into may have become one of staff meanwhile."""
    crew = Group.objects.create(name="Crew")
    helpers = Group.objects.create(name="Helpers", promote_to=crew)
    seller = factories.make_user("Seller")
    seller.group = helpers
    seller.save(update_fields=["group"])
    batch = members.promote(cast.mona, seller.pk).batch
    assert batch is not None
    if twice:
        batch = undo(cast.mona, batch.pk)
    became = crew if twice else helpers
    Group.objects.filter(pk=became.pk).update(is_moderator=True)
    with pytest.raises(Refused, match="made by administrators only"):
        undo(cast.mona, batch.pk)
    undo(cast.ada, batch.pk)
    seller.refresh_from_db()
    assert seller.group_id == became.pk


def test_whoever_sees_a_deed_sees_its_undoings_too(cast: Cast) -> None:
    """Undone, done again, undone again; and undone in part, and that undone."""
    pk = cast.max.member_id
    batch = members.rename(cast.mona, pk, "Maxim").batch
    both = cleaning.clean_up(cast.ada, [pk, cast.dora.member_id]).batch
    assert batch is not None and both is not None
    found = [batch]
    for _ in range(3):
        found.append(undo(cast.mona, found[-1].pk))
    found += [both, undo_for(cast.ada, both.pk, [pk])]
    found.append(undo(cast.ada, found[-1].pk))
    found.sort(key=lambda one: one.pk)
    for sees in (True, False):
        cast.mona.group.may_rename_members = cast.mona.group.may_ban_members = sees
        visible = permissions.visible_batches(cast.mona)
        assert list(visible.order_by("pk")) == (found if sees else [])
        assert [bool(permissions.can_see_batch(cast.mona, one)) for one in found] == [sees] * len(
            found
        )
    Batch.objects.update(first_kind="")
    import_module("areopagus.core.ledger.migrations.0003_first_kind").say_first_kinds(apps, None)
    assert {one.pk: one.first_kind for one in found} == dict(
        Batch.objects.values_list("pk", "first_kind")
    )
