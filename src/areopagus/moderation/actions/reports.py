"""Reporting a post, and settling what was reported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards.models import Post
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.ledger import recording
from areopagus.core.ledger.kinds import Kind
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import NotFound, Refused, TooSoon
from areopagus.moderation import deeds, events, permissions
from areopagus.moderation.models import Report


@transaction.atomic
def report(actor: Actor, post: Post, reason: str) -> Report:
    """Tells the moderators of the post's forum. The same member reports an open case only once."""
    permissions.can_report(actor, post).insist()
    if not reason.strip():
        raise Refused("Please say in a few words what is wrong with the post.")
    # Held, so that two reports at once cannot both pass the interval.
    User.objects.select_for_update(no_key=True).get(pk=actor.member_id)
    mine = Report.objects.filter(reporter=actor.user_id)
    if (open_case := mine.filter(post=post, settled_at=None).first()) is not None:
        return open_case
    _insist_on_patience(actor, mine.order_by("-reported_at").first())
    made = Report.objects.create(
        post=post,
        reporter_id=actor.member_id,
        reporter_name=actor.name,
        reason=reason.strip(),
        reported_at=now(),
        source=post.source,
    )
    announce(events.PostReported(made.pk, post.pk))
    return made


@transaction.atomic
def settle(actor: Actor, report_id: int, outcome: Report.Outcome, answer: str = "") -> Deed:
    """Closes a case: every open report of the post. Its reporters read the outcome and the answer."""
    reports = _open_case(actor, report_id)
    with _about(actor, deeds.CASE_SETTLED, reports, answer) as deed:
        deed.change(
            *reports,
            settled_at=now(),
            settled_by_name=actor.name,
            outcome=outcome,
            answer=answer.strip(),
        )
        announce(events.CaseSettled(tuple(report.pk for report in reports)))
    return deed


@transaction.atomic
def claim(actor: Actor, report_id: int) -> Deed:
    """Says to the other moderators who looks after a case, whoever did before."""
    reports = _open_case(actor, report_id)
    with _about(actor, deeds.CASE_CLAIMED, reports) as deed:
        deed.change(*reports, claimed_by_name=actor.name)
    return deed


@transaction.atomic
def note(actor: Actor, report_id: int, text: str) -> Deed:
    """A word for the other moderators, in place of the one before."""
    reports = _open_case(actor, report_id)
    with _about(actor, deeds.CASE_NOTED, reports, text) as deed:
        deed.change(*reports, note=text.strip())
    return deed


def _open_case(actor: Actor, report_id: int) -> list[Report]:
    """The open reports of the post of this one, held. Refused says who was faster."""
    asked = permissions.visible_reports(actor).filter(pk=report_id).first()
    if asked is None:
        raise NotFound
    held = (
        Report.objects.select_for_update(of=("self",), no_key=True)
        .select_related("post__topic")
        .filter(post=asked.post_id, settled_at=None)
        .order_by("pk")
    )
    reports = list(held)
    if not reports:
        asked.refresh_from_db()
        raise Refused(f"{asked.settled_by_name or 'Somebody'} has settled this already.")
    return reports


@contextmanager
def _about(actor: Actor, kind: Kind, reports: list[Report], reason: str = "") -> Iterator[Deed]:
    post = reports[0].post
    with recording.batch(actor, kind, reason) as deed:
        where = f"#{post.number} by {post.author_name} in “{post.topic.title}”"
        deed.details = {"post": f"post {where}"}
        deed.concerns(
            post=[post.pk],
            topic=[post.topic_id],
            forum=[post.topic.forum_id],
            member=[post.author_id],
        )
        yield deed


def _insist_on_patience(actor: Actor, last: Report | None) -> None:
    interval = timedelta(seconds=actor.group.report_interval)
    if last is None or actor.is_staff or not interval:
        return
    left = int((last.reported_at + interval - now()).total_seconds()) + 1
    if left > 0:
        raise TooSoon(
            f"Between two reports there must be {actor.group.report_interval} seconds; "
            f"please try again in {left}.",
            left,
        )
