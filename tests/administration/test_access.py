"""Every address of the panels of staff × the whole cast: the answer is what the table in `access` says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from areopagus.accounts import actors
from areopagus.accounts.actors import Actor
from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Ban, Group
from areopagus.administration.actions import groups, invitations
from areopagus.boards import actions, structure
from areopagus.boards.models import Category, Ghost, HeldWriting, Post, Topic
from areopagus.core.clock import now
from areopagus.core.jobs.models import Job
from areopagus.core.ledger.models import Batch
from areopagus.homecoming.models import Plea
from areopagus.housekeeping import actions as housekeeping
from areopagus.housekeeping.models import Chosen, Sweep
from areopagus.moderation.actions import appeals, bans, report, standing
from areopagus.moderation.models import Report, StaffNote
from areopagus.upkeep.models import Round
from areopagus.uploads.models import Smiley
from tests import factories
from tests.administration.access import ACCESS
from tests.conftest import Cast, Places, user_of
from tests.moderation.random_boards import differences, everything

pytestmark = pytest.mark.django_db
ABSENT, REFUSED, NOT_ANSWERED, UNFIT = 404, 403, 405, 422
# What a form that lacks something, or comes too late, is told by whoever may send it at all.
ANSWERED = {200, 302, 409, 422}


@dataclass(frozen=True)
class Board:
    people: dict[str, Actor]
    ids: dict[str, Any]
    own: dict[str, dict[str, Any]]
    said: dict[str, object]

    def address(self, pattern: str) -> str:
        """What stands in Missions and is Max's, unless there is only one whom it can concern."""
        ids = self.ids | next((own for part, own in self.own.items() if part in pattern), {})
        return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(ids[found[1]]), pattern)


def a_sweep_of(actor: Actor) -> Sweep:
    """Planned for one member."""
    sweep = Sweep.objects.create(
        rules=["asleep"], asleep_years=3, planned_at=now(), planned_by_name="Ada", due_at=now()
    )
    Chosen.objects.create(
        sweep=sweep, user_id=actor.member_id, state="quarantined", rules=["asleep"]
    )
    return sweep


@pytest.fixture
def board(settings: Settings, cast: Cast, places: Places, topic: Topic) -> Board:
    olaf = factories.make_user("Olaf", Group.Role.MODERATORS)
    places.archive.moderators.create(user=olaf)
    edda = factories.make_user("Edda", Group.Role.MODERATORS)
    post = factories.make_post(cast.max, topic)
    report(cast.nina, post, "Rude.")
    elders = groups.add_group(cast.ada, "Elders", with_role(Group.Role.MEMBERS).pk)
    invitation = invitations.invite(cast.ada)
    seller = actors.member(factories.make_user("Seller"))
    run = a_sweep_of(seller)
    housekeeping.run_sweep(cast.ada, run.pk)
    sweep = a_sweep_of(cast.max)
    # Letters to those whom a sweep would hit lead back here.
    settings.SITE_URL = "https://example.org"
    housekeeping.name_canary(cast.ada, "Nina")
    job = Job.objects.create(task="lost", enqueued_at=now(), run_at=now(), given_up_at=now())
    round_ = Round.objects.create(kind="count", begun_at=now(), begun_by_name="Ada")
    bans.add_ban(cast.ada, name="Rex")
    standing.add_note(cast.ada, cast.max.member_id, "Writes at night.")
    standing.silence(cast.mona, cast.max.member_id, "Rude.")
    asked = appeals.appeal(cast.max, Batch.objects.order_by("-pk")[0].pk, "I was not.")
    landers = factories.make_forum("Landers")
    landers.moderators.create(user=user_of(cast.mona))
    applicant = factories.make_user("Appl", application="Please.")
    held = HeldWriting.objects.create(
        kind="reply",
        author=user_of(cast.nina),
        author_name="Nina",
        forum=places.missions,
        topic=topic,
        source="Hello.",
        markup="bbcode",
        held_at=now(),
    )
    ghost = Ghost.objects.create(name="Olga", name_key="olga", origin=Ghost.Origin.GUEST)
    passing = factories.make_post(cast.mona, topic)
    Post.objects.filter(pk=passing.pk).update(author=None, ghost=ghost)
    plea = Plea.objects.create(ghost=ghost, user=user_of(cast.max), proof="word", asked_at=now())
    structure.forget()
    own: dict[str, dict[str, Any]] = {
        # Empty ones can be removed.
        "categories/": {"category_id": Category.objects.create(name="Attic").pk},
        "administration/forums/": {"forum_id": landers.pk, "user_id": cast.mona.user_id},
        "/approve/": {"user_id": applicant.pk},
        "/refuse/": {"user_id": applicant.pk},
        "/bring-back/": {"sweep_id": run.pk, "user_id": seller.user_id},
        "/rules/": {"sweep_id": run.pk},
        "/canaries/": {"user_id": cast.nina.user_id},
    }
    # The last deed of all, so that nothing has happened since somebody looked.
    actions.lock_topics(cast.mona, [topic.pk])
    batch = Batch.objects.order_by("-pk")[0]
    ids = {
        "category_id": places.missions.category_id,
        "forum_id": places.missions.pk,
        "group_id": elders.pk,
        "user_id": cast.max.user_id,
        "topic_id": topic.pk,
        "report_id": Report.objects.get().pk,
        "batch_id": batch.pk,
        "held_id": held.pk,
        "invitation_id": invitation.pk,
        "smiley_id": Smiley.objects.create(code=":mars:", name="Mars", picture="m.webp").pk,
        "sweep_id": sweep.pk,
        "job_id": job.pk,
        "round_id": round_.pk,
        "number": 1,
        "name": "board",
        "kind": "render",
        "rule_id": "asleep",
        "period": "year",
        "member_id": cast.max.user_id,
        "note_id": StaffNote.objects.get().pk,
        "appeal_id": asked.pk,
        "ban_id": Ban.objects.get().pk,
        "plea_id": plea.pk,
    }
    said = {
        "name": "Nina",
        "title": "Another title",
        "reason": "Why not.",
        "message": "Enough.",
        "held": [held.pk],
        "plea": [plea.pk],
        "topic": [topic.pk],
        "post": [post.pk],
        "member": [cast.max.user_id],
        "group": with_role(Group.Role.NEWCOMERS).pk,
        "target": with_role(Group.Role.MEMBERS).pk,
        "forum": places.missions.pk,
        "outcome": "acted",
        "note": "Seen.",
        "seen": batch.pk,
        "do": "1",
    }
    names = ("ada", "mona", "max", "nina", "boris", "dora", "guest")
    people = {name: getattr(cast, name) for name in names} | {
        "olaf": actors.member(olaf),
        "edda": actors.member(edda),
    }
    return Board(people, ids, own, said)


def expected(line: str, name: str) -> set[int]:
    answered, _, refused = (part.split() for part in line.partition("|"))
    if name == "boris":
        return {REFUSED}
    if not line:
        return {NOT_ANSWERED}
    if name in answered:
        return ANSWERED
    return {REFUSED, UNFIT} if name in refused else {ABSENT}


def browser_of(actor: Actor) -> Client:
    client = Client()
    if actor.user:
        client.force_login(user_of(actor))
    # That they are here is noted with their first page.
    client.get("/")
    return client


@pytest.mark.parametrize("pattern", ACCESS)
def test_who_may_look(board: Board, pattern: str) -> None:
    """Nobody changes anything by looking."""
    browsers = {name: browser_of(actor) for name, actor in board.people.items()}
    before = everything()
    for name, browser in browsers.items():
        chosen = {"member": board.ids["user_id"]}
        status = browser.get(board.address(pattern), chosen).status_code
        assert status in expected(ACCESS[pattern][0], name), f"{name}: {status}"
    assert not differences(before, everything())


@pytest.mark.parametrize("pattern", ACCESS)
def test_who_may_send(board: Board, pattern: str) -> None:
    """Who may not changes nothing by trying."""
    browsers = {name: browser_of(actor) for name, actor in board.people.items()}
    before = everything()
    for name, browser in browsers.items():
        with transaction.atomic():
            status = browser.post(board.address(pattern), board.said).status_code
            assert status in expected(ACCESS[pattern][1], name), f"{name}: {status}"
            # The next one finds everything as it was.
            transaction.set_rollback(name in ACCESS[pattern][1].partition("|")[0].split())
    assert not differences(before, everything())
