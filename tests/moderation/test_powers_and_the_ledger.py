"""What those who may do something to members learn of it, see of it and take back."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Ban, Group
from areopagus.administration.actions import cleaning, groups
from areopagus.administration.actions import members as administering
from areopagus.boards.actions import remove_topics
from areopagus.boards.models import Topic
from areopagus.core.jobs.worker import work_once
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused
from areopagus.moderation import permissions
from areopagus.moderation.actions import appeals, bans, members, standing
from areopagus.moderation.actions.undoing import undo, undo_for
from areopagus.notifications.models import Notice
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


@pytest.fixture
def olaf(cast: Cast) -> Actor:
    """Of the moderators, without a forum."""
    return actors.member(factories.make_user("Olaf", Group.Role.MODERATORS))


def test_whoever_moderates_no_forum_sees_what_asks_a_power_of_theirs(
    cast: Cast, client: Client, olaf: Actor, topic: Topic
) -> None:
    pk = cast.max.member_id
    members.rename(olaf, pk, "Maxim")
    bans.add_ban(olaf, name="Rex")
    cleaning.clean_up(olaf, [cast.dora.member_id])
    # Of others, of the forums, and of the board.
    members.reset_password(cast.mona, cast.nina.member_id)
    remove_topics(cast.mona, [topic.pk])
    standing.silence(cast.mona, pk, "Rude.")
    groups.add_group(cast.ada, "Elders", cast.max.group.pk)
    seen = [
        "renamed Max to Maxim",
        "banned “Rex”",
        "banned Dora and removed 0 posts",
        "had Nina set a new password",
    ]
    visible = permissions.visible_batches(olaf).order_by("pk")
    assert [batch.says for batch in visible] == seen
    for batch in Batch.objects.all():
        assert bool(permissions.can_see_batch(olaf, batch)) is (batch in visible)
    client.force_login(user_of(olaf))
    page = client.get("/moderation/ledger/").content.decode()
    assert (
        all(says in page for says in seen) and "silenced" not in page.split('<ul class="rows"')[1]
    )
    assert 'href="/moderation/ledger/"' in client.get("/").content.decode()
    for batch in Batch.objects.all():
        assert client.get(batch.url).status_code == (200 if batch in visible else 404)
        answer = client.post(f"{batch.url}undo/")
        assert answer.status_code == (302 if batch in visible else 404)
    assert not Ban.objects.exists()
    assert "/addresses/" not in client.get(user_of(cast.max).url, follow=True).content.decode()


def test_whose_group_has_no_power_has_no_ledger_without_a_forum(
    cast: Cast, client: Client, olaf: Actor
) -> None:
    members.rename(cast.ada, cast.max.member_id, "Maxim")
    flags = ("edit_members", "rename_members", "change_passwords", "ban_members", "promote_members")
    Group.objects.filter(pk=olaf.group.pk).update(**{f"may_{flag}": False for flag in flags})
    client.force_login(user_of(olaf))
    batch = Batch.objects.get()
    for address in ("/moderation/ledger/", batch.url, f"{batch.url}members/"):
        assert client.get(address).status_code == 404
    assert client.post(f"{batch.url}undo/").status_code == 404
    assert "/moderation/" not in client.get("/").content.decode()


def test_who_cannot_answer_an_appeal_is_told_of_none(cast: Cast, olaf: Actor) -> None:
    batch = members.rename(cast.ada, cast.max.member_id, "Maxim").batch
    assert batch is not None
    appeals.appeal(cast.max, batch.pk, "It was mine.")
    while work_once("test"):
        pass
    assert set(Notice.objects.filter(kind="appeal").values_list("user__name", flat=True)) == {
        "Ada",
        "Mona",
    }
