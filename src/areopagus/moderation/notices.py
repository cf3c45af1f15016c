"""What members and staff are told of from this room, and how it reads for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from areopagus.accounts.actors import Actor
from areopagus.accounts.notices import Line, kind
from areopagus.boards.models import HeldWriting
from areopagus.boards.permissions import can_see_post, visible_held
from areopagus.boards.words import shown_title
from areopagus.core.ledger.kinds import kind_named
from areopagus.moderation import permissions
from areopagus.moderation.models import Appeal, Report


def _reported(actor: Actor, ids: Sequence[int]) -> Mapping[int, Line]:
    found = permissions.visible_reports(actor).filter(pk__in=ids).select_related("post__topic")
    return {report.pk: Line(_of_report(report), "/moderation/reports/") for report in found}


def _of_report(report: Report) -> str:
    end = " (settled)" if report.settled_at else ""
    where = f"post #{report.post.number} in “{shown_title(report.post.topic.title)}”"
    return f"{report.reporter_name} has reported {where}{end}"


def _held(actor: Actor, ids: Sequence[int]) -> Mapping[int, Line]:
    found = visible_held(actor).filter(pk__in=ids)
    return {held.pk: Line(_of_held(held), "/moderation/held/") for held in found}


def _of_held(held: HeldWriting) -> str:
    what = f"A text by {held.author_name} ({held.get_kind_display()})"
    return f"{what} waits for a moderator" if held.decided_at is None else f"{what} was decided on"


def _appealed(actor: Actor, ids: Sequence[int]) -> Mapping[int, Line]:
    if not permissions.moderated_forums(actor):
        return {}
    found = permissions.visible_appeals(actor).filter(pk__in=ids).select_related("member")
    return {
        appeal.pk: Line(f"{appeal.member.name} asks that a decision be looked at again", appeal.url)
        for appeal in found
    }


def _settled(actor: Actor, ids: Sequence[int]) -> Mapping[int, Line]:
    mine = Report.objects.filter(reporter=actor.user_id, settled_at__isnull=False, pk__in=ids)
    return {
        report.pk: Line(f"Your report was looked at. {report.get_outcome_display()}", "/reports/")
        for report in mine
    }


def _decided(actor: Actor, ids: Sequence[int]) -> Mapping[int, Line]:
    """Not of what its writer withdrew, or what waits again because the decision was taken back."""
    mine = HeldWriting.objects.filter(author=actor.user_id, decided_at__isnull=False, pk__in=ids)
    return {
        held.pk: Line(
            f"A moderator has looked at your {held.get_kind_display()}: it was {held.get_decision_display()}",
            held.post.url if held.post and can_see_post(actor, held.post) else "/waiting/",
        )
        for held in mine.select_related("post__topic")
    }


def _decision(actor: Actor, ids: Sequence[int]) -> Mapping[int, Line]:
    found = permissions.decisions_about(actor).filter(pk__in=ids)
    return {
        batch.pk: Line(kind_named(batch.kind).tells.rstrip("."), "/settings/decisions/")
        for batch in found
    }


def _answered(actor: Actor, ids: Sequence[int]) -> Mapping[int, Line]:
    mine = Appeal.objects.filter(member=actor.user_id, answered_at__isnull=False, pk__in=ids)
    return {
        appeal.pk: Line(
            f"Your appeal was answered. {appeal.get_outcome_display()}", "/settings/decisions/"
        )
        for appeal in mine
    }


DECISION = kind("decision", "Something is decided about me", _decision, has_own_letter=True)
ANSWERED = kind("answered", "An appeal of mine is answered", _answered, has_own_letter=True)
DECIDED = kind("decided", "A text of mine was approved or not", _decided, has_own_letter=True)
SETTLED = kind("settled", "A report of mine was looked at", _settled, has_own_letter=True)
REPORTED = kind("report", "A post is reported", _reported, for_staff=True)
HELD = kind("held", "A text waits for a moderator", _held, for_staff=True)
APPEALED = kind("appeal", "Somebody appeals against a decision", _appealed, for_staff=True)
