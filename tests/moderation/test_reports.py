"""Reporting a post and settling reports: who may, what is kept, what is refused."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client, override_settings

from areopagus.boards import actions as board_actions
from areopagus.boards.models import Topic
from areopagus.core.clock import now
from areopagus.core.verdict import NotFound, Refused, TooSoon
from areopagus.moderation import actions, permissions, tasks
from areopagus.moderation.models import Report
from areopagus.moderation.options import TELL_BY_MAIL
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db
ACTED = Report.Outcome.ACTED


def test_who_may_report_what(cast: Cast, topic: Topic, secret_topic: Topic) -> None:
    def able(of: Topic) -> set[str]:
        post = of.posts.get()
        return {a.name for a in cast.everybody() if permissions.can_report(a, post)}

    assert able(topic) == {"Ada", "Mona", "Max", "Nina", "Boris", "Dora"}
    assert able(secret_topic) == {"Ada", "Mona"}


def test_the_two_halves_of_seeing_reports_agree(
    cast: Cast, topic: Topic, secret_topic: Topic
) -> None:
    actions.report(cast.nina, topic.posts.get(), "Rude.")
    actions.report(cast.mona, secret_topic.posts.get(), "Rude as well.")
    for actor in cast.everybody():
        picked = set(permissions.visible_reports(actor))
        judged = {r for r in Report.objects.all() if permissions.can_see_report(actor, r)}
        assert picked == judged, actor.name
    assert permissions.visible_reports(cast.mona).count() == 1
    assert permissions.visible_reports(cast.ada).count() == 2


def test_a_report_keeps_the_text_as_it_was(cast: Cast, topic: Topic) -> None:
    post = topic.posts.get()
    before = post.source
    report = actions.report(cast.nina, post, "Rude.")
    board_actions.edit_post(cast.max, post, "All kind now.", "bbcode")
    report.refresh_from_db()
    assert (report.source, report.reporter_name, report.reason) == (before, "Nina", "Rude.")


def test_the_same_open_case_is_reported_once(cast: Cast, topic: Topic) -> None:
    first = actions.report(cast.nina, topic.posts.get(), "Rude.")
    assert actions.report(cast.nina, topic.posts.get(), "Rude!") == first


def test_reports_need_words_and_patience(cast: Cast, topic: Topic) -> None:
    with pytest.raises(Refused, match="few words"):
        actions.report(cast.nina, topic.posts.get(), "  ")
    actions.report(cast.nina, topic.posts.get(), "Rude.")
    with pytest.raises(TooSoon, match="60 seconds"):
        actions.report(cast.nina, factories.make_post(cast.max, topic), "Rude too.")
    assert Report.objects.count() == 1


def test_a_moderator_settles_reports_of_their_forum_only(
    cast: Cast, places: Places, topic: Topic
) -> None:
    here = actions.report(cast.nina, topic.posts.get(), "Here.")
    there_topic = factories.make_topic(cast.max, places.subforum, "Wheels")
    there = actions.report(cast.max, there_topic.posts.get(), "There.")
    actions.settle(cast.mona, here.pk, ACTED)
    with pytest.raises(NotFound):
        actions.settle(cast.mona, there.pk, ACTED)
    for report in (here, there):
        report.refresh_from_db()
    assert here.settled_by_name == "Mona"
    assert there.settled_at is None


def test_reporting_and_settling_as_people_do(client: Client, cast: Cast, topic: Topic) -> None:
    post = topic.posts.get()
    client.force_login(user_of(cast.nina))
    assert f'href="/posts/{post.pk}/report/"' in client.get(topic.url).content.decode()
    empty = client.post(f"/posts/{post.pk}/report/", {"reason": ""})
    assert "few words" in empty.content.decode()
    answer = client.post(f"/posts/{post.pk}/report/", {"reason": "Rude."}, follow=True)
    assert "The moderators will look" in answer.content.decode()
    assert client.get("/moderation/reports/").status_code == 404

    client.force_login(user_of(cast.mona))
    assert "Rude." in client.get("/moderation/reports/").content.decode()
    page = client.post(
        f"/moderation/reports/{Report.objects.get().pk}/settle/", {"outcome": "acted"}, follow=True
    )
    assert "Nothing is waiting" in page.content.decode()
    assert "Rude." in client.get("/moderation/reports/settled/").content.decode()


def test_guests_see_no_way_to_report(client: Client, topic: Topic) -> None:
    assert "report" not in client.get(topic.url).content.decode().lower()
    assert client.get(f"/posts/{topic.first_post_id}/report/").status_code == 403


def test_several_reports_of_one_post_are_one_case(client: Client, cast: Cast, topic: Topic) -> None:
    post = topic.posts.get()
    first = actions.report(cast.nina, post, "Rude.")
    second = actions.report(cast.dora, post, "Very rude.")
    client.force_login(user_of(cast.mona))
    page = client.get("/moderation/reports/").content.decode()
    assert page.count("<article") == 1 and "Rude." in page and "Very rude." in page
    assert "Moderation (1)<" in page

    client.post(f"/moderation/reports/{second.pk}/claim/")
    client.post(f"/moderation/reports/{first.pk}/note/", {"note": "He was asked before."})
    page = client.get("/moderation/reports/").content.decode()
    assert "Mona looks after this" in page and "He was asked before." in page
    said = {"outcome": "acted", "answer": "Thank you, it is gone."}
    answer = client.post(f"/moderation/reports/{first.pk}/settle/", said, follow=True)
    assert "Nothing is waiting" in answer.content.decode()
    settled = client.get("/moderation/reports/settled/").content.decode()
    assert settled.count("<article") == 1 and "Very rude." in settled


def test_reporters_are_told_the_outcome_and_nothing_else(
    client: Client, cast: Cast, topic: Topic
) -> None:
    report = actions.report(cast.nina, topic.posts.get(), "Rude.")
    actions.note(cast.mona, report.pk, "Nina reports everything.")
    client.force_login(user_of(cast.nina))
    assert "It waits for a moderator." in client.get("/reports/").content.decode()
    actions.settle(cast.mona, report.pk, ACTED, "Thank you.")
    page = client.get("/reports/").content.decode()
    assert "The moderators acted on it" in page and "Thank you." in page
    assert "everything" not in page and "Mona" not in page
    board_actions.remove_topics(cast.mona, [topic.pk])
    assert "A post that you can no longer read" in client.get("/reports/").content.decode()
    client.force_login(user_of(cast.dora))
    assert "You have reported nothing" in client.get("/reports/").content.decode()
    client.logout()
    assert client.get("/reports/").status_code == 403


def test_the_second_moderator_is_told_who_was_faster(
    client: Client, cast: Cast, topic: Topic
) -> None:
    report = actions.report(cast.nina, topic.posts.get(), "Rude.")
    actions.settle(cast.ada, report.pk, ACTED)
    client.force_login(user_of(cast.mona))
    said = {"outcome": "nothing"}
    answer = client.post(f"/moderation/reports/{report.pk}/settle/", said, follow=True)
    assert "Ada has settled this already." in answer.content.decode()
    nothing = client.post(f"/moderation/reports/{report.pk}/settle/", {}, follow=True)
    assert "Say how the case ends" in nothing.content.decode()
    assert client.post("/moderation/reports/999999/claim/").status_code == 404


def test_the_reporter_is_told_by_mail(cast: Cast, topic: Topic) -> None:
    post = topic.first_post
    assert post
    reported = actions.report(cast.nina, post, "Spam.")
    actions.settle(cast.mona, reported.pk, Report.Outcome.ACTED, "Gone now, thank you.")
    tasks.tell_reporter.func(reported.pk)
    assert not mail.outbox, "the board does not know its own address"
    with override_settings(SITE_URL="https://board.example"):
        tasks.tell_reporter.func(reported.pk)
        (letter,) = mail.outbox
        assert letter.to == ["nina@example.org"] and "Gone now, thank you." in str(letter.body)
        assert "https://board.example/reports/" in str(letter.body)
        mail.outbox.clear()
        Report.objects.update(settled_at=None)
        tasks.tell_reporter.func(reported.pk)
        tasks.tell_reporter.func(999_999)
        Report.objects.update(settled_at=now())
        TELL_BY_MAIL.set(False)
        tasks.tell_reporter.func(reported.pk)
        assert not mail.outbox
