"""What came home to whoever leaves goes with them, and what is others' stays theirs."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards import counts
from areopagus.boards.models import Ghost, Post, Topic
from areopagus.core.clock import now
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused
from areopagus.homecoming import actions
from areopagus.homecoming.covering import Stretch, posts_of
from areopagus.homecoming.ledger import count_claimed
from areopagus.homecoming.models import Claim, MailProof, OldAccount
from areopagus.leaving import copying, tasks
from areopagus.leaving.actions import ask_for_copy
from areopagus.ops.check.examination import examine
from tests import factories
from tests.conftest import Cast, Places, user_of
from tests.leaving.conftest import MAIL, NAME, erase, everything

OLD_MAIL = "olga@old.example"
ALWAYS = Stretch()


@pytest.fixture
def topic(cast: Cast, places: Places) -> Topic:
    return factories.make_topic(cast.mona, places.missions, "Who lands first?")


def ghost_of(cast: Cast, topic: Topic, *mails: str, name: str = "Olga") -> Ghost:
    """One post for each address."""
    ghost = Ghost.objects.create(
        name=name, name_key=name.casefold(), origin=Ghost.Origin.OLD_MEMBER
    )
    for mail in mails:
        post = factories.make_post(cast.max, topic)
        Post.objects.filter(pk=post.pk).update(
            author=None, ghost=ghost, author_name=name, author_mail=mail
        )
    counts.rebuild()
    return ghost


def copy_of(actor: Actor) -> str:
    copy = ask_for_copy(actor)
    tasks.make_copy.call(copy.pk)
    copy.refresh_from_db()
    with ZipFile(BytesIO(b"".join(copying.content_of(copy)))) as archive:
        return json.dumps({name: archive.read(name).decode() for name in archive.namelist()})


def is_sound() -> bool:
    found = StringIO()
    examine(found, repair=False)
    return found.getvalue().startswith("No differences")


def test_a_copy_tells_nobody_the_address_by_which_another_has_claimed(
    cast: Cast, zebedee: Actor, topic: Topic
) -> None:
    ghost = ghost_of(cast, topic, OLD_MAIL)
    actions.link(cast.max, ghost.pk, Claim.Proof.MAIL, OLD_MAIL)
    actions.dispute(zebedee, Claim.objects.get().pk, "That was me.", ALWAYS)
    # As if it had been decided for them.
    Claim.objects.create(
        ghost=ghost, user=user_of(zebedee), proof="word", mail=OLD_MAIL, claimed_at=now()
    )
    copy = copy_of(zebedee)
    assert "That was me." in copy
    assert OLD_MAIL not in copy


def test_an_erasure_leaves_others_the_posts_they_have(
    cast: Cast, zebedee: Actor, topic: Topic
) -> None:
    """Also those that came with an address of whoever leaves, and those without any."""
    EmailAddress.objects.create(user=user_of(zebedee), email="Old@Zeb.example", verified=True)
    EmailAddress.objects.create(user=user_of(zebedee), email=OLD_MAIL, verified=False)
    ghost = ghost_of(cast, topic, "old@zeb.example", MAIL.upper(), "", OLD_MAIL)
    by_mail = Claim.objects.create(
        ghost=ghost, user=user_of(cast.max), proof="mail", mail="old@zeb.example", claimed_at=now()
    )
    without = Claim.objects.create(
        ghost=ghost, user=user_of(cast.max), proof="password", mail="", claimed_at=now()
    )
    count_claimed([cast.max.member_id])
    counts.rebuild()
    before = [list(posts_of(claim).values_list("pk", flat=True)) for claim in (by_mail, without)]
    assert [len(some) for some in before] == [1, 1]
    erase(zebedee)
    assert before == [
        list(posts_of(claim).values_list("pk", flat=True)) for claim in (by_mail, without)
    ]
    assert User.objects.get(name="Max").posts_claimed == 2
    assert is_sound()
    # Their own is gone, whatever its case; one that they never showed is somebody else's.
    assert MAIL.casefold() not in everything().casefold()
    assert Post.objects.filter(author_mail=OLD_MAIL).exists()


def test_what_others_said_against_a_claim_keeps_no_address_of_it(
    cast: Cast, zebedee: Actor, topic: Topic
) -> None:
    ghost = ghost_of(cast, topic, OLD_MAIL, "")
    actions.link(zebedee, ghost.pk, Claim.Proof.MAIL, OLD_MAIL)
    claim = Claim.objects.get()
    refused = actions.dispute(cast.nina, claim.pk, "Me.", ALWAYS)
    actions.refuse(cast.ada, refused.pk, "No.")
    waits = actions.dispute(cast.max, claim.pk, "That was me.", ALWAYS)
    new = erase(zebedee).pseudonym
    for plea in (refused, waits):
        plea.refresh_from_db()
        assert not plea.is_open
        assert not posts_of(plea.as_claim()).exists(), "it is about no other posts now"
    assert OLD_MAIL not in everything()
    assert new in everything()


def test_an_address_they_have_shown_is_nobodys_also_when_they_gave_the_posts_back(
    cast: Cast, zebedee: Actor, topic: Topic
) -> None:
    ghost = ghost_of(cast, topic, OLD_MAIL, "")
    proof = MailProof.objects.create(
        user=user_of(zebedee), ghost=ghost, mail=OLD_MAIL, asked_at=now(), used_at=now()
    )
    actions.link(zebedee, ghost.pk, Claim.Proof.MAIL, proof.mail)
    waits = actions.dispute(cast.max, Claim.objects.get().pk, "That was me.", ALWAYS)
    actions.let_go(zebedee, Claim.objects.get().pk)
    # Somebody else had it for a while.
    actions.link(cast.nina, ghost.pk, Claim.Proof.MAIL, OLD_MAIL)
    actions.let_go(cast.nina, Claim.objects.get().pk)
    # And somebody's dispute is with somebody else.
    actions.link(cast.nina, ghost.pk, Claim.Proof.PASSWORD, "")
    anothers = actions.dispute(cast.max, Claim.objects.get().pk, "No, me.", ALWAYS)
    erase(zebedee)
    waits.refresh_from_db()
    anothers.refresh_from_db()
    assert not waits.is_open
    assert anothers.is_open
    assert OLD_MAIL not in everything()
    assert Post.objects.filter(ghost=ghost).exclude(author_mail="").count() == 1
    assert is_sound()


def test_no_undoing_gives_posts_to_whoever_has_left(
    cast: Cast, zebedee: Actor, topic: Topic
) -> None:
    ghost = ghost_of(cast, topic, "")
    actions.link(zebedee, ghost.pk, Claim.Proof.PASSWORD, "")
    actions.let_go(zebedee, Claim.objects.get().pk)
    given_back = Batch.objects.latest("pk")
    erase(zebedee)
    with pytest.raises(Refused, match="is no member any more"):
        undoing.undo(cast.ada, given_back.pk)
    assert not Claim.objects.exists()
    assert is_sound()


def test_a_name_that_was_not_theirs_alone_stays(cast: Cast, zebedee: Actor, topic: Topic) -> None:
    """Another wrote under it too, or another has shown a part of what was written."""
    for name, mails in (("Olga", ("",)), ("Vera", ("", "vera@old.example"))):
        ghost = ghost_of(cast, topic, *mails, name=name)
        actions.link(zebedee, ghost.pk, Claim.Proof.PASSWORD, "")
    Ghost.objects.create(name="Olga", name_key="olga", origin=Ghost.Origin.OLD_GUEST)
    quoted = "[quote=Olga]Aye[/quote] @Vera, no."
    said = factories.make_post(cast.mona, topic, quoted)
    erase(zebedee)
    said.refresh_from_db()
    assert said.source == quoted
    assert {"Olga", "Vera"} <= set(Ghost.objects.values_list("name", flat=True))


def test_an_old_account_goes_with_whose_posts_it_proves(
    cast: Cast, zebedee: Actor, topic: Topic
) -> None:
    """A namesake's stays: it is theirs to come home with."""
    long_ago = now() - timedelta(days=4000)
    ghosts = [ghost_of(cast, topic, "", name=name) for name in ("Olga", NAME)]
    for number, ghost in enumerate(ghosts):
        OldAccount.objects.create(
            old_user_id=number,
            name=ghost.name,
            name_key=ghost.name_key,
            password="digest",
            registered_at=long_ago,
        )
    actions.link(zebedee, ghosts[0].pk, Claim.Proof.PASSWORD, "")
    erase(zebedee)
    assert [account.name for account in OldAccount.objects.all()] == [NAME]
