"""Whoever is forgotten is nowhere any more, and everything else is as it was."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from areopagus.accounts import actions as accounts
from areopagus.accounts.actors import Actor
from areopagus.accounts.models import MailTrouble, User
from areopagus.accounts.taken_names import is_taken
from areopagus.administration.actions import many
from areopagus.antispam.models import Arrival
from areopagus.boards import actions as boards
from areopagus.boards import counts
from areopagus.boards.models import Ghost, HeldWriting, Post, Topic
from areopagus.core.clock import now
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import Refused
from areopagus.homecoming import actions as asks
from areopagus.homecoming.covering import Stretch
from areopagus.homecoming.models import Claim
from areopagus.leaving import actions, erasing
from areopagus.leaving.models import Farewell
from areopagus.moderation import actions as moderation
from areopagus.moderation.actions import members, standing
from areopagus.moderation.models import Report
from areopagus.ops.check.examination import examine
from tests import factories
from tests.conftest import Cast, Places, user_of
from tests.leaving.conftest import ADDRESS, MAIL, NAME, erase, everything

OLD_NAME = "Zebulon"

Outcome = Report.Outcome


@pytest.fixture
def topic_of_zebedee(zebedee: Actor, places: Places) -> Topic:
    return factories.make_topic(zebedee, places.missions, "Boing", posts=2)


@pytest.fixture
def traces(cast: Cast, zebedee: Actor, topic_of_zebedee: Topic) -> Topic:
    """What a member leaves behind on a board, in as many places as there are."""
    topic, theirs = topic_of_zebedee, topic_of_zebedee.posts.get(number=2)
    said = f"[quote={NAME} post={theirs.pk}]Aye.[/quote] @{NAME}, no."
    other = factories.make_post(cast.max, topic, said)
    boards.edit_post(cast.max, other, said + " Or yes.", "bbcode")
    moderation.report(cast.max, theirs, "Too loud.")
    moderation.report(zebedee, other, "Not so.")
    report = Report.objects.get(post=theirs)
    moderation.settle(cast.mona, report.pk, Outcome.NOTHING, "")
    standing.warn(
        cast.mona, user_of(zebedee).pk, f"{NAME}, be quiet.", reason=f"{NAME.upper()} is loud"
    )
    boards.edit_post(cast.mona, theirs, f"Aye. Signed, @{NAME}", "bbcode", reason="Louder")
    boards.remove_posts(cast.mona, [theirs.pk], f"{NAME} shouts")
    MailTrouble.objects.create(
        user=user_of(zebedee), address=MAIL, count=1, first_at=now(), last_at=now()
    )
    Arrival.objects.create(user=user_of(zebedee), seconds=9)
    return topic


def came_home(cast: Cast, actor: Actor, topic: Topic, name: str) -> None:
    """A guest of years ago that was this member: two posts, of which one began a topic, and one quoted by another."""
    ghost = Ghost.objects.create(name=name, name_key=name.casefold(), origin=Ghost.Origin.OLD_GUEST)
    begun = factories.make_topic(cast.max, topic.forum, "From before.")
    posts = [begun.posts.get(), factories.make_post(cast.max, topic, "And this.")]
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(
        author=None, ghost=ghost, author_name=name, author_mail=MAIL, edited_by_name=name
    )
    Topic.objects.filter(pk=begun.pk).update(author=None, author_name=name)
    HeldWriting.objects.create(
        kind="reply",
        decision="approved",
        author_name=name,
        author_mail=MAIL,
        author_address=ADDRESS,
        forum=topic.forum,
        topic=topic,
        post=posts[1],
        source="And this.",
        markup="bbcode",
        held_at=now(),
        decided_at=now(),
    )
    factories.make_post(cast.mona, topic, f"[quote={name}]Aye[/quote] @{name}, no.")
    # Somebody asked for it before, and was not believed.
    plea = asks.ask_by_word(cast.dora, ghost.pk, "Me.", Stretch())
    asks.refuse(cast.ada, plea.pk, "No.")
    asks.link(actor, ghost.pk, Claim.Proof.MAIL, MAIL)
    counts.rebuild()


def test_nothing_is_left(cast: Cast, zebedee: Actor, traces: Topic) -> None:
    """But for what others say about them in posts, in words of their own."""
    came_home(cast, zebedee, traces, NAME)
    came_home(cast, zebedee, traces, OLD_NAME)
    farewell = erase(zebedee)
    differences = StringIO()
    examine(differences, repair=False)
    assert differences.getvalue().startswith("No differences")
    left = everything()
    for needle in (
        NAME,
        NAME.casefold(),
        NAME.upper(),
        MAIL,
        ADDRESS,
        "Zeb Edee",
        "pbkdf2",
        "Too quiet",
        OLD_NAME,
        OLD_NAME.casefold(),
    ):
        found = re.findall(rf"^.*{re.escape(needle)}.*$", left, re.MULTILINE)
        assert not found, needle
    assert farewell.erased_at is not None
    assert farewell.names == farewell.mails == []


def test_posts_stay_under_a_name_of_nobody(cast: Cast, zebedee: Actor, traces: Topic) -> None:
    farewell = erase(zebedee)
    new = farewell.pseudonym
    traces.refresh_from_db()
    assert traces.author_name == new
    first, other = traces.posts.get(number=1), traces.posts.get(number=3)
    assert (first.author, first.ghost, first.author_name) == (None, farewell.ghost, new)
    assert first.source == "Boing The first post."
    assert other.source.startswith(f"[quote={new} post=")
    assert f'@"{new}", no.' in other.source
    assert new in other.html
    assert NAME not in other.html
    # Nobody has edited anything.
    assert other.edited_by_name == "Max"
    assert farewell.ghost is not None
    assert farewell.ghost.post_count == 2
    page = Client().get(traces.url).content.decode()
    assert new in page
    assert NAME not in page


def test_what_was_done_can_still_be_undone(cast: Cast, zebedee: Actor, traces: Topic) -> None:
    """And brings no name back."""
    removed = Batch.objects.get(kind="posts.remove")
    edited = Batch.objects.get(kind="posts.edit")
    post = traces.posts.get(number=2)
    farewell = erase(zebedee)
    undoing.undo(cast.ada, removed.pk)
    undoing.undo(cast.ada, edited.pk)
    post.refresh_from_db()
    assert post.removed_at is None
    assert post.author_name == farewell.pseudonym
    assert post.source == "Post number 2."
    assert NAME not in everything()


def test_many_at_once_can_be_undone_though_one_has_left(cast: Cast, zebedee: Actor) -> None:
    ids = [user_of(zebedee).pk, user_of(cast.max).pk]
    batch = many.ban_many(cast.ada, ids, "Loud", reason=f"Friends of {NAME}").batch
    erase(zebedee)
    assert batch is not None
    undoing.undo(cast.ada, batch.pk)
    assert not User.objects.get(name="Max").is_banned
    assert NAME not in everything()


def test_pictures_that_staff_took_from_them_are_gone_too(
    cast: Cast, zebedee: Actor, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    user = user_of(zebedee)
    paths = []
    for colour in ("red", "green", "blue"):
        accounts.set_avatar(user, factories.make_picture(colour))
        paths.append(User.objects.get(pk=user.pk).avatar)
        if colour != "blue":
            batch = members.edit_profile(cast.ada, user.pk, {"avatar": ""}).batch
    # Somebody else has the second one.
    User.objects.filter(pk=cast.max.member_id).update(avatar=paths[1])
    erase(zebedee)
    assert [default_storage.exists(path) for path in paths] == [False, True, False]
    assert batch is not None and "avatars/" not in str(list(batch.changes.values()))


def test_names_they_had_before_are_gone_too(
    cast: Cast, zebedee: Actor, topic_of_zebedee: Topic
) -> None:
    members.rename(cast.ada, user_of(zebedee).pk, "Florence", reason=f"{NAME} wished it")
    said = factories.make_post(cast.max, topic_of_zebedee, f"[quote={NAME}]a[/quote] @Florence")
    renamed = Batch.objects.latest("pk")
    new = erase(zebedee).pseudonym
    said.refresh_from_db()
    assert said.source == f'[quote={new}]a[/quote] @"{new}"'
    undoing.undo(cast.ada, renamed.pk)
    left = everything()
    assert NAME not in left
    assert "Florence" not in left
    assert is_taken(NAME)
    assert is_taken("Florence")


def test_somebody_else_of_that_name_keeps_it(
    cast: Cast, zebedee: Actor, topic_of_zebedee: Topic
) -> None:
    """A guest who was called the same; and a post that a moderator has taken their name off is theirs still."""
    guest = Ghost.objects.create(name=NAME, name_key="zebedee", origin=Ghost.Origin.GUEST)
    anothers = factories.make_post(cast.max, topic_of_zebedee, "Not me.")
    Post.objects.filter(pk=anothers.pk).update(author=None, ghost=guest, author_name=NAME)
    taken_off = factories.make_post(cast.max, topic_of_zebedee, "Once me.")
    quoted = [f"[quote={NAME} post={post.pk}]a[/quote]" for post in (anothers, taken_off)]
    said = factories.make_post(cast.max, topic_of_zebedee, "".join(quoted))
    new = erase(zebedee).pseudonym
    said.refresh_from_db()
    assert said.source == quoted[0] + quoted[1].replace(NAME, new)


def test_whoever_shares_a_name_since_they_moved_in_leaves_it_to_the_other(
    cast: Cast, zebedee: Actor, traces: Topic
) -> None:
    """Old boards told names apart that are one here."""
    User.objects.filter(pk=zebedee.member_id).update(name_key="zebedee (7)")
    other = factories.make_user("Zeb")
    User.objects.filter(pk=other.pk).update(name=NAME.upper(), name_key=NAME.casefold())
    new = erase(zebedee).pseudonym
    assert traces.posts.get(number=1).author_name == new
    assert traces.posts.get(number=3).source.startswith(f"[quote={NAME} post=")
    other.refresh_from_db()
    assert other.name == NAME.upper()


def test_a_crash_in_the_middle_does_no_harm(cast: Cast, zebedee: Actor, traces: Topic) -> None:
    """Each piece is done, and done again as if nobody knew."""
    farewell = actions.ask_to_leave(zebedee)
    Farewell.objects.filter(pk=farewell.pk).update(due_at=now() - timedelta(seconds=1))
    going = True
    while going:
        before = Farewell.objects.values("step", "last_id", "erased_at").get(pk=farewell.pk)
        going = erasing.go_on(farewell.pk)
        if before["step"] and going:
            Farewell.objects.filter(pk=farewell.pk).update(**before)
            going = erasing.go_on(farewell.pk)
    farewell.refresh_from_db()
    assert farewell.erased_at is not None
    assert NAME not in everything()


def test_the_name_is_nobodys_from_then_on(cast: Cast, zebedee: Actor) -> None:
    erase(zebedee)
    assert is_taken(NAME)
    assert is_taken(NAME.upper())
    assert not is_taken("Zebulon")


def test_they_are_no_member_any_more(cast: Cast, zebedee: Actor, client: Client) -> None:
    user = user_of(zebedee)
    client.force_login(user)
    erase(zebedee)
    assert client.get("/settings/data/").status_code == 403
    client.force_login(user_of(cast.ada))
    assert client.get(f"/members/{user.pk}/").status_code == 404
    assert client.get(f"/administration/members/{user.pk}/").status_code == 404
    assert client.post(f"/administration/members/{user.pk}/approve/").status_code == 404
    assert "Former member" not in client.get("/administration/members/").content.decode()
    assert not client.login(username=NAME, password=factories.PASSWORD)


def test_what_they_wrote_is_nobodys_to_claim(
    cast: Cast, zebedee: Actor, topic_of_zebedee: Topic, client: Client
) -> None:
    ghost = erase(zebedee).ghost
    assert ghost is not None
    client.force_login(user_of(cast.max))
    assert "Did you write" not in client.get(ghost.url).content.decode()
    assert client.get(f"/ghosts/{ghost.pk}/claim/").status_code == 403


def test_the_last_letter_goes_to_the_address_that_is_erased(cast: Cast, zebedee: Actor) -> None:
    erase(zebedee)
    assert [letter.to for letter in mail.outbox] == [[MAIL]]


def test_before_its_day_nothing_happens(cast: Cast, zebedee: Actor) -> None:
    farewell = actions.ask_to_leave(zebedee)
    assert not erasing.go_on(farewell.pk)
    assert User.objects.get(pk=farewell.user_id).name == NAME


def test_whoever_thinks_better_of_it_stays(cast: Cast, zebedee: Actor) -> None:
    farewell = actions.ask_to_leave(zebedee)
    actions.stay(zebedee)
    assert not erasing.go_on(farewell.pk)
    assert not Farewell.objects.exists()


def test_when_it_has_begun_there_is_no_way_back(cast: Cast, zebedee: Actor) -> None:
    farewell = actions.ask_to_leave(zebedee)
    Farewell.objects.filter(pk=farewell.pk).update(due_at=now() - timedelta(seconds=1))
    assert erasing.go_on(farewell.pk)
    with pytest.raises(Refused, match="no way back"):
        actions.stay(zebedee)


def test_the_only_administrator_cannot_leave(cast: Cast, zebedee: Actor) -> None:
    with pytest.raises(Refused, match="only administrator"):
        actions.ask_to_leave(cast.ada)
    bea = factories.make_user("Bea", factories.Role.ADMINISTRATORS)
    farewell = actions.ask_to_leave(cast.ada)
    User.objects.filter(pk=bea.pk).update(banned_at=now())
    Farewell.objects.filter(pk=farewell.pk).update(due_at=now() - timedelta(days=1))
    assert not erasing.go_on(farewell.pk), "By now she is the only one"
    assert User.objects.get(pk=farewell.user_id).is_active
