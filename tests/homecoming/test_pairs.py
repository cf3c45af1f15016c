"""Whoever was deleted on the old board and registered again is asked, and nothing comes of it by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from areopagus.accounts import actors
from areopagus.accounts.models import User
from areopagus.boards.models import Ghost, Post, Topic
from areopagus.boards.models.ghost import key_of
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound
from areopagus.homecoming.models import Claim, Pair
from areopagus.homecoming.pairs.actions import decline
from areopagus.homecoming.pairs.finding import find_pairs
from areopagus.homecoming.pairs.page import own_pairs
from tests import factories
from tests.conftest import Cast, user_of

LONG_AGO = now() - timedelta(days=1000)


def ghost_of(name: str, topic: Topic, mail: str = "", address: str = "") -> Ghost:
    """One who wrote a post long ago."""
    ghost = Ghost.objects.create(
        name=name, name_key=key_of(name), origin=Ghost.Origin.UNKNOWN, post_count=1,
        first_post_at=LONG_AGO, last_post_at=LONG_AGO,
    )  # fmt: skip
    Post.objects.create(
        topic=topic, number=100 + ghost.pk, ghost=ghost, author_name=name, author_mail=mail,
        author_address=address, posted_at=LONG_AGO, source="Aye.", markup="bbcode", html="Aye.",
        html_version=1,
    )  # fmt: skip
    return ghost


def evidence() -> dict[tuple[str, str], list[str]]:
    find_pairs()
    pairs = Pair.objects.select_related("ghost", "user")
    return {(pair.ghost.name, pair.user.name): pair.evidence for pair in pairs}


@pytest.mark.parametrize(
    ("ghost", "member", "why"),
    [
        ("Olga", "Olga", "name"),
        ("OLGA", "olga", "name"),
        ("Оlga", "Olga", "look"),
        ("Olga", "olga_1987", "near"),
        ("Olga-M", "OlgaM", "near"),
    ],
)
def test_names_that_are_one_or_nearly_so(topic: Topic, ghost: str, member: str, why: str) -> None:
    ghost_of(ghost, topic)
    factories.make_user(member, email="")
    assert evidence() == {(ghost, member): [why]}


@pytest.mark.parametrize("member", ["Olaf", "Olg", "Helga"])
def test_other_names_are_other_people(topic: Topic, member: str) -> None:
    ghost_of("Olga", topic)
    factories.make_user(member)
    assert evidence() == {}


def test_whoever_was_here_meanwhile_is_somebody_else(topic: Topic) -> None:
    ghost_of("Olga", topic)
    factories.make_user("Olga", registered_at=LONG_AGO - timedelta(days=1))
    assert evidence() == {}


def test_the_same_mail_address_and_network_address(topic: Topic) -> None:
    ghost_of("Somebody", topic, mail="Olga@Example.org", address="192.0.2.9")
    factories.make_member("Olga", registered_from="192.0.2.9")
    factories.make_member("Helga", registered_from="192.0.2.9")
    assert evidence() == {("Somebody", "Olga"): ["mail", "address"]}


def test_an_address_that_nobody_has_proved_is_no_evidence(topic: Topic) -> None:
    """Else it would tell whoever registers with it what it stands on."""
    ghost_of("Somebody", topic, mail="olga@example.org")
    factories.make_user("Olga")
    assert evidence() == {}


def test_the_member_is_asked_and_others_are_not(cast: Cast, topic: Topic, client: Client) -> None:
    ghost = ghost_of("Olga", topic)
    olga = factories.make_user("Olga")
    find_pairs()
    client.force_login(olga)
    page = client.get(olga.url).content.decode()
    assert "Is this you?" in page
    assert f"/ghosts/{ghost.pk}/claim/" in page
    client.force_login(user_of(cast.max))
    assert "Is this you?" not in client.get(olga.url).content.decode()


def test_nobody_is_asked_about_what_they_may_not_see(secret_topic: Topic) -> None:
    ghost_of("Olga", secret_topic)
    olga = factories.make_user("Olga")
    find_pairs()
    assert not own_pairs(actors.member(User.objects.select_related("group").get(pk=olga.pk)))


def test_that_was_not_me_is_asked_once(cast: Cast, topic: Topic, client: Client) -> None:
    ghost_of("Olga", topic)
    olga = factories.make_user("Olga")
    find_pairs()
    pair = Pair.objects.get()
    with pytest.raises(NotFound):
        decline(cast.max, pair.pk)
    client.force_login(olga)
    client.post(f"/pairs/{pair.pk}/not-me/")
    find_pairs()
    assert "Is this you?" not in client.get(olga.url).content.decode()
    client.force_login(user_of(cast.ada))
    assert "that was not me" in client.get("/administration/pairs/").content.decode()


def test_what_is_claimed_is_no_question_any_more(cast: Cast, topic: Topic, client: Client) -> None:
    ghost = ghost_of("Olga", topic)
    olga = factories.make_user("Olga")
    find_pairs()
    client.force_login(user_of(cast.ada))
    assert "1 pair." in client.get("/administration/pairs/").content.decode()
    Claim.objects.create(ghost=ghost, user=olga, proof="mail", claimed_at=now())
    assert "There is none." in client.get("/administration/pairs/").content.decode()
    assert not own_pairs(actors.member(olga))


def test_a_pair_is_gone_with_what_spoke_for_it(topic: Topic) -> None:
    ghost_of("Olga", topic)
    olga = factories.make_user("Olga")
    assert find_pairs() == 1
    User.objects.filter(pk=olga.pk).update(is_active=False)
    assert find_pairs() == 0
    assert not Pair.objects.exists()
