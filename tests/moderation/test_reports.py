"""Reporting a post and settling reports: who may, what is kept, what is refused."""

from __future__ import annotations

import pytest
from django.test import Client

from areopagus.boards import actions as board_actions
from areopagus.boards.models import Topic
from areopagus.core.verdict import Refused, TooSoon
from areopagus.moderation import actions, permissions
from areopagus.moderation.models import Report
from tests import factories
from tests.conftest import Cast, Places, user_of

pytestmark = pytest.mark.django_db


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
    for report in (here, there):
        actions.settle(cast.mona, report.pk)
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
    page = client.post(f"/moderation/reports/{Report.objects.get().pk}/settle/", follow=True)
    assert "Nothing is waiting" in page.content.decode()
    assert "Rude." in client.get("/moderation/reports/settled/").content.decode()


def test_guests_see_no_way_to_report(client: Client, topic: Topic) -> None:
    assert "report" not in client.get(topic.url).content.decode().lower()
    assert client.get(f"/posts/{topic.first_post_id}/report/").status_code == 403
