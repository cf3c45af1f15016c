"""“Was that you?”: posts that are shown as one member's and may be another's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards.models import Ghost, Post, Topic
from areopagus.core.clock import now
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused
from areopagus.homecoming import actions, permissions, tasks
from areopagus.homecoming.covering import Stretch
from areopagus.homecoming.models import Claim, Plea
from tests.conftest import Cast, user_of
from tests.homecoming.test_pleas import ALWAYS, owners_on, veteran, vouched
from tests.moderation.random_boards import differences, everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_posts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "VOUCHING_POSTS", 1)


def test_a_dispute_is_told_to_both_and_decided_by_words(
    cast: Cast, olga: Ghost, topic: Topic, client: Client
) -> None:
    claim = Claim.objects.create(
        ghost=olga, user=user_of(cast.max), proof="word", any_address=True, claimed_at=now()
    )
    client.force_login(user_of(cast.nina))
    assert f"/claims/{claim.pk}/dispute/" in client.get(olga.url).content.decode()
    form = {"words": "That was me!", "first_day": "", "last_day": ""}
    client.post(f"/claims/{claim.pk}/dispute/", form)
    plea = Plea.objects.get()
    tasks.tell.func(plea.pk, cast.max.member_id, "disputed")
    assert "shown as yours" in str(mail.outbox[0].body)
    client.force_login(user_of(cast.max))
    assert "That was me!" in client.get(plea.url).content.decode()
    with pytest.raises(Refused, match="shown as yours"):
        actions.dispute(cast.max, claim.pk, "Mine.", ALWAYS)
    before = everything()
    done = actions.accept(cast.ada, plea.pk, "Nobody knows.")
    assert owners_on(olga) == ["", "", ""], "without the word of others they are nobody's again"
    assert done.batch is not None
    undoing.undo(cast.ada, done.batch.pk)
    assert owners_on(olga) == ["Max"] * 3
    assert not [one for one in differences(before, everything()) if "homecoming" in one]
    vouched(plea, topic, "Vito", "Vera")
    actions.accept(cast.ada, plea.pk, "They know her.")
    assert owners_on(olga) == ["Nina"] * 3


def test_who_shared_a_name_has_the_stretch_that_was_theirs(
    cast: Cast, olga: Ghost, topic: Topic
) -> None:
    days = [now() - timedelta(days=n) for n in (300, 200, 100)]
    for post, day in zip(Post.objects.filter(ghost=olga).order_by("pk"), days, strict=True):
        Post.objects.filter(pk=post.pk).update(posted_at=day)
    claim = Claim.objects.create(
        ghost=olga, user=user_of(cast.max), proof="word", any_address=True, claimed_at=now()
    )
    middle = Stretch(days[1] - timedelta(hours=1), days[1] + timedelta(hours=1))
    plea = actions.dispute(cast.nina, claim.pk, "A week in May.", middle)
    vouched(plea, topic, "Vito", "Vera")
    actions.accept(cast.ada, plea.pk, "Both.")
    assert owners_on(olga) == ["Max", "Nina", "Max"]
    members = User.objects.filter(name__in=["Max", "Nina"])
    counts = dict(members.values_list("name", "post_count"))
    assert counts == {"Max": 2, "Nina": 1}


def test_a_proof_is_taken_away_by_administrators_only(cast: Cast, olga: Ghost) -> None:
    actions.link(cast.max, olga.pk, Claim.Proof.MAIL, "olga@old.example")
    plea = actions.dispute(cast.nina, Claim.objects.get().pk, "That was me.", ALWAYS)
    with pytest.raises(Refused, match="administrators only"):
        actions.accept(cast.mona, plea.pk, "")
    actions.accept(cast.ada, plea.pk, "")
    assert not Claim.objects.exists()


def said_to(client: Client, actor: Actor, plea: Plea) -> str:
    client.force_login(user_of(actor))
    return client.get(plea.url).content.decode()


def test_what_a_dispute_says_is_for_both_sides_and_staff(
    cast: Cast, olga: Ghost, topic: Topic, client: Client
) -> None:
    claim = Claim.objects.create(
        ghost=olga, user=user_of(cast.max), proof="word", any_address=True, claimed_at=now()
    )
    plea = actions.dispute(cast.nina, claim.pk, "That was me!", ALWAYS)
    for reader in (cast.nina, cast.max, cast.mona):
        assert "That was me!" in said_to(client, reader, plea)
    vito = veteran(topic, "Vito")
    page = said_to(client, vito, plea)
    assert "I vouch for Nina" in page and "That was me!" not in page
    # Neither when its claim is there no more: then it is a plea like another, and ends.
    actions.let_go(cast.max, claim.pk)
    assert client.get(plea.url).status_code == 404
    assert "This was withdrawn" in said_to(client, cast.nina, plea)
    undoing.undo(cast.ada, Batch.objects.latest("pk").pk)
    plea.refresh_from_db()
    assert plea.is_open and plea.against_id == claim.pk
    assert "That was me!" not in said_to(client, vito, plea)
