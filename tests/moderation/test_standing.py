"""Warnings, silence, notes: what they do, and to whom they may be done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards import actions as boards
from areopagus.boards.models import Post, Topic
from areopagus.core.clock import now
from areopagus.core.jobs.worker import work_once
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused
from areopagus.moderation import permissions
from areopagus.moderation.actions import undo
from areopagus.moderation.actions.standing import (
    acknowledge,
    add_note,
    lift_silence,
    remove_note,
    silence,
    warn,
)
from areopagus.moderation.models import MemberWarning, StaffNote
from tests import factories
from tests.conftest import Cast, user_of

pytestmark = pytest.mark.django_db


def again(actor: Actor) -> Actor:
    return actors.member(User.objects.select_related("group").get(pk=actor.member_id))


def page_of(actor: Actor) -> str:
    return f"/moderation/members/{actor.member_id}/"


def test_the_silenced_read_and_do_not_write(cast: Cast, topic: Topic) -> None:
    post = factories.make_post(cast.max, topic)
    silence(cast.mona, cast.max.member_id, "Rude words.", now() + timedelta(days=3))
    max_ = again(cast.max)
    for deed in (
        lambda: boards.reply(max_, topic, boards.Draft(source="More.")),
        lambda: boards.start_topic(max_, topic.forum, boards.Draft(title="New", source="More.")),
        lambda: boards.edit_post(max_, post, "Changed.", "bbcode"),
    ):
        with pytest.raises(Refused, match=r"silenced.* until .*Rude words\."):
            deed()
    client = Client()
    client.force_login(user_of(max_))
    page = client.get(topic.url)
    assert page.status_code == 200
    assert "Rude words." in page.content.decode()


def test_silence_ends_by_itself_and_by_lifting_it(cast: Cast, topic: Topic) -> None:
    silence(cast.mona, cast.max.member_id)
    lift_silence(cast.mona, cast.max.member_id)
    boards.reply(factories.patient(again(cast.max)), topic, boards.Draft(source="Back."))
    User.objects.filter(pk=cast.max.member_id).update(
        silenced_at=now() - timedelta(days=2), silenced_until=now() - timedelta(days=1)
    )
    assert not user_of(again(cast.max)).is_silenced
    with pytest.raises(Refused, match="over"):
        silence(cast.mona, cast.max.member_id, until=now() - timedelta(days=1))


def test_enough_points_silence_and_undoing_the_warning_lets_write(cast: Cast) -> None:
    warn(cast.mona, cast.max.member_id, "First.", points=9)
    assert not user_of(again(cast.max)).is_silenced
    batch = warn(cast.mona, cast.max.member_id, "Second.").batch
    assert batch is not None
    assert user_of(again(cast.max)).is_silenced
    assert "silenced them for 7 days" in batch.says
    undoing.undo(cast.ada, batch.pk)
    assert not user_of(again(cast.max)).is_silenced
    assert MemberWarning.objects.count() == 1


def test_points_that_expired_do_not_count(cast: Cast) -> None:
    warn(cast.mona, cast.max.member_id, "Long ago.", points=9, until=now() - timedelta(days=1))
    warn(cast.mona, cast.max.member_id, "Now.", points=9)
    assert not user_of(again(cast.max)).is_silenced


def test_the_warned_are_told_everywhere_until_they_confirm(cast: Cast, settings: Settings) -> None:
    settings.SITE_URL = "https://example.org"
    warn(cast.mona, cast.max.member_id, "Please be kind.")
    while work_once("test"):
        pass
    assert "Please be kind." in mail.outbox[-1].body
    assert "https://example.org/settings/decisions/" in mail.outbox[-1].body
    client = Client()
    client.force_login(user_of(cast.max))
    assert "Staff have warned you" in client.get("/").content.decode()
    assert "Please be kind." in client.get("/settings/decisions/").content.decode()
    client.post("/settings/decisions/read/")
    assert "Staff have warned you" not in client.get("/").content.decode()
    assert MemberWarning.objects.get().acknowledged_at is not None


def test_undoing_an_unread_warning_takes_back_the_notice_too(cast: Cast) -> None:
    batch = warn(cast.mona, cast.max.member_id, "Please be kind.").batch
    assert batch is not None
    undo(cast.mona, batch.pk)
    assert user_of(again(cast.max)).warned_at is None


@pytest.mark.parametrize("name", ["ada", "mona"])
def test_moderators_do_nothing_to_staff_nor_to_themselves(cast: Cast, name: str) -> None:
    whom: Actor = getattr(cast, name)
    for deed in (warn, silence):
        with pytest.raises(Refused, match=r"administrators only|themselves"):
            deed(cast.mona, whom.member_id, "Enough.")
    assert not Batch.objects.exists()


def test_a_moderator_does_not_take_back_what_an_administrator_did(cast: Cast) -> None:
    batch = silence(cast.ada, cast.max.member_id).batch
    assert batch is not None
    assert permissions.can_see_batch(cast.mona, batch)
    assert batch in permissions.visible_batches(cast.mona)
    with pytest.raises(Refused, match="administrator did this"):
        undo(cast.mona, batch.pk)


def test_notes_are_for_staff_only(cast: Cast) -> None:
    add_note(cast.mona, cast.max.member_id, "Writes at night.")
    client = Client()
    client.force_login(user_of(cast.mona))
    assert "Writes at night." in client.get(page_of(cast.max)).content.decode()
    client.force_login(user_of(cast.max))
    assert client.get(page_of(cast.max)).status_code == 404
    assert "Writes at night." not in client.get("/settings/decisions/").content.decode()
    remove_note(cast.ada, cast.max.member_id, StaffNote.objects.get().pk)
    assert not StaffNote.objects.exists()


def test_a_form_that_lacks_something_comes_back_with_the_reason(cast: Cast) -> None:
    client = Client()
    client.force_login(user_of(cast.mona))
    here = page_of(cast.max)
    answer = client.post(f"{here}warn/", {"warn-message": " ", "warn-points": "101"})
    assert answer.status_code == 422
    assert "Say to the member" in answer.content.decode()
    assert client.post(f"{here}silence/", {"silence-until": "2001-01-01"}).status_code == 422
    assert client.post(f"{here}notes/", {"note-text": ""}).status_code == 422
    assert client.post(f"{here}notes/77/remove/").status_code == 404
    assert not Batch.objects.exists()


def test_by_the_form_a_warning_counts_a_month(cast: Cast) -> None:
    client = Client()
    client.force_login(user_of(cast.mona))
    said = {"warn-message": "Be kind.", "warn-points": "2", "warn-lasting": "30"}
    assert client.post(f"{page_of(cast.max)}warn/", said).status_code == 302
    expires = MemberWarning.objects.get().expires_at
    assert expires is not None
    assert timedelta(days=29) < expires - now() <= timedelta(days=30)


def test_a_guest_has_nothing_to_confirm(cast: Cast) -> None:
    with pytest.raises(Refused, match="Sign in"):
        acknowledge(cast.guest)
    assert Client().get("/settings/decisions/").status_code == 403


def test_own_posts_of_the_silenced_show_no_edit(cast: Cast, topic: Topic) -> None:
    factories.make_post(cast.max, topic)
    client = Client()
    client.force_login(user_of(cast.max))
    assert "Edit post" in client.get(topic.url).content.decode()
    silence(cast.mona, cast.max.member_id)
    assert "Edit post" not in client.get(topic.url).content.decode()
    assert Post.objects.filter(author=cast.max.member_id).exists()
