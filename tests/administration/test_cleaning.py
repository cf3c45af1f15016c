"""Cleaning up after spammers, one account or many, and putting an innocent one right again."""

from __future__ import annotations

import pytest
from django.test import Client

from areopagus.accounts.actors import Actor, member
from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group, User
from areopagus.administration.actions import members
from areopagus.administration.actions.cleaning import clean_up
from areopagus.boards.models import Post, Topic
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound, Refused
from areopagus.moderation.actions import report, undo_for
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
CLEANING = "/administration/members/spam/"


@pytest.fixture
def spammers(cast: Cast, places: Places) -> list[Actor]:
    """Each has begun a topic and answered in Max's."""
    talk = factories.make_topic(cast.max, places.missions, "Who lands first?")
    found = []
    for number in range(3):
        user = factories.make_user(f"Seller{number}", registered_from="203.0.113.9")
        actor = member(user, "203.0.113.9")
        factories.make_topic(actor, places.missions, f"Cheap rockets {number}")
        link = f"[url=https://rockets{number}.example/]cheap[/url]"
        factories.make_post(actor, talk, link)
        found.append(actor)
    return found


def test_one_click_hides_everything_and_bans(
    client: Client, cast: Cast, places: Places, spammers: list[Actor]
) -> None:
    client.force_login(user_of(cast.ada))
    listed = client.get("/administration/members/?address=203.0.113&order=newest").content.decode()
    ids = [spammer.member_id for spammer in spammers]
    assert all(f'name="member" value="{pk}"' in listed for pk in ids)
    assert f'name="member" value="{cast.max.user_id}"' not in listed

    page = client.get(CLEANING, {"member": ids}).content.decode()
    assert "Clean up after 3 accounts" in page and "2 posts, 1 of them begins a topic" in page
    assert "Cheap rockets 1" in page and "203.0.113.9" in page
    done = client.post(CLEANING, {"member": ids, "message": "Spam"}, follow=True).content.decode()
    assert "Done: banned 3 members and removed 6 posts." in done
    assert "for some of these members" in done
    assert not Post.objects.standing().filter(author__in=ids, number__gt=1).exists()
    assert Topic.objects.standing().count() == 1
    assert User.objects.filter(pk__in=ids, banned_at__isnull=False).count() == 3
    batch = Batch.objects.get(kind="members.clean")
    page = client.get(batch.url).content.decode()
    assert "https://rockets0.example/" in page and "https://rockets2.example/" in page
    again = client.post(CLEANING, {"member": ids, "message": "Spam"}, follow=True).content.decode()
    assert "Nothing was left to do." in again


def test_an_innocent_account_is_put_right_alone(cast: Cast, spammers: list[Actor]) -> None:
    ids = [spammer.member_id for spammer in spammers]
    batch = clean_up(cast.mona, ids, "Spam").batch
    assert batch is not None
    undo_for(cast.mona, batch.pk, [ids[1]], "A mistake.")
    assert list(User.objects.filter(pk__in=ids, banned_at=None).values_list("pk", flat=True)) == [
        ids[1]
    ]
    standing = Post.objects.standing().filter(author__in=ids, topic__removed_at=None)
    assert set(standing.values_list("author", flat=True)) == {ids[1]}
    undoing.undo(cast.ada, batch.pk)
    assert not User.objects.filter(pk__in=ids).exclude(banned_at=None).exists()
    assert not Topic.objects.filter(removed_at__isnull=False).exists()


def test_several_are_chosen_from_the_reports(
    client: Client, cast: Cast, spammers: list[Actor]
) -> None:
    for spammer in spammers:
        post = Post.objects.filter(author=spammer.member_id, number__gt=1).get()
        report(cast.ada, post, "Spam.")
    client.force_login(user_of(cast.mona))
    page = client.get("/moderation/reports/").content.decode()
    ids = [spammer.member_id for spammer in spammers]
    assert all(f'form="clean" name="member" value="{pk}"' in page for pk in ids)
    assert "Clean up after 3 accounts" in client.get(CLEANING, {"member": ids}).content.decode()


def test_who_moderates_no_forum_cleans_up_and_is_not_led_to_a_ledger(
    client: Client, spammers: list[Actor]
) -> None:
    client.force_login(factories.make_user("Olaf", Group.Role.MODERATORS))
    said = {"member": spammers[0].member_id, "message": "Spam"}
    answer = client.post(CLEANING, said, follow=True)
    assert answer.status_code == 200
    assert "Done: banned Seller0 and removed 0 posts." in answer.content.decode()


def test_moderators_clean_up_in_their_forums_only(
    cast: Cast, places: Places, spammers: list[Actor]
) -> None:
    elsewhere = factories.make_topic(spammers[0], places.subforum, "Cheap wheels")
    clean_up(cast.mona, [spammers[0].member_id], "Spam")
    elsewhere.refresh_from_db()
    assert elsewhere.removed_at is None
    assert not Topic.objects.standing().filter(title="Cheap rockets 0").exists()


def test_who_cannot_be_cleaned_up(client: Client, cast: Cast, spammers: list[Actor]) -> None:
    one = spammers[0].member_id
    for actor, ids in (
        (cast.ada, [one, cast.ada.member_id]),
        (cast.mona, [one, cast.ada.member_id]),
    ):
        with pytest.raises(Refused):
            clean_up(actor, ids, "Spam")
    with pytest.raises(NotFound):
        clean_up(cast.max, [one], "Spam")
    with pytest.raises(Refused, match="At most 100 members"):
        clean_up(cast.ada, range(10_000), "Spam")
    with pytest.raises(Refused, match="Choose some"):
        clean_up(cast.ada, [], "Spam")
    assert not Batch.objects.exists()
    for actor in cast.visitors():
        client.logout()
        if actor.user:
            client.force_login(user_of(actor))
        expected = 200 if actor in (cast.ada, cast.mona) else 404
        assert client.get(CLEANING, {"member": one}).status_code == expected, actor.name
    client.force_login(user_of(cast.ada))
    for garbage in ({}, {"member": "x"}, {"member": "9" * 15}):
        assert client.get(CLEANING, garbage).status_code == 404
    assert client.post(CLEANING, {"member": one, "message": ""}).status_code == 422


def test_no_undoing_leaves_the_board_without_an_administrator(cast: Cast) -> None:
    administrators = with_role(Group.Role.ADMINISTRATORS)
    members.change_group(cast.ada, cast.max.member_id, administrators.pk)
    promoted = Batch.objects.get()
    second = member(User.objects.select_related("group").get(pk=cast.max.member_id))
    members.ban(second, cast.ada.member_id, "Gone.")
    with pytest.raises(Refused, match="without an administrator"):
        undoing.undo(second, promoted.pk)
    assert User.objects.get(pk=cast.max.member_id).group == administrators


def test_bans_can_be_undone(client: Client, cast: Cast) -> None:
    client.force_login(user_of(cast.ada))
    client.post(f"/administration/members/{cast.max.user_id}/ban/", {"message": "Enough."})
    batch = Batch.objects.get()
    assert str(batch) == "Ada banned Max"
    assert "Enough." in client.get(batch.url).content.decode()
    client.post(f"{batch.url}undo/")
    assert not User.objects.get(pk=cast.max.member_id).is_banned
