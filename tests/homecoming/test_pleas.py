"""What people decide: the page of an old profile, the word of members, disputes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Invitation, User
from areopagus.antispam.models import Arrival
from areopagus.boards.models import Ghost, Post, Topic
from areopagus.core.clock import now
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound, Refused
from areopagus.homecoming import actions, fetching, permissions, tasks
from areopagus.homecoming.covering import Stretch
from areopagus.homecoming.models import Claim, Look, OldAccount, Plea, Word
from areopagus.homecoming.pages.standing import owners_of_posts
from tests import factories
from tests.boards.test_ghosts import say
from tests.conftest import Cast, Places, user_of
from tests.moderation.random_boards import differences, everything

pytestmark = pytest.mark.django_db
PAGE = "http://olga.example/"
ALWAYS = Stretch()


@pytest.fixture(autouse=True)
def few_posts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "VOUCHING_POSTS", 1)


def veteran(topic: Topic, name: str, address: str = "") -> Actor:
    """Somebody who has been here for years."""
    user = factories.make_user(
        name, registered_at=now() - timedelta(days=4000), registered_from=address
    )
    actor = actors.member(user)
    factories.make_post(actor, topic)
    return actor


def asked(actor: Actor, ghost: Ghost, stretch: Stretch = ALWAYS) -> Plea:
    return actions.ask_by_word(actor, ghost.pk, "I had the red boat.", stretch)


def vouched(plea: Plea, topic: Topic, *names: str) -> None:
    for name in names:
        actions.vouch(veteran(topic, name), plea.pk, "I know her.")


def owners_on(ghost: Ghost) -> list[str]:
    posts = list(Post.objects.filter(ghost=ghost).order_by("pk").values_list("pk", flat=True))
    owners = owners_of_posts(posts)
    return [owners[pk].name if pk in owners else "" for pk in posts]


def test_two_vouch_and_a_moderator_decides(
    cast: Cast, olga: Ghost, topic: Topic, client: Client
) -> None:
    client.force_login(user_of(cast.max))
    form = {"words": "I had the red boat.", "first_day": "", "last_day": ""}
    assert client.get(f"/ghosts/{olga.pk}/claim/members/").status_code == 200
    shown = client.post(f"/ghosts/{olga.pk}/claim/members/", form, follow=True)
    assert "Nobody yet" in shown.content.decode()
    plea = Plea.objects.get()
    for name in ("Vito", "Vera"):
        client.force_login(user_of(veteran(topic, name)))
        assert "Did you know them then?" in client.get(olga.url).content.decode()
        said = client.post(f"{plea.url}vouch/", {"text": "I know her."}, follow=True)
        assert "Thank you" in said.content.decode()
    assert not Claim.objects.exists()
    client.force_login(user_of(cast.mona))
    before = everything()
    assert "1 claim waits" in client.get("/moderation/").content.decode()
    assert "2 of 2 vouch" in client.get("/moderation/claims/").content.decode()
    sides = client.get(f"/moderation/claims/{plea.pk}/").content.decode()
    assert "The ghost:" in sides and "The member:" in sides and "Vera" in sides
    done = client.post(
        "/moderation/claims/accept/", {"plea": plea.pk, "reason": "Clear."}, follow=True
    )
    assert "1 decided" in done.content.decode()
    assert owners_on(olga) == ["Max", "Max", "Max"]
    assert "by the word of members" in client.get(olga.url).content.decode()
    # Mona finds it in her ledger and takes it back; then it waits as before.
    batch = Batch.objects.get(kind="ghosts.accept")
    assert client.post(f"/moderation/ledger/{batch.pk}/undo/").status_code == 302
    assert owners_on(olga) == ["", "", ""]
    assert not [one for one in differences(before, everything()) if "homecoming" in one]


def test_a_refusal_has_a_reason_that_both_sides_read(
    cast: Cast, olga: Ghost, client: Client
) -> None:
    plea = asked(cast.max, olga)
    with pytest.raises(Refused, match="Say why"):
        actions.refuse(cast.mona, plea.pk, " ")
    actions.refuse(cast.mona, plea.pk, "She sailed a blue one.")
    tasks.tell.func(plea.pk, cast.max.member_id, "refused")
    assert "blue one" in str(mail.outbox[0].body)
    client.force_login(user_of(cast.max))
    assert "blue one" in client.get("/settings/decisions/").content.decode()
    assert "blue one" in client.get(plea.url).content.decode()


# The page of an old profile


@pytest.fixture
def profile(olga: Ghost) -> OldAccount:
    Ghost.objects.filter(pk=olga.pk).update(origin=Ghost.Origin.OLD_MEMBER)
    Post.objects.filter(ghost=olga).update(author_mail="")
    return OldAccount.objects.create(
        old_user_id=9,
        name="Olga",
        name_key="olga",
        website=PAGE,
        registered_at=now() - timedelta(days=400),
    )


def test_a_mark_on_the_page_of_the_old_profile(
    cast: Cast, olga: Ghost, profile: OldAccount, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(user_of(cast.max))
    assert PAGE in client.get(f"/ghosts/{olga.pk}/claim/").content.decode()
    client.post(f"/ghosts/{olga.pk}/claim/page/", {"page": profile.website})
    plea = Plea.objects.get()
    assert plea.mark in client.get(plea.url).content.decode()
    body = b"Welcome to my page"
    monkeypatch.setattr(fetching, "read", lambda address: fetching.Read(address, body))
    client.post(f"{plea.url}look/")
    tasks.look_at_page.func(Look.objects.get().pk)
    assert "does not stand on the page" in client.get(plea.url).content.decode()
    with pytest.raises(Refused, match="has not been looked at"):
        actions.accept(cast.ada, plea.pk, "")
    body = f"<!-- {plea.mark} -->".encode()
    client.post(f"{plea.url}look/")
    tasks.look_at_page.func(Look.objects.latest("pk").pk)
    assert not Claim.objects.exists(), (
        "people decide: others may write on that page, or own it by now"
    )
    actions.accept(cast.ada, plea.pk, "It is her page.")
    assert Claim.objects.get().proof == Claim.Proof.PAGE and owners_on(olga) == ["Max"] * 3


def test_only_a_page_that_the_profile_linked_to_and_not_without_end(
    cast: Cast, olga: Ghost, profile: OldAccount
) -> None:
    with pytest.raises(Refused, match="No old profile"):
        actions.ask_by_page(cast.max, olga.pk, "http://thief.example/")
    with pytest.raises(Refused, match="No old profile"):
        actions.ask_by_page(cast.max, olga.pk, "")
    plea, other = (actions.ask_by_page(one, olga.pk, PAGE) for one in (cast.max, cast.nina))
    assert plea.mark != other.mark, "another's mark proves nothing of oneself"
    with pytest.raises(NotFound):
        actions.look(cast.nina, plea.pk)
    for _ in range(5):
        actions.look(cast.max, plea.pk)
    with pytest.raises(Refused, match="tomorrow"):
        actions.look(cast.max, plea.pk)
    assert profile.website == PAGE


# Ways to steal a ghost with the help of others


def refused_word(actor: Actor, plea: Plea, reason: str) -> None:
    with pytest.raises((Refused, NotFound), match=reason):
        actions.vouch(actor, plea.pk, "I know her.")
    assert not Word.objects.filter(user=actor.member_id).exists()


def test_who_may_not_vouch(cast: Cast, olga: Ghost, topic: Topic, places: Places) -> None:
    claimant = user_of(cast.max)
    claimant.registered_from = "198.51.100.7"
    claimant.save(update_fields=["registered_from"])
    plea = asked(cast.max, olga)
    refused_word(cast.max, plea, "themselves")
    refused_word(cast.nina, plea, "a member for a year")
    refused_word(cast.boris, plea, "closed")
    # The claimant by another name.
    refused_word(veteran(topic, "Same", "198.51.100.7"), plea, "nothing to do with")
    writer = veteran(topic, "Writer")
    Post.objects.filter(author=writer.member_id).update(author_address="198.51.100.7")
    refused_word(writer, plea, "nothing to do with")
    # Invited by the claimant, or the one who invited them, or with them.
    for inviter, guest in (
        (claimant.pk, "Invited"),
        (None, "Inviter"),
        (cast.ada.member_id, "Along"),
    ):
        other = veteran(topic, guest)
        made_by = inviter or other.member_id
        code = Invitation.objects.create(code=guest, made_by_id=made_by, made_at=now())
        came = (
            {claimant.pk, other.member_id}
            if inviter not in (None, claimant.pk)
            else {other.member_id if inviter else claimant.pk}
        )
        for user_id in came:
            Arrival.objects.create(user_id=user_id, invitation=code)
        refused_word(other, plea, "nothing to do with")
        Arrival.objects.all().delete()
    # Nobody who came after the ghost was gone knew it here.
    Post.objects.filter(ghost=olga).update(posted_at=now() - timedelta(days=5000))
    refused_word(veteran(topic, "Late"), plea, "was a member while")


def test_nobody_makes_a_friend_of_today_one_of_then(cast: Cast, olga: Ghost, topic: Topic) -> None:
    """By writing on under the name of the ghost, or by choosing what the plea is about."""
    years = [now() - timedelta(days=365 * n) for n in (20, 15, 2)]
    for post, at in zip(Post.objects.filter(ghost=olga).order_by("pk"), years, strict=True):
        Post.objects.filter(pk=post.pk).update(posted_at=at)
    User.objects.filter(pk=cast.max.member_id).update(registered_at=years[2])
    say(cast, topic, "Olga", "olga@old.example")
    assert Ghost.objects.get(pk=olga.pk).post_count == 4
    plea = asked(cast.max, olga)
    # Here for eleven years.
    friend = veteran(topic, "Friend")
    refused_word(friend, plea, "was a member while")
    actions.withdraw(cast.max, plea.pk)
    long_ago = asked(cast.nina, olga, Stretch(None, years[1]))
    refused_word(friend, long_ago, "was a member while")
    User.objects.filter(pk=friend.member_id).update(registered_at=years[0] - timedelta(days=1))
    old_friend = actors.member(User.objects.select_related("group").get(pk=friend.member_id))
    assert permissions.can_vouch(old_friend, long_ago)


def test_two_accounts_of_one_house_are_one_word(cast: Cast, olga: Ghost, topic: Topic) -> None:
    plea = asked(cast.max, olga)
    actions.vouch(veteran(topic, "One", "2001:db8:1:2::5"), plea.pk, "Yes.")
    refused_word(veteran(topic, "Two", "2001:db8:1:2::6"), plea, "nothing to do with")


def test_one_word_each_and_not_without_end(cast: Cast, olga: Ghost, topic: Topic) -> None:
    plea, vito = asked(cast.max, olga), veteran(topic, "Vito")
    for _ in range(2):
        actions.vouch(vito, plea.pk, "I know her.")
    assert Word.objects.count() == 1
    with pytest.raises(Refused, match="2 members must vouch"):
        actions.accept(cast.ada, plea.pk, "")
    actions.take_back(vito, plea.pk)
    with pytest.raises(NotFound):
        actions.take_back(vito, plea.pk)
    actions.vouch(vito, plea.pk, "After all.")
    vouched(plea, topic, "Vera")
    # Somebody who was sent away since has no word any more.
    banned = user_of(vito)
    banned.banned_at = now()
    banned.save(update_fields=["banned_at"])
    with pytest.raises(Refused, match="2 members must vouch"):
        actions.accept(cast.ada, plea.pk, "")
    Word.objects.filter(user=vito.member_id).delete()
    many = veteran(topic, "Many")
    for n in range(5):
        other = Plea.objects.create(
            ghost=olga, user=user_of(cast.dora), proof="word", asked_at=now(), words=str(n)
        )
        Word.objects.create(plea=other, user=user_of(many), text="Yes", said_at=now())
    with pytest.raises(Refused, match="within a month"):
        actions.vouch(many, plea.pk, "I know everybody.")


def test_nobody_decides_about_themselves(cast: Cast, olga: Ghost, topic: Topic) -> None:
    plea = asked(cast.mona, olga)
    vouched(plea, topic, "Vito", "Vera")
    with pytest.raises(Refused, match="about themselves"):
        actions.accept(cast.mona, plea.pk, "It was me.")
    ada = user_of(cast.ada)
    ada.registered_at = now() - timedelta(days=4000)
    ada.save(update_fields=["registered_at"])
    factories.make_post(cast.ada, topic)
    actions.vouch(actors.member(ada), plea.pk, "I know her.")
    with pytest.raises(Refused, match="somebody else decides"):
        actions.accept(cast.ada, plea.pk, "")
    assert not Claim.objects.exists()


@pytest.mark.parametrize("deed", [actions.accept, actions.refuse])
def test_who_looks_after_other_forums_decides_nothing(  # noqa: PLR0917 - the cast and its places.
    cast: Cast,
    places: Places,
    olga: Ghost,
    topic: Topic,
    deed: Callable[..., object],
    client: Client,
) -> None:
    plea = asked(cast.max, olga)
    vouched(plea, topic, "Vito", "Vera")
    elsewhere = factories.make_topic(cast.ada, places.archive, "Old")
    Post.objects.filter(topic=elsewhere).update(author=None, ghost=olga, author_name="Olga")
    for thief in (cast.mona, cast.nina, cast.max):
        with pytest.raises((NotFound, Refused)):
            deed(thief, plea.pk, "Because.")
    client.force_login(user_of(cast.mona))
    assert client.get(f"/moderation/claims/{plea.pk}/").status_code == 404
    client.force_login(user_of(cast.nina))
    assert client.get("/moderation/claims/").status_code == 404
    assert client.post("/moderation/claims/accept/", {"plea": plea.pk}).status_code == 404
    assert Plea.objects.get().is_open


def test_a_ghost_that_one_cannot_see_is_not_to_be_had_by_words(
    cast: Cast, places: Places, client: Client
) -> None:
    hidden = factories.make_topic(cast.ada, places.staff_room, "Secret")
    ghost = Ghost.objects.create(name="Vera", name_key="vera", origin=Ghost.Origin.OLD_GUEST)
    Post.objects.filter(topic=hidden).update(author=None, ghost=ghost)
    plea = Plea.objects.create(ghost=ghost, user=user_of(cast.ada), proof="word", asked_at=now())
    with pytest.raises(NotFound):
        asked(cast.max, ghost)
    client.force_login(user_of(cast.max))
    assert client.get(plea.url).status_code == client.get("/pleas/999/").status_code == 404
    assert Client().get(plea.url).status_code == Client().get("/pleas/999/").status_code == 403


def test_not_many_at_once(cast: Cast, olga: Ghost) -> None:
    asked(cast.max, olga)
    with pytest.raises(Refused, match="it waits"):
        asked(cast.max, olga)
    others = [
        Ghost.objects.create(name=f"G{n}", name_key=f"g{n}", origin=Ghost.Origin.OLD_GUEST)
        for n in range(3)
    ]
    for ghost, post in zip(others, Post.objects.filter(ghost=olga), strict=True):
        Post.objects.filter(pk=post.pk).update(ghost=ghost)
    for ghost in others[:2]:
        asked(cast.max, ghost)
    with pytest.raises(Refused, match="Let them be decided"):
        asked(cast.max, others[2])


def test_days_are_those_of_the_members_clock(cast: Cast, olga: Ghost, client: Client) -> None:
    user = user_of(cast.max)
    user.time_zone = "Europe/Kyiv"
    user.save(update_fields=["time_zone"])
    client.force_login(user)
    form = {"words": "Me.", "first_day": "2001-06-01", "last_day": "2001-06-02"}
    assert client.post(f"/ghosts/{olga.pk}/claim/members/", form).status_code == 422
    Post.objects.filter(ghost=olga).update(posted_at="2001-06-02T20:59:59Z")
    client.post(f"/ghosts/{olga.pk}/claim/members/", form)
    plea = Plea.objects.get()
    assert plea.since and plea.since.isoformat() == "2001-05-31T21:00:00+00:00"
    assert plea.before and plea.before.isoformat() == "2001-06-02T21:00:00+00:00"
    backwards = {**form, "first_day": "2001-06-03"}
    assert client.post(f"/ghosts/{olga.pk}/claim/members/", backwards).status_code == 422
