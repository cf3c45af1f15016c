"""What moderators do to topics and posts: who may, what it does, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from areopagus.accounts.actors import Actor
from areopagus.boards import actions, tasks
from areopagus.boards.models import Forum, Post, Topic
from areopagus.core import stamps
from areopagus.core.clock import now
from areopagus.core.ledger import recording, undoing
from areopagus.core.ledger.models import Batch, Change
from areopagus.core.verdict import Refused
from tests import factories
from tests.conftest import Cast, Places

pytestmark = pytest.mark.django_db


@pytest.fixture
def wheels(cast: Cast, places: Places) -> Topic:
    """In Rovers, which Mona does not moderate."""
    return factories.make_topic(cast.max, places.subforum, "Wheels", posts=3)


def last_batch() -> Batch:
    return Batch.objects.order_by("-pk")[0]


def test_only_moderators_of_the_forum_do_these_deeds(
    cast: Cast, places: Places, topic: Topic
) -> None:
    def able(actor: Actor) -> bool:
        try:
            actions.lock_topics(actor, [topic.pk])
        except Refused:
            return False
        return True

    assert {a.name for a in cast.everybody() if able(a)} == {"Ada", "Mona"}


def test_one_forbidden_topic_spoils_the_whole_choice(
    cast: Cast, topic: Topic, wheels: Topic
) -> None:
    with pytest.raises(Refused, match="Only moderators of this forum"):
        actions.lock_topics(cast.mona, [topic.pk, wheels.pk])
    topic.refresh_from_db()
    assert topic.locked_at is None
    assert not Batch.objects.exists()


def test_what_may_not_be_seen_looks_absent(cast: Cast, topic: Topic, places: Places) -> None:
    secret = factories.make_topic(cast.ada, places.staff_room, "Who was that?")
    factories.forbid(places.staff_room, factories.Role.MODERATORS, may_read=False)
    said = set()
    for pk in (secret.pk, 10**12):
        with pytest.raises(Refused) as error:
            actions.lock_topics(cast.mona, [topic.pk, pk])
        said.add(str(error.value))
    assert said == {"One topic of those you chose is not there any more. Nothing was changed."}


def test_nothing_chosen_and_far_too_much_are_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="Choose some topics first"):
        actions.lock_topics(cast.ada, [])
    with pytest.raises(
        Refused, match="At most 1,000 topics can be chosen at once; these are 10,000"
    ):
        actions.lock_topics(cast.ada, range(10_000))
    with pytest.raises(Refused, match="At most 1,000 posts"):
        actions.remove_posts(cast.ada, range(1001))


def test_what_is_so_already_stays_as_it_is(cast: Cast, topic: Topic, wheels: Topic) -> None:
    actions.lock_topics(cast.ada, [topic.pk])
    topic.refresh_from_db()
    since = topic.locked_at
    deed = actions.lock_topics(cast.ada, [topic.pk, wheels.pk])
    topic.refresh_from_db()
    assert topic.locked_at == since
    assert deed.notes == ["One is locked already and stays as it is."]
    assert str(deed.batch) == "Ada locked “Wheels”"
    assert actions.lock_topics(cast.ada, [topic.pk, wheels.pk]).batch is None


def test_removed_topics_are_gone_from_lists_and_counters(
    client: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    factories.make_post(cast.nina, topic)
    actions.remove_topics(cast.mona, [topic.pk], "Sold rockets.")
    forum = Forum.objects.get(pk=places.missions.pk)
    assert (forum.topic_count, forum.post_count, forum.last_post) == (0, 0, None)
    answer = client.get(topic.url)
    assert answer.status_code == 410
    assert "Sold rockets." in answer.content.decode()
    actions.restore_topics(cast.mona, [topic.pk])
    forum.refresh_from_db()
    assert (forum.topic_count, forum.post_count) == (1, 2)
    assert client.get(topic.url).status_code == 200


def test_moderators_have_no_power_over_what_an_administrator_wrote(
    cast: Cast, places: Places, topic: Topic
) -> None:
    post = factories.make_post(cast.ada, topic)
    target = factories.make_topic(cast.max, places.missions, "Elsewhere")
    deeds: tuple[Callable[[], object], ...] = (
        lambda: actions.remove_topics(cast.mona, [topic.pk]),
        lambda: actions.remove_posts(cast.mona, [post.pk]),
        lambda: actions.split_posts(cast.mona, [post.pk], "Apart", places.missions.pk),
        lambda: actions.move_posts(cast.mona, [post.pk], target.pk),
        lambda: actions.delete_post(cast.mona, post),
    )
    for deed in deeds:
        with pytest.raises(Refused):
            deed()
    assert not Batch.objects.exists()
    actions.remove_posts(cast.ada, [post.pk])
    with pytest.raises(Refused, match="An administrator wrote post #2"):
        actions.restore_posts(cast.mona, [post.pk])


def test_the_first_post_stays_where_it_is(cast: Cast, places: Places, topic: Topic) -> None:
    first = topic.posts.get()
    with pytest.raises(Refused, match="Post #1 opens “Who lands first\\?”"):
        actions.remove_posts(cast.mona, [first.pk])
    with pytest.raises(Refused, match="Post #1 opens “Who lands first\\?”"):
        actions.split_posts(cast.mona, [first.pk], "Apart", places.missions.pk)


def test_renaming_renames_the_links_to_it(cast: Cast, places: Places, topic: Topic) -> None:
    actions.move_topics(cast.ada, [topic.pk], places.archive.pk, leave_stubs=True)
    actions.rename_topic(cast.ada, topic.pk, "  Who   landed first? ")
    assert set(Topic.objects.values_list("title", flat=True)) == {"Who landed first?"}
    assert last_batch().says == "renamed “Who lands first?” to “Who landed first?”"
    with pytest.raises(Refused, match="title"):
        actions.rename_topic(cast.ada, topic.pk, "  ")


def test_a_moved_topic_leaves_a_link_for_so_many_days(
    client: Client, cast: Cast, places: Places, topic: Topic
) -> None:
    actions.move_topics(cast.mona, [topic.pk], places.subforum.pk, leave_stubs=True, stub_days=30)
    stub = Topic.objects.get(is_stub=True)
    assert (stub.forum_id, stub.moved_to_id) == (places.missions.pk, topic.pk)
    assert "Moved" in client.get(places.missions.url).content.decode()
    tasks.end_stubs.func()
    assert Topic.objects.standing().filter(pk=stub.pk).exists()

    Topic.objects.filter(pk=stub.pk).update(stub_until=now() - timedelta(seconds=1))
    tasks.end_stubs.func()
    assert not Topic.objects.standing().filter(pk=stub.pk).exists()
    assert str(last_batch()) == (
        "The end of links to moved topics took 1 link to a moved topic from the lists"
    )
    assert last_batch().is_automatic
    tasks.end_stubs.func()
    assert Batch.objects.count() == 2
    answer = client.get(f"/topics/{stub.pk}/", follow=True)
    assert answer.redirect_chain[-1][0] == topic.url


def test_a_topic_that_comes_back_takes_the_place_of_its_link(
    cast: Cast, places: Places, topic: Topic
) -> None:
    actions.move_topics(cast.ada, [topic.pk], places.archive.pk, leave_stubs=True)
    actions.move_topics(cast.ada, [topic.pk], places.missions.pk)
    assert list(Topic.objects.all()) == [topic]
    undoing.undo(cast.ada, last_batch().pk)
    assert Topic.objects.filter(is_stub=True, moved_to=topic).exists()


def test_where_topics_may_be_moved(cast: Cast, places: Places, topic: Topic) -> None:
    factories.forbid(places.cellar, factories.Role.MODERATORS, may_start_topics=False)
    with pytest.raises(Refused, match="leads to another address"):
        actions.move_topics(cast.mona, [topic.pk], places.elsewhere.pk)
    with pytest.raises(Refused, match="Choose a forum that is there"):
        actions.move_topics(cast.mona, [topic.pk], 10**9)
    with pytest.raises(Refused, match="may not start topics"):
        actions.move_topics(cast.mona, [topic.pk], places.cellar.pk)
    deed = actions.move_topics(cast.mona, [topic.pk], places.staff_room.pk)
    assert "Guests cannot read Staff room: they will find the topics no longer." in deed.notes
    with pytest.raises(Refused, match="Only moderators"):
        actions.move_topics(cast.mona, [topic.pk], places.missions.pk)


def test_links_are_no_topics(cast: Cast, places: Places, topic: Topic) -> None:
    actions.move_topics(cast.ada, [topic.pk], places.archive.pk, leave_stubs=True)
    stub = Topic.objects.get(is_stub=True)
    with pytest.raises(Refused, match="only a link"):
        actions.lock_topics(cast.ada, [stub.pk])
    actions.remove_topics(cast.ada, [stub.pk])
    assert not Topic.objects.standing().filter(is_stub=True).exists()


def test_editing_somebody_elses_post_can_be_undone(cast: Cast, topic: Topic) -> None:
    post = topic.posts.get()
    before = (post.source, post.html)
    actions.edit_post(cast.mona, post, "Kinder [b]words[/b].", "bbcode", reason="Tone.")
    post.refresh_from_db()
    assert "<strong>words</strong>" in post.html or "<b>words</b>" in post.html
    assert (last_batch().reason, last_batch().actor_name) == ("Tone.", "Mona")
    undoing.undo(cast.mona, last_batch().pk)
    post.refresh_from_db()
    assert (post.source, post.html) == before
    assert not post.revisions.exists()


def test_ones_own_posts_are_not_the_ledgers_affair(cast: Cast, topic: Topic) -> None:
    post = factories.make_post(cast.mona, topic)
    actions.edit_post(cast.mona, post, "Better words.", "bbcode")
    actions.delete_post(cast.mona, post)
    post.refresh_from_db()
    assert post.removed_by_author
    assert not Batch.objects.exists()


def test_deleting_somebody_elses_post_stands_in_the_ledger(cast: Cast, topic: Topic) -> None:
    post = factories.make_post(cast.max, topic)
    actions.delete_post(cast.mona, post, "Rude.")
    assert str(last_batch()) == "Mona removed post #2 by Max in “Who lands first?”"
    actions.delete_post(cast.mona, topic.posts.get(number=1), "All of it.")
    assert str(last_batch()) == "Mona removed “Who lands first?”"


def test_a_rehearsal_changes_nothing_and_says_all(cast: Cast, places: Places, topic: Topic) -> None:
    stamped = stamps.stamps().newest()
    deed = recording.rehearse(
        lambda: actions.move_topics(
            cast.mona, [topic.pk], places.subforum.pk, leave_stubs=True, stub_days=1
        )
    )
    assert str(deed.batch) == "Mona moved “Who lands first?” to Rovers"
    assert "A link to each stays in the forum it leaves, for 1 day." in deed.notes
    topic.refresh_from_db()
    assert topic.forum_id == places.missions.pk
    assert not Batch.objects.exists()
    assert Topic.objects.count() == 1
    # What is kept of these pages is still right.
    assert stamps.stamps().newest() == stamped


def test_a_thousand_topics_at_once(cast: Cast, places: Places) -> None:
    topics = Topic.objects.bulk_create(
        Topic(
            forum=places.missions,
            title=f"Spam {n}",
            author_name="Spammer",
            started_at=now(),
            last_post_at=now(),
        )
        for n in range(1000)
    )
    Post.objects.bulk_create(
        Post(
            topic=topic,
            number=1,
            author_name="Spammer",
            posted_at=now(),
            source="Buy.",
            markup="bbcode",
            html="Buy.",
            html_version=1,
        )
        for topic in topics
    )
    deed = actions.remove_topics(cast.mona, [topic.pk for topic in topics], "Spam.")
    assert not Topic.objects.standing().exists()
    assert Change.objects.count() == 1000
    assert deed.batch is not None
    undoing.undo(cast.mona, deed.batch.pk)
    assert Topic.objects.standing().count() == 1000
