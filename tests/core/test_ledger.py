"""The ledger: what a batch remembers, what undoing puts back, what stands in its way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from areopagus.boards.models import Category, Forum, ForumSubscription
from areopagus.core import events
from areopagus.core.ledger import recording, undoing
from areopagus.core.ledger.events import DeedDone
from areopagus.core.ledger.kinds import kind, kinds
from areopagus.core.ledger.models import Batch, Change, Subject
from areopagus.core.ledger.recording import Deed, Rule
from areopagus.core.ledger.tables import field_of, retold, told
from areopagus.core.verdict import NotFound, Refused
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
CALLED = kinds().get("test.call") or kind("test.call", "called {what}", undo="It has its old name.")


def call(cast: Cast, forum: Forum, name: str) -> Batch:
    with recording.batch(cast.ada, CALLED, "A better name.") as deed:
        deed.details = {"what": name}
        deed.change(forum, name=name)
        deed.concerns(forum=[forum.pk, None])
    assert deed.batch is not None
    return deed.batch


def test_a_batch_says_who_did_what_and_why(cast: Cast, places: Places) -> None:
    batch = call(cast, places.missions, "Voyages")
    assert (batch.actor_id, batch.actor_name, batch.reason) == (
        cast.ada.user_id,
        "Ada",
        "A better name.",
    )
    assert str(batch) == "Ada called Voyages"
    change = batch.changes.get()
    assert (change.table, change.row_id) == ("boards.forum", str(places.missions.pk))
    assert (change.before, change.after) == ({"name": "Missions"}, {"name": "Voyages"})
    assert list(batch.subjects.values_list("name", "subject_id")) == [("forum", places.missions.pk)]


def test_a_deed_that_changes_nothing_leaves_no_batch(cast: Cast, places: Places) -> None:
    with recording.batch(cast.ada, CALLED) as deed:
        assert deed.change(places.missions, name="Missions") == []
        deed.change(places.archive, name="Elsewhere")
        deed.change(places.archive, name="Archive")
    assert deed.batch is None
    assert not Batch.objects.exists()


def test_an_exception_leaves_neither_deed_nor_batch(cast: Cast, places: Places) -> None:
    with pytest.raises(Refused), recording.batch(cast.ada, CALLED) as deed:
        deed.change(places.missions, name="Voyages")
        raise Refused("No.")
    assert Forum.objects.get(pk=places.missions.pk).name == "Missions"
    assert not Batch.objects.exists()


def test_undoing_puts_back_only_the_fields_the_batch_has_set(cast: Cast, places: Places) -> None:
    batch = call(cast, places.missions, "Voyages")
    Forum.objects.filter(pk=places.missions.pk).update(position=7)
    undoing.undo(cast.mona, batch.pk)
    forum = Forum.objects.get(pk=places.missions.pk)
    assert (forum.name, forum.position) == ("Missions", 7)


def test_an_undo_is_a_batch_and_can_be_undone(cast: Cast, places: Places) -> None:
    batch = call(cast, places.missions, "Voyages")
    undone = undoing.undo(cast.mona, batch.pk, "Too grand.")
    assert (str(undone), undone.reason) == ("Mona undid: Ada called Voyages", "Too grand.")
    assert list(undone.subjects.values_list("subject_id", flat=True)) == [places.missions.pk]
    redone = undoing.undo(cast.ada, undone.pk)
    assert str(redone) == "Ada did again: Ada called Voyages"
    assert Forum.objects.get(pk=places.missions.pk).name == "Voyages"
    assert str(undoing.undo(cast.ada, redone.pk)) == "Ada undid: Ada called Voyages"


def test_nothing_is_undone_twice(cast: Cast, places: Places) -> None:
    batch = call(cast, places.missions, "Voyages")
    undoing.undo(cast.mona, batch.pk)
    with pytest.raises(Refused, match="Mona has undone this already"):
        undoing.undo(cast.ada, batch.pk)
    with pytest.raises(NotFound):
        undoing.undo(cast.ada, 10**12)


def test_what_stands_in_the_way_is_told_and_nothing_changes(cast: Cast, places: Places) -> None:
    with recording.batch(cast.ada, CALLED) as deed:
        deed.change(places.missions, places.archive, name="Voyages")
    first = deed.batch
    assert first is not None
    call(cast, places.archive, "Attic")
    with pytest.raises(undoing.Obstructed, match="changed since: Ada called Attic") as error:
        undoing.undo(cast.ada, first.pk)
    assert len(error.value.obstacles) == len(undoing.obstacles(first)) == 1
    names = Forum.objects.filter(pk__in=[places.missions.pk, places.archive.pk])
    assert set(names.values_list("name", flat=True)) == {"Voyages", "Attic"}
    assert Batch.objects.count() == 2


def test_somebody_who_put_it_back_by_hand_is_not_in_the_way(cast: Cast, places: Places) -> None:
    batch = call(cast, places.missions, "Voyages")
    Forum.objects.filter(pk=places.missions.pk).update(name="Missions")
    undone = undoing.undo(cast.ada, batch.pk)
    assert not undone.changes.exists()


def test_a_row_that_was_made_goes_and_comes_back_with_all_that_hangs_on_it(
    cast: Cast, places: Places
) -> None:
    with recording.batch(cast.ada, CALLED) as deed:
        made = factories.make_forum("New")
        deed.made(made)
    assert deed.batch is not None
    ForumSubscription.objects.create(user=user_of(cast.max), forum=made)
    undone = undoing.undo(cast.ada, deed.batch.pk)
    assert not Forum.objects.filter(pk=made.pk).exists()
    assert not ForumSubscription.objects.exists()
    undoing.undo(cast.ada, undone.pk)
    assert Forum.objects.get(pk=made.pk).name == "New"
    assert ForumSubscription.objects.get().user_id == cast.max.user_id


def test_a_row_on_which_others_stand_does_not_go(cast: Cast, places: Places) -> None:
    with recording.batch(cast.ada, CALLED) as deed:
        made = factories.make_forum("New")
        deed.made(made)
    assert deed.batch is not None
    topic = factories.make_topic(cast.max, made, "Rockets")
    with pytest.raises(undoing.Obstructed, match="“Rockets” would lose its place"):
        undoing.undo(cast.ada, deed.batch.pk)
    topic.refresh_from_db()
    assert topic.forum_id == made.pk


def test_what_was_taken_does_not_come_back_to_what_is_gone(cast: Cast, places: Places) -> None:
    category = Category.objects.create(name="Short")
    forum = Forum.objects.create(name="Brief", category=category)
    pk = forum.pk
    with recording.batch(cast.ada, CALLED) as deed:
        deed.take(forum)
    assert deed.batch is not None
    category.delete()
    with pytest.raises(undoing.Obstructed, match="which is gone"):
        undoing.undo(cast.ada, deed.batch.pk)
    assert not Forum.objects.filter(pk=pk).exists()


def test_what_was_made_and_taken_in_one_batch_was_never_there(cast: Cast, places: Places) -> None:
    with recording.batch(cast.ada, CALLED) as deed:
        made = factories.make_forum("New")
        deed.made(made)
        deed.take(made)
    assert deed.batch is None


def test_no_deletion_of_an_account_touches_the_ledger(cast: Cast, places: Places) -> None:
    batch = call(cast, places.missions, "Voyages")
    user_of(cast.ada).delete()
    batch.refresh_from_db()
    assert batch.actor_name == "Ada"


def test_a_rule_acts_under_its_own_name(places: Places) -> None:
    with recording.batch(Rule("Links in first posts"), CALLED) as deed:
        deed.change(places.missions, name="Voyages")
    assert deed.batch is not None
    assert (deed.batch.is_automatic, deed.batch.actor_id) == (True, None)
    assert deed.batch.actor_name == "Links in first posts"


def test_everybody_hears_of_deeds_and_of_their_undoing(
    cast: Cast, places: Places, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    heard: list[DeedDone] = []
    events.listens_to(DeedDone)(heard.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            batch = call(cast, places.missions, "Voyages")
            undone = undoing.undo(cast.ada, batch.pk)
    finally:
        events._listeners[DeedDone].remove(heard.append)
    keys = frozenset({f"forum:{places.missions.pk}"})
    assert heard == [
        DeedDone(batch.pk, "test.call", keys),
        DeedDone(undone.pk, "ledger.undo", keys, undoes=batch.pk),
    ]
    assert heard[0].ids_of("forum") == {places.missions.pk}


def test_a_thousand_rows_cost_few_queries(cast: Cast, places: Places) -> None:
    category = Category.objects.get()
    forums = Forum.objects.bulk_create(
        Forum(name=f"Forum {n}", category=category) for n in range(1000)
    )

    def deed() -> Deed:
        with recording.batch(cast.ada, CALLED) as done:
            done.change(*forums, position=3)
            done.concerns(forum=[forum.pk for forum in forums])
        return done

    with CaptureQueriesContext(
        connection,
    ) as queries:
        done = deed()
    assert len(queries) <= 30
    assert done.batch is not None
    assert Change.objects.count() == Subject.objects.count() == 1000
    with CaptureQueriesContext(connection) as queries:
        undoing.undo(cast.ada, done.batch.pk)
    assert len(queries) <= 45
    assert not Forum.objects.filter(position=3).exists()


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 26, 20, 15, 3, 123457, UTC),
        datetime(2026, 11, 26, 20, 15, tzinfo=timezone(timedelta(hours=5, minutes=45))),
    ],
)
def test_a_moment_is_kept_to_its_last_microsecond(cast: Cast, moment: datetime) -> None:
    member = user_of(cast.max)
    column = field_of(type(member), "banned_until")
    member.banned_until = moment
    kept = told(member, column)
    assert retold(type(member), {"banned_until": kept}) == {"banned_until": moment}
    with transaction.atomic():
        member.save(update_fields=["banned_until"])
        member.refresh_from_db()
    assert told(member, column) == kept
