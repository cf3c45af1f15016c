"""Claimed posts count as their member's, and stand in their list; several who shared a name have a stretch each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from areopagus.accounts.models import User
from areopagus.boards.models import Ghost, Post, Topic
from areopagus.core.clock import now
from areopagus.core.ledger import recording, undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused
from areopagus.homecoming import actions, deeds
from areopagus.homecoming.models import Claim
from areopagus.homecoming.pages.standing import owners_of_posts, standing
from areopagus.ops.check.examination import examine
from tests.boards.test_ghosts import say
from tests.conftest import Cast, user_of
from tests.moderation.random_boards import differences, everything

pytestmark = pytest.mark.django_db
MAIL = Claim.Proof.MAIL


def count_of(member: User) -> int:
    member.refresh_from_db(fields=["post_count"])
    return member.post_count


def by_word(user: User, ghost: Ghost, **stretch: object) -> Claim:
    """As moderators decide it: whatever the address."""
    claim = Claim(
        ghost=ghost, user=user, proof=Claim.Proof.WORD, any_address=True, claimed_at=now()
    )
    for name, moment in stretch.items():
        setattr(claim, name, moment)
    claim.save()
    standing.forget()
    return claim


def test_claimed_posts_count_and_stand_in_the_list(
    cast: Cast, olga: Ghost, topic: Topic, client: Client
) -> None:
    member, before = user_of(cast.max), everything()
    assert count_of(member) == 0
    done = actions.link(cast.max, olga.pk, MAIL, "olga@old.example")
    assert count_of(member) == 2
    shown = client.get(f"{member.url}posts/").content.decode()
    assert shown.count("as <bdi>Olga</bdi>") == 2
    assert "<dt>Posts</dt><dd>2</dd>" in client.get(member.url).content.decode()
    assert examine(StringIO(), repair=False) == 0
    assert done.batch is not None
    undoing.undo(cast.ada, done.batch.pk)
    assert count_of(member) == 0
    assert not differences(before, everything())
    assert "Olga" not in client.get(f"{member.url}posts/").content.decode()


def test_who_writes_as_a_guest_again_is_counted_too(
    cast: Cast, olga: Ghost, topic: Topic, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    actions.link(cast.max, olga.pk, MAIL, "olga@old.example")
    with django_capture_on_commit_callbacks(execute=True):
        say(cast, topic, "Olga", "olga@old.example")
    assert count_of(user_of(cast.max)) == 3
    assert examine(StringIO(), repair=False) == 0


def test_a_wrong_count_is_found_and_mended(cast: Cast, olga: Ghost) -> None:
    actions.link(cast.max, olga.pk, MAIL, "olga@old.example")
    User.objects.filter(pk=cast.max.member_id).update(posts_claimed=7)
    said = StringIO()
    assert examine(said, repair=True) == 0
    assert "posts_claimed is 7, should be 2" in said.getvalue()
    assert count_of(user_of(cast.max)) == 2


def test_what_is_shown_by_an_address_is_stronger_than_words(cast: Cast, olga: Ghost) -> None:
    by_word(user_of(cast.nina), olga)
    done = actions.link(cast.max, olga.pk, MAIL, "olga@old.example")
    posts = dict(Post.objects.filter(ghost=olga).values_list("pk", "author_mail"))
    owners = {posts[pk].lower(): owner.name for pk, owner in owners_of_posts(list(posts)).items()}
    assert owners == {"olga@old.example": "Max", "other@old.example": "Nina"}
    assert (count_of(user_of(cast.max)), count_of(user_of(cast.nina))) == (2, 1)
    assert done.batch is not None
    undoing.undo(cast.ada, done.batch.pk)
    assert (count_of(user_of(cast.max)), count_of(user_of(cast.nina))) == (0, 3)


def test_each_has_their_stretch_of_time(
    cast: Cast, olga: Ghost, topic: Topic, client: Client
) -> None:
    middle = now() - timedelta(days=100)
    first, second, third = Post.objects.filter(ghost=olga).order_by("pk")
    Post.objects.filter(pk=first.pk).update(posted_at=middle - timedelta(seconds=1))
    Post.objects.filter(pk=second.pk).update(posted_at=middle)
    by_word(user_of(cast.max), olga, before=middle)
    by_word(user_of(cast.nina), olga, since=middle)
    owners = owners_of_posts([first.pk, second.pk, third.pk])
    assert [owners[pk].name for pk in (first.pk, second.pk, third.pk)] == ["Max", "Nina", "Nina"]
    page = client.get(topic.url).content.decode()
    assert page.count('dir="auto">Max</a></p>') == 1
    assert page.count('dir="auto">Nina</a></p>') == 2


def test_no_deed_gives_the_same_posts_to_two(cast: Cast, olga: Ghost) -> None:
    """Nor the undoing of one, when somebody else has them by then."""
    actions.link(cast.max, olga.pk, MAIL, "olga@old.example")
    actions.let_go(cast.max, Claim.objects.get().pk)
    actions.link(cast.nina, olga.pk, MAIL, "olga@old.example")
    with pytest.raises(Refused, match=r"(Nina and Max|Max and Nina)"):
        undoing.undo(cast.ada, Batch.objects.get(kind="ghosts.let-go").pk)
    by_word(user_of(cast.max), olga)
    with (
        pytest.raises(Refused, match="The same posts of Olga"),
        recording.batch(cast.ada, deeds.CLAIMED) as deed,
    ):
        deed.made(by_word(user_of(cast.nina), olga))
        deed.concerns(ghost=[olga.pk], member=[cast.nina.user_id])
