"""What came home to whoever leaves goes with them, and what is others' stays theirs."""

from __future__ import annotations

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from areopagus.accounts.actors import Actor
from areopagus.boards import counts
from areopagus.boards.models import Ghost, Post, Topic
from areopagus.core.clock import now
from areopagus.homecoming import actions
from areopagus.homecoming.covering import Stretch
from areopagus.homecoming.models import Claim
from areopagus.leaving import copying, tasks
from areopagus.leaving.actions import ask_for_copy
from tests import factories
from tests.conftest import Cast, Places, user_of

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
