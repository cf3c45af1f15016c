"""What waits for a moderator: held, approved, rejected, withdrawn, and all of it undone."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client, override_settings

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards import actions, judging, pages
from areopagus.boards.actions import Draft, WaitsForApproval
from areopagus.boards.judging import Judgement, Outcome, Writing
from areopagus.boards.models import HeldWriting, Post, Topic
from areopagus.core.clock import now
from areopagus.core.jobs.models import Job
from areopagus.core.jobs.worker import work_once
from areopagus.core.ledger import undoing
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused, TooSoon
from areopagus.moderation.models import Report
from tests import factories
from tests.conftest import Cast, Places, user_of
from tests.moderation.random_boards import insist_on_right_counters

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(cast: Cast) -> Actor:
    group = user_of(cast.nina).group
    group.writes_on_approval = True
    group.post_interval = 0
    group.save()
    return Actor(
        User.objects.select_related("group").get(pk=cast.nina.member_id), group, "192.0.2.7"
    )


@pytest.fixture
def a_judge(topic: Topic) -> Iterator[list[Judgement]]:
    """Says what stands in the list."""
    says: list[Judgement] = []

    @judging.judge("test")
    def of_test(_: Writing) -> Judgement | None:
        if says == [None]:
            raise ValueError
        return says[0] if says else None

    yield says
    judging.withdraw("test")


def hold(actor: Actor, topic: Topic, source: str = "Hello all.") -> HeldWriting:
    with pytest.raises(WaitsForApproval) as waits:
        actions.reply(actor, topic, Draft(source))
    return waits.value.held


def undo(actor: Actor, deed: Deed) -> object:
    assert deed.batch is not None
    return undoing.undo(actor, deed.batch.pk)


def test_a_reply_waits_and_nothing_else_changes(newcomer: Actor, topic: Topic) -> None:
    before = (topic.posts.count(), User.objects.get(pk=newcomer.member_id).post_count)
    held = hold(newcomer, topic)
    assert held.reason.startswith("A moderator looks at")
    assert (topic.posts.count(), User.objects.get(pk=newcomer.member_id).post_count) == before
    insist_on_right_counters()


def test_approved_it_is_an_ordinary_post_of_that_moment(
    cast: Cast, newcomer: Actor, topic: Topic
) -> None:
    held = hold(newcomer, topic)
    later = factories.make_post(cast.ada, topic, "Meanwhile.")
    actions.approve(cast.mona, held.pk)
    post = Post.objects.get(topic=topic, author=newcomer.user_id)
    assert (post.number, post.source, post.removed_at) == (later.number + 1, "Hello all.", None)
    assert post.posted_at >= later.posted_at and post.author_address == "192.0.2.7"
    assert User.objects.get(pk=newcomer.member_id).post_count == 1
    insist_on_right_counters()


def test_a_topic_waits_and_appears(cast: Cast, newcomer: Actor, places: Places) -> None:
    with pytest.raises(WaitsForApproval) as waits:
        actions.start_topic(newcomer, places.missions, Draft("First words.", title="A new topic"))
    assert not Topic.objects.filter(title="A new topic").exists()
    deed = actions.approve(cast.mona, waits.value.held.pk)
    topic = Topic.objects.get(title="A new topic")
    assert pages.topic_page(cast.max, topic.pk).topic.title == "A new topic"
    insist_on_right_counters()
    undo(cast.mona, deed)
    topic.refresh_from_db()
    assert topic.removed_at is not None
    insist_on_right_counters()


def test_an_edit_waits_and_the_old_text_stays(cast: Cast, newcomer: Actor, topic: Topic) -> None:
    actions.approve(cast.mona, hold(newcomer, topic).pk)
    post = Post.objects.get(author=newcomer.user_id)
    with pytest.raises(WaitsForApproval) as waits:
        actions.edit_post(newcomer, post, "Hello, buy this.", "bbcode", reason="More")
    post.refresh_from_db()
    assert post.source == "Hello all." and not post.revisions.exists()
    deed = actions.approve(cast.mona, waits.value.held.pk)
    post.refresh_from_db()
    assert (post.source, post.edited_by_name) == ("Hello, buy this.", newcomer.name)
    assert "buy this" in post.html and post.revisions.get().source == "Hello all."
    undo(cast.mona, deed)
    post.refresh_from_db()
    assert post.source == "Hello all." and "buy" not in post.html and not post.revisions.exists()


def test_a_held_edit_undoes_nothing_that_was_done_meanwhile(
    cast: Cast, newcomer: Actor, topic: Topic
) -> None:
    actions.approve(cast.mona, hold(newcomer, topic).pk)
    post = Post.objects.get(author=newcomer.user_id)
    with pytest.raises(WaitsForApproval) as waits:
        actions.edit_post(newcomer, post, "Hello all. Call 555.", "bbcode")
    actions.edit_post(cast.mona, post, "Hello all, mended.", "bbcode")
    with pytest.raises(Refused, match="changed since this edit"):
        actions.approve(cast.mona, waits.value.held.pk)
    actions.reject(cast.mona, waits.value.held.pk, "Mended already.")


def test_a_second_edit_takes_the_place_of_one_that_waits(
    cast: Cast, newcomer: Actor, topic: Topic
) -> None:
    actions.approve(cast.mona, hold(newcomer, topic).pk)
    post = Post.objects.get(author=newcomer.user_id)
    # Whoever has just written may mend it at once, as where nothing is held.
    newcomer.group.post_interval = 3600
    held = []
    for words, dialect in (
        ("Hello al.", "bbcode"),
        ("Hello all!", "markdown"),
        ("Hello all!", "bbcode"),
    ):
        with pytest.raises(WaitsForApproval) as waits:
            actions.edit_post(newcomer, post, words, dialect)
        held.append(HeldWriting.objects.get(pk=waits.value.held.pk))
    # However often they do, staff have one text before them and hear of it once.
    assert len({one.pk for one in held}) == 1 and len({one.held_at for one in held}) == 1
    assert HeldWriting.objects.filter(kind="edit").count() == 1
    told = Job.objects.filter(task__contains="tell_staff_of_held")
    assert [job.arguments["args"] for job in told].count([held[0].pk]) == 1
    for one in held[:2]:
        with pytest.raises(Refused, match="changed it meanwhile"):
            actions.approve(cast.mona, one.pk, seen=one.digest)
    actions.approve(cast.mona, held[2].pk, seen=held[2].digest)
    post.refresh_from_db()
    assert post.source == "Hello all!"


def test_other_words_are_judged_again(
    newcomer: Actor, topic: Topic, a_judge: list[Judgement]
) -> None:
    held = hold(newcomer, topic)
    a_judge.append(Judgement(Outcome.REFUSE, "test", "Not that."))
    with pytest.raises(Refused, match="Not that"):
        actions.change_held(newcomer, held.pk, "Spam instead.")
    held.refresh_from_db()
    assert held.source == "Hello all."


def test_undone_it_waits_again_and_keeps_its_place_when_approved_anew(
    cast: Cast, newcomer: Actor, topic: Topic
) -> None:
    held = hold(newcomer, topic)
    deed = actions.approve(cast.mona, held.pk)
    factories.make_post(cast.ada, topic, "An answer.")
    undo(cast.mona, deed)
    held.refresh_from_db()
    post = Post.objects.get(author=newcomer.user_id)
    assert held.decided_at is None and post.removed_at is not None
    insist_on_right_counters()
    actions.approve(cast.mona, held.pk, "Hello all, mended.")
    again = Post.objects.get(author=newcomer.user_id)
    assert (again.pk, again.number, again.removed_at) == (post.pk, post.number, None)
    assert again.source == "Hello all, mended." and "mended" in again.html
    insist_on_right_counters()


def test_rejected_its_writer_reads_why(cast: Cast, newcomer: Actor, topic: Topic) -> None:
    held = hold(newcomer, topic)
    with pytest.raises(Refused, match="Say why"):
        actions.reject(cast.mona, held.pk, "  ")
    deed = actions.reject(cast.mona, held.pk, "Advertising.")
    client = Client()
    client.force_login(user_of(newcomer))
    page = client.get("/waiting/").content.decode()
    assert "Rejected" in page and "Advertising." in page
    undo(cast.mona, deed)
    assert "Waiting</span> since" in client.get("/waiting/").content.decode()


def test_the_writer_is_told_by_mail(cast: Cast, newcomer: Actor, topic: Topic) -> None:
    with override_settings(SITE_URL="https://board.example"):
        actions.reject(cast.mona, hold(newcomer, topic).pk, "Not here.")
        actions.approve(cast.mona, hold(newcomer, topic, "Other words.").pk)
        while work_once("tests"):
            pass
    first, second = (m for m in mail.outbox if m.subject.endswith("What you wrote"))
    assert "rejected" in first.body and "Not here." in first.body and "/waiting/" in first.body
    assert "approved" in second.body and "/posts/" in second.body


def test_of_two_moderators_the_second_hears_what_the_first_did(
    cast: Cast, newcomer: Actor, topic: Topic
) -> None:
    held = hold(newcomer, topic)
    actions.approve(cast.mona, held.pk)
    with pytest.raises(Refused, match="Mona was faster: it is approved"):
        actions.approve(cast.ada, held.pk)
    with pytest.raises(Refused, match="Mona was faster"):
        actions.reject(cast.ada, held.pk, "No.")
    assert topic.posts.filter(author=newcomer.user_id).count() == 1


def test_only_moderators_of_the_forum_see_and_decide(
    cast: Cast, newcomer: Actor, topic: Topic, places: Places
) -> None:
    held = hold(newcomer, topic)
    for actor in (cast.max, newcomer, cast.guest):
        with pytest.raises(NotFound):
            actions.approve(actor, held.pk)
    assert [one.writing for one in pages.held_page(cast.mona).held] == [held]
    actions.move_topics(cast.ada, [topic.pk], places.archive.pk)
    with pytest.raises(NotFound):
        actions.approve(cast.mona, held.pk)
    actions.reject(cast.ada, held.pk, "Moved.")


@pytest.mark.parametrize(
    ("obstacle", "words"),
    [("lock", "locked"), ("remove", "topic was removed"), ("ban", "shut out")],
)
def test_what_stands_in_the_way_is_said_and_nothing_is_done(
    cast: Cast, newcomer: Actor, topic: Topic, obstacle: str, words: str
) -> None:
    held = hold(newcomer, topic)
    if obstacle == "lock":
        actions.lock_topics(cast.ada, [topic.pk], "")
    elif obstacle == "remove":
        actions.remove_topics(cast.ada, [topic.pk], "")
    else:
        User.objects.filter(pk=newcomer.member_id).update(banned_at=now())
    with pytest.raises(Refused, match=words):
        actions.approve(cast.mona, held.pk)
    held.refresh_from_db()
    assert held.decided_at is None and not topic.posts.filter(author=newcomer.user_id).exists()
    insist_on_right_counters()


def test_the_same_form_sent_twice_waits_once(newcomer: Actor, topic: Topic) -> None:
    draft = Draft("Once.", submission=uuid4())
    for _ in range(2):
        with pytest.raises(WaitsForApproval):
            actions.reply(newcomer, topic, draft)
    assert HeldWriting.objects.count() == 1


def test_the_waiting_time_between_posts_counts_and_so_do_many(
    newcomer: Actor, topic: Topic
) -> None:
    hold(newcomer, topic)
    newcomer.group.post_interval = 60
    with pytest.raises(TooSoon):
        actions.reply(newcomer, topic, Draft("Again."))
    newcomer.group.post_interval = 0
    for number in range(19):
        hold(newcomer, topic, f"Number {number}.")
    with pytest.raises(Refused, match="20 of your texts wait"):
        actions.reply(newcomer, topic, Draft("One more."))


def test_staff_are_not_judged_and_a_broken_judge_holds_nothing(
    topic: Topic, cast: Cast, a_judge: list[Judgement]
) -> None:
    a_judge.append(Judgement(Outcome.REFUSE, "test", "No."))
    assert actions.reply(cast.mona, topic, Draft("Mine.")).number
    with pytest.raises(Refused, match=r"No\."):
        actions.reply(factories.patient(cast.max), topic, Draft("Mine."))

    a_judge.clear()
    a_judge.append(None)  # type: ignore[arg-type]  # Which no judge may say in a list.
    assert actions.reply(factories.patient(cast.max), topic, Draft("Mine.")).number


def test_what_is_flagged_is_published_and_becomes_a_case(
    cast: Cast, topic: Topic, a_judge: list[Judgement]
) -> None:
    a_judge.append(Judgement(Outcome.FLAG, "test", "", ("It says a word.",)))
    post = actions.reply(factories.patient(cast.max), topic, Draft("A word."))
    case = Report.objects.get(post=post)
    assert (case.reporter, case.reason) == (None, "It says a word.")
    actions.edit_post(cast.max, post, "Another word.", "bbcode")
    assert Report.objects.filter(post=post).count() == 2


def test_a_guest_may_wait_too(cast: Cast, places: Places, topic: Topic) -> None:
    guests = cast.guest.group
    guests.may_reply = guests.writes_on_approval = True
    guests.post_interval = 0
    guests.save()
    actor = Actor(None, guests, "203.0.113.7")
    with pytest.raises(WaitsForApproval) as waits:
        actions.reply(
            actor, topic, Draft("Hello.", guest_name="Visitor", guest_mail="v@example.org")
        )
    actions.approve(cast.ada, waits.value.held.pk)
    post = Post.objects.get(author=None, author_name="Visitor")
    assert post.ghost is not None and post.author_address == "203.0.113.7"


# In the browser


def browse(actor: Actor) -> Client:
    client = Client()
    client.force_login(user_of(actor))
    return client


def test_the_whole_way_through_the_pages(cast: Cast, newcomer: Actor, topic: Topic) -> None:
    nina, mona = browse(newcomer), browse(cast.mona)
    assert "Waiting for a moderator" not in nina.get("/").content.decode()
    sent = {"source": "Hi <b>there</b>", "markup": "bbcode", "with_smilies": "on", "seen": "99"}
    answer = nina.post(f"/topics/{topic.pk}/replies/", sent, follow=True)
    assert answer.redirect_chain == [("/waiting/", 302)]
    assert "Your text is taken" in answer.content.decode()
    assert "Waiting for a moderator" in nina.get("/").content.decode()
    held = HeldWriting.objects.get()
    assert nina.post(f"/waiting/{held.pk}/", {"source": "Hi all"}).status_code == 302
    assert nina.post(f"/waiting/{held.pk}/", {"source": ""}).status_code == 422
    assert "Moderation (1)" in mona.get("/").content.decode()
    page = mona.get("/moderation/held/").content.decode()
    assert "Hi all" in page and "writes on approval" in page
    held.refresh_from_db()
    seen = {"seen": held.digest}
    approve = f"/moderation/held/{held.pk}/approve/"
    assert mona.post(approve, {"source": " "} | seen).status_code == 302
    held.refresh_from_db()
    assert held.decided_at is None, "an emptied text is not the old one"
    nina.post(f"/waiting/{held.pk}/", {"source": "Hi all, buy this"})
    answer = mona.post(approve, seen, follow=True)
    assert "has changed it meanwhile" in answer.content.decode()
    nina.post(f"/waiting/{held.pk}/", {"source": "Hi all"})
    mona.post(approve, seen)
    assert "Hi all" in Client().get(topic.url).content.decode()
    assert "Moderation (" not in mona.get("/").content.decode()


def test_many_at_once_and_each_says_what_stands_in_its_way(
    cast: Cast, newcomer: Actor, topic: Topic
) -> None:
    mona = browse(cast.mona)
    first, second, third = (hold(newcomer, topic, f"Text {n}.").pk for n in range(3))
    actions.approve(cast.ada, second)
    seen = {f"seen-{one.pk}": one.digest for one in HeldWriting.objects.all()}
    mona.post("/moderation/held/approve/", {"held": [first, second, 999_999, "x"]} | seen)
    done = HeldWriting.objects.get(pk=first)
    assert done.decided_by_name == "Mona"
    answer = mona.post("/moderation/held/reject/", {"held": [third]}, follow=True)
    assert "Say why" in answer.content.decode()
    mona.post("/moderation/held/reject/", {"held": [third], "reason": "Off topic."})
    assert HeldWriting.objects.get(pk=third).answer == "Off topic."
    answer = mona.post("/moderation/held/approve/", {}, follow=True)
    assert "Tick what is meant" in answer.content.decode()


def test_nobody_touches_what_somebody_else_wrote(cast: Cast, newcomer: Actor, topic: Topic) -> None:
    held = hold(newcomer, topic)
    client = browse(cast.max)
    assert client.get(f"/waiting/{held.pk}/").status_code == 404
    assert client.post(f"/waiting/{held.pk}/withdraw/").status_code == 403
    held.refresh_from_db()
    assert held.decided_at is None
    assert browse(newcomer).post(f"/waiting/{held.pk}/withdraw/").status_code == 302
    with pytest.raises(Refused, match="withdrawn"):
        actions.approve(cast.mona, held.pk)
    assert Client().get("/waiting/").status_code == 403


@pytest.mark.parametrize("is_edit", [False, True])
def test_of_whoever_is_being_erased_nothing_is_published(
    cast: Cast, newcomer: Actor, topic: Topic, *, is_edit: bool
) -> None:
    """It would come after the piece of the erasure that it belongs to, and keep their name for ever."""
    held = hold(newcomer, topic)
    if is_edit:
        post = factories.make_post(cast.max, topic, "Hello.")
        HeldWriting.objects.filter(pk=held.pk).update(
            kind=HeldWriting.Kind.EDIT, post=post, earlier=post.source
        )
    User.objects.filter(pk=newcomer.member_id).update(is_active=False)
    with pytest.raises(Refused, match="no member any more"):
        actions.approve(cast.mona, held.pk)
    actions.reject(cast.mona, held.pk, "They have left.")
