"""Taking a member's name off what they wrote."""

from __future__ import annotations

import pytest
from django.test import Client

from areopagus.accounts.models import User
from areopagus.boards import actions
from areopagus.boards.models import Ghost, Post, Topic
from areopagus.core.ledger import undoing
from areopagus.core.verdict import Refused
from tests import factories
from tests.conftest import Cast, user_of
from tests.moderation.random_boards import insist_on_right_counters

pytestmark = pytest.mark.django_db


def test_a_topic_and_its_posts_are_shown_as_a_ghosts(
    cast: Cast, topic: Topic, client: Client
) -> None:
    reply = factories.make_post(cast.max, topic, "Me again.")
    theirs = list(topic.posts.filter(author=user_of(cast.max)).values_list("pk", flat=True))
    written = User.objects.get(name="Max").post_count
    batch = actions.give_to_ghost(cast.mona, theirs, "  Old   salt ", "Asked for it.").batch
    assert batch and "to the ghost author Old salt" in batch.says
    page = client.get(topic.url).content.decode()
    assert "Old salt" in page and ">Max<" not in page and "Guest or former member" in page
    topic.refresh_from_db()
    assert topic.author_name == "Old salt"
    assert User.objects.get(name="Max").post_count == written - len(theirs)
    ghost = Ghost.objects.get()
    assert ghost.post_count == len(theirs) and reply.pk in ghost.posts.values_list("pk", flat=True)
    insist_on_right_counters()

    undoing.undo(cast.mona, batch.pk)
    assert not Ghost.objects.exists() and Post.objects.get(pk=reply.pk).author_name == "Max"
    assert User.objects.get(name="Max").post_count == written
    insist_on_right_counters()


def test_a_ghost_that_others_share_stays_with_them(cast: Cast, topic: Topic) -> None:
    first = factories.make_post(cast.max, topic)
    second = factories.make_post(cast.nina, topic)
    batch = actions.give_to_ghost(cast.mona, [first.pk], "Old salt").batch
    actions.give_to_ghost(cast.mona, [second.pk], "OLD SALT")
    assert batch and Ghost.objects.get().post_count == 2
    with pytest.raises(undoing.Obstructed, match="would lose its place"):
        undoing.undo(cast.mona, batch.pk)
    assert Ghost.objects.get().post_count == 2


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("max", "belongs to a member"),
        ("Guest", "something else"),
        ("…", "letter"),
        ("<b>", "no br"),
    ],
)
def test_under_which_names_nobody_is_shown(
    cast: Cast, topic: Topic, client: Client, name: str, reason: str
) -> None:
    post = factories.make_post(cast.max, topic)
    with pytest.raises(Refused, match=reason):
        actions.give_to_ghost(cast.mona, [post.pk], name)
    client.force_login(user_of(cast.mona))
    said = {"post": post.pk, "seen": "0", "do": "yes", "name": name}
    assert client.post("/moderation/posts/ghost/", said).status_code == 422
    assert Post.objects.get(pk=post.pk).author_name == "Max"


def test_what_an_administrator_wrote_is_touched_by_administrators_only(
    cast: Cast, topic: Topic
) -> None:
    post = factories.make_post(cast.ada, topic)
    with pytest.raises(Refused):
        actions.give_to_ghost(cast.mona, [post.pk], "Old salt")
