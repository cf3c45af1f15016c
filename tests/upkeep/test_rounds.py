"""Counting and rendering anew: in pieces, beside what people do, from where it stopped."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from areopagus.accounts.models import User
from areopagus.boards import actions as boards
from areopagus.boards import counts, options, rendering
from areopagus.boards.models import Forum, Ghost, Post, Topic
from areopagus.core.clock import now
from areopagus.core.jobs.models import Job
from areopagus.core.jobs.worker import work_once
from areopagus.core.verdict import NotFound, Refused
from areopagus.ops.check import bells, counters
from areopagus.search import index, indexing
from areopagus.upkeep import going, stages, tasks
from areopagus.upkeep.actions import begin_round, resume_round, stop_round
from areopagus.upkeep.models import Round
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
COUNT, RENDER = Round.Kind.COUNT, Round.Kind.RENDER
MAINTENANCE = "/administration/maintenance/"


def work() -> None:
    while work_once("a worker"):
        pass


def wrong_counters() -> list[str]:
    return [line for fact in (*counters.FACTS, *bells.FACTS) for line in fact.find()]


@pytest.fixture
def topics(cast: Cast, places: Places) -> list[Topic]:
    """One post is a ghost's."""
    found = [
        factories.make_topic(actor, places.missions, f"Topic {n}", posts=n + 1)
        for n, actor in enumerate((cast.max, cast.dora, cast.nina, cast.max))
    ]
    ghost = Ghost.objects.create(name="Gus", name_key="gus", origin=Ghost.Origin.GUEST)
    Post.objects.filter(topic=found[1], number=2).update(author=None, ghost=ghost)
    counts.rebuild()
    return found


def spoil_counters(topics: list[Topic]) -> int:
    """How many rows are wrong."""
    Topic.objects.filter(pk=topics[1].pk).update(post_count=77, last_post=None)
    Topic.objects.filter(pk=topics[2].pk).update(last_number=9)
    Forum.objects.filter(pk=topics[0].forum_id).update(topic_count=5, last_post=None)
    User.objects.filter(name__in=["Max", "Nina"]).update(post_count=50)
    User.objects.filter(name="Dora").update(unread_notices=2)
    Ghost.objects.update(post_count=9)
    return 7


def test_everything_is_counted_from_the_posts(cast: Cast, topics: list[Topic]) -> None:
    wrong = spoil_counters(topics)
    assert wrong_counters()
    one = begin_round(cast.ada, COUNT)
    work()
    one.refresh_from_db()
    assert one.finished_at is not None and not wrong_counters()
    assert one.mended_count == wrong
    assert one.done_count == one.total_count
    again = begin_round(cast.ada, COUNT)
    work()
    again.refresh_from_db()
    assert again.mended_count == 0


def test_it_goes_piece_by_piece_and_lets_people_write_in_between(
    cast: Cast, topics: list[Topic], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(stages.STAGES, COUNT, _small(stages.STAGES[COUNT]))
    spoil_counters(topics)
    one = begin_round(cast.ada, COUNT)
    pieces = 0
    while going.go_on(one.pk):
        pieces += 1
        factories.make_post(cast.nina, topics[pieces % len(topics)])
    assert pieces > 15 and not wrong_counters()


def _small(some: tuple[stages.Stage, ...]) -> tuple[stages.Stage, ...]:
    return tuple(stages.Stage(s.rows, s.look, s.write, at_once=1) for s in some)


def test_a_stopped_round_goes_on_from_there(
    cast: Cast, topics: list[Topic], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(stages.STAGES, COUNT, _small(stages.STAGES[COUNT]))
    one = begin_round(cast.ada, COUNT)
    for _ in range(3):
        going.go_on(one.pk)
    stop_round(cast.ada, one.pk)
    stop_round(cast.ada, one.pk)
    assert not going.go_on(one.pk)
    one.refresh_from_db()
    assert one.done_count == 3 and one.last_id == topics[2].pk
    resume_round(cast.ada, one.pk)
    work()
    one.refresh_from_db()
    assert one.finished_at is not None and one.done_count == one.total_count
    with pytest.raises(Refused, match="finished"):
        resume_round(cast.ada, one.pk)


def test_a_job_gives_others_their_turn_and_comes_back(
    cast: Cast, topics: list[Topic], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "SECONDS", -1.0)
    one = begin_round(cast.ada, COUNT)
    work()
    one.refresh_from_db()
    assert one.finished_at is not None
    assert Job.objects.filter(task="areopagus.upkeep.tasks.go_on").count() > 3


def test_one_of_a_kind_at_a_time(cast: Cast, topics: list[Topic]) -> None:
    first = begin_round(cast.ada, COUNT)
    with pytest.raises(Refused, match="under way"):
        begin_round(cast.ada, COUNT)
    begin_round(cast.ada, RENDER)
    stop_round(cast.ada, first.pk)
    begin_round(cast.ada, COUNT)
    with pytest.raises(Refused, match="under way"):
        resume_round(cast.ada, first.pk)


def test_what_an_older_renderer_made_is_made_anew(cast: Cast, topics: list[Topic]) -> None:
    old = topics[0].posts.get()
    Post.objects.filter(pk=old.pk).update(html="<p>Old</p>", html_version=rendering.VERSION - 1)
    Post.objects.filter(topic=topics[1]).update(html="<p>As it is</p>")
    one = begin_round(cast.ada, RENDER)
    work()
    one.refresh_from_db()
    old.refresh_from_db()
    assert (one.total_count, one.done_count, one.mended_count) == (1, 1, 1)
    assert "Topic 0" in old.html and old.html_version == rendering.VERSION
    assert Post.objects.filter(html="<p>As it is</p>").count() == 2, "Not the others."


def test_all_are_made_anew_when_options_have_changed(
    client: Client, cast: Cast, topics: list[Topic]
) -> None:
    post = factories.make_post(cast.max, topics[0], "Hello :)")
    User.objects.filter(pk=cast.max.member_id).update(signature="[b]Max[/b]", signature_html="?")
    assert "smiley" in post.html
    address = f"{topics[0].url}"
    assert "smiley" in client.get(address).content.decode()
    options.SMILIES.set(False)
    one = begin_round(cast.ada, RENDER, is_whole=True)
    work()
    one.refresh_from_db()
    post.refresh_from_db()
    assert "smiley" not in post.html and one.mended_count == 2
    assert "<strong>Max" in User.objects.get(pk=cast.max.member_id).signature_html
    assert "smiley" not in client.get(address).content.decode()


def test_the_index_of_the_search_is_made_anew(cast: Cast, topics: list[Topic]) -> None:
    index.drop(list(Post.objects.filter(topic=topics[3]).values_list("pk", flat=True)))
    removed = topics[0].posts.get()
    indexing.index_posts(Post.objects.exclude(topic=topics[3]).values_list("pk", flat=True))
    Post.objects.filter(pk=removed.pk).update(removed_at=now())
    # What the posts themselves have asked for would be faster.
    Job.objects.all().delete()
    one = begin_round(cast.ada, Round.Kind.INDEX)
    work()
    one.refresh_from_db()
    standing = set(Post.objects.standing().values_list("pk", flat=True))
    assert set(index.numbers(0, None)) == standing
    assert one.finished_at and one.mended_count == 4 + 1


def test_an_edit_meanwhile_is_not_overwritten(cast: Cast, topics: list[Topic]) -> None:
    post = topics[0].posts.get()
    Post.objects.filter(pk=post.pk).update(html="<p>Old</p>", html_version=0)
    (stage, _) = stages.STAGES[RENDER]
    seen = stage.look(stage.rows(Round(kind=RENDER)))
    boards.edit_post(cast.ada, post, "Other words.", "bbcode")
    assert stage.write(seen) == 0
    post.refresh_from_db()
    assert "Other words" in post.html


def test_the_page_says_how_far_it_has_come(
    client: Client, cast: Cast, topics: list[Topic], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(user_of(cast.ada))
    assert "not been done here yet" in client.get(MAINTENANCE).content.decode()
    client.post(f"{MAINTENANCE}rounds/count/")
    one = Round.objects.get()
    page = client.get(MAINTENANCE).content.decode()
    assert f"Under way: 0 of {one.total_count}" in page
    again = client.post(f"{MAINTENANCE}rounds/count/", follow=True).content.decode()
    assert "under way already" in again
    client.post(f"{MAINTENANCE}rounds/{one.pk}/stop/")
    assert "Stopped: 0 of" in client.get(MAINTENANCE).content.decode()
    client.post(f"{MAINTENANCE}rounds/{one.pk}/resume/")
    work()
    page = client.get(MAINTENANCE).content.decode()
    assert f"{one.total_count} looked at" in page
    client.post(f"{MAINTENANCE}rounds/render/", {"whole": "on"})
    assert Round.objects.get(kind=RENDER).is_whole
    assert client.post(f"{MAINTENANCE}rounds/nothing/").status_code == 404
    assert client.post(f"{MAINTENANCE}rounds/999/stop/").status_code == 404


def test_it_is_for_administrators(client: Client, cast: Cast, topics: list[Topic]) -> None:
    for actor in cast.visitors():
        if actor is cast.ada:
            continue
        with pytest.raises(NotFound):
            begin_round(actor, COUNT)
        with pytest.raises(NotFound):
            stop_round(actor, 1)
        client.logout()
        if actor.user:
            client.force_login(user_of(actor))
        for path in ("", "prune/", "prune/page/2/"):
            assert client.get(f"{MAINTENANCE}{path}").status_code == 404
        for path in ("rounds/count/", "rounds/1/stop/", "rounds/1/resume/", "prune/now/"):
            assert client.post(f"{MAINTENANCE}{path}").status_code == 404


def test_the_migrations_are_complete() -> None:
    call_command("makemigrations", "upkeep", "--check", "--dry-run", verbosity=0)
