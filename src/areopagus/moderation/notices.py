"""What members and staff are told of from this room, and how it reads for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, gettext_noop

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
    says = (
        gettext("{name} has reported post #{number} in “{title}” (settled)")
        if report.settled_at
        else gettext("{name} has reported post #{number} in “{title}”")
    )
    title = shown_title(report.post.topic.title)
    return says.format(name=report.reporter_name, number=report.post.number, title=title)


def _held(actor: Actor, ids: Sequence[int]) -> Mapping[int, Line]:
    found = visible_held(actor).filter(pk__in=ids)
    return {held.pk: Line(_of_held(held), "/moderation/held/") for held in found}


def _of_held(held: HeldWriting) -> str:
    says = (
        gettext("A text by {name} ({kind}) waits for a moderator")
        if held.decided_at is None
        else gettext("A text by {name} ({kind}) was decided on")
    )
    return says.format(name=held.author_name, kind=gettext(held.get_kind_display()))


def _appealed(actor: Actor, ids: Sequence[int]) -> Mapping[int, Line]:
    if not permissions.moderated_forums(actor):
        return {}
    found = permissions.visible_appeals(actor).filter(pk__in=ids).select_related("member")
    says = gettext("{name} asks that a decision be looked at again")
    return {appeal.pk: Line(says.format(name=appeal.member.name), appeal.url) for appeal in found}


def _settled(actor: Actor, ids: Sequence[int]) -> Mapping[int, Line]:
    mine = Report.objects.filter(reporter=actor.user_id, settled_at__isnull=False, pk__in=ids)
    says = gettext("Your report was looked at. {outcome}")
    return {
        report.pk: Line(says.format(outcome=gettext(report.get_outcome_display())), "/reports/")
        for report in mine
    }


def _decided(actor: Actor, ids: Sequence[int]) -> Mapping[int, Line]:
    """Not of what its writer withdrew, or what waits again because the decision was taken back."""
    mine = HeldWriting.objects.filter(author=actor.user_id, decided_at__isnull=False, pk__in=ids)
    says = gettext("A moderator has looked at your {kind}: it was {decision}")
    return {
        held.pk: Line(
            says.format(
                kind=gettext(held.get_kind_display()),
                decision=gettext(held.get_decision_display()),
            ),
            held.post.url if held.post and can_see_post(actor, held.post) else "/waiting/",
        )
        for held in mine.select_related("post__topic")
    }


def _decision(actor: Actor, ids: Sequence[int]) -> Mapping[int, Line]:
    found = permissions.decisions_about(actor).filter(pk__in=ids)
    return {
        batch.pk: Line(gettext(kind_named(batch.kind).tells).rstrip("."), "/settings/decisions/")
        for batch in found
    }


# By the outcome, as the letter says it as well.
ANSWERS: dict[str, str] = {
    Appeal.Outcome.UPHELD: gettext_noop("Your appeal was answered. The decision stands."),
    Appeal.Outcome.UNDONE: gettext_noop("Your appeal was answered. The decision is taken back."),
    Appeal.Outcome.CHANGED: gettext_noop(
        "Your appeal was answered. The decision is changed in part."
    ),
}


def _answered(actor: Actor, ids: Sequence[int]) -> Mapping[int, Line]:
    mine = Appeal.objects.filter(member=actor.user_id, answered_at__isnull=False, pk__in=ids)
    return {
        appeal.pk: Line(gettext(ANSWERS[appeal.outcome]).rstrip("."), "/settings/decisions/")
        for appeal in mine
    }


DECISION = kind("decision", "Something is decided about me", _decision, has_own_letter=True)
ANSWERED = kind("answered", "An appeal of mine is answered", _answered, has_own_letter=True)
DECIDED = kind("decided", "A text of mine was approved or not", _decided, has_own_letter=True)
SETTLED = kind("settled", "A report of mine was looked at", _settled, has_own_letter=True)
REPORTED = kind("report", "A post is reported", _reported, for_staff=True)
HELD = kind("held", "A text waits for a moderator", _held, for_staff=True)
APPEALED = kind("appeal", "Somebody appeals against a decision", _appealed, for_staff=True)
