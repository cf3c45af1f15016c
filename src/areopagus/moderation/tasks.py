"""Mails to those who have reported something, and to those whose texts were looked at; notices to staff."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext, gettext_lazy
from django_tasks import task

from areopagus.accounts import actors
from areopagus.accounts.mail_language import in_language_of
from areopagus.accounts.mail_trouble import trouble_of
from areopagus.accounts.models import User
from areopagus.accounts.notices import Kind, tell
from areopagus.boards.models import HeldWriting
from areopagus.boards.words import shown_title
from areopagus.core.ledger.models import Batch
from areopagus.core.options import current
from areopagus.moderation import notices, options, permissions
from areopagus.moderation.models import Appeal, Report

FORM = gettext_lazy("""\
Hello {name},

thank you for your report of post #{number} in “{topic}”. {outcome}.
{answer}
All your reports, and what became of them: {site}/reports/
""")

DECIDED = gettext_lazy("""\
Hello {name},

a moderator has looked at your {what}. It was {decision}.
{why}
{link}
""")


# A mail server may be away for most of a day.
@task(most_attempts=9)
def tell_reporter(report_id: int) -> None:
    """Not sent when the case is open again, or when its reporter cannot be written to."""
    if not (settings.SITE_URL and options.TELL_BY_MAIL.get()):
        return
    found = Report.objects.select_related("reporter", "post__topic").exclude(outcome="")
    report = found.filter(pk=report_id, settled_at__isnull=False).first()
    if report is None or report.reporter is None:
        return
    reporter = report.reporter
    if _can_be_told(reporter):
        with in_language_of(reporter):
            letter = _about_report(report, reporter)
        letter.send()


@task(most_attempts=9)
def tell_writer(held_id: int) -> None:
    """Not sent when the decision was taken back meanwhile."""
    if not (settings.SITE_URL and options.TELL_BY_MAIL.get()):
        return
    held = HeldWriting.objects.select_related("author", "topic", "post").get(pk=held_id)
    if held.author is None or held.decided_at is None or not _can_be_told(held.author):
        return
    with in_language_of(held.author):
        letter = _about_held(held, held.author)
    letter.send()


def _can_be_told(member: User) -> bool:
    reachable = bool(member.email) and member.is_active and trouble_of(member) is None
    return reachable and not member.is_shut_out


def _about_held(held: HeldWriting, author: User) -> EmailMessage:
    is_shown = held.decision == HeldWriting.Decision.APPROVED and held.post is not None
    what = gettext(held.get_kind_display())
    if held.where:
        what = gettext("{kind} in “{title}”").format(kind=what, title=held.where)
    body = DECIDED.format(
        name=held.author_name,
        what=what,
        decision=gettext(held.get_decision_display()),
        why=f"\n{held.answer}\n" if held.answer else "",
        link=f"{settings.SITE_URL}{held.post.url if is_shown and held.post else '/waiting/'}",
    )
    return _mail(gettext("What you wrote"), body, author.email)


def _about_report(report: Report, reporter: User) -> EmailMessage:
    body = FORM.format(
        name=reporter.name,
        number=report.post.number,
        topic=shown_title(report.post.topic.title),
        outcome=gettext(report.get_outcome_display()),
        answer=f"\n{report.answer}\n" if report.answer else "",
        site=settings.SITE_URL,
    )
    return _mail(gettext("Your report"), body, reporter.email)


DECISION = gettext_lazy("""\
Hello {name},

{what}
{words}
What was decided about you, why, and how to have it looked at again: {site}/settings/decisions/
""")


@task(most_attempts=9)
def tell_decision(user_id: int, what: str, words: str) -> None:
    """Who is shut out is told too: they more than others want to know why. `what` is a sentence of the catalogues."""
    member = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if member is None or not (settings.SITE_URL and options.TELL_BY_MAIL.get()):
        return
    words = f"\n{words}\n" if words else ""
    with in_language_of(member):
        body = DECISION.format(
            name=member.name, what=gettext(what), words=words, site=settings.SITE_URL
        )
        letter = _mail(gettext("A decision about you"), body, member.email)
    letter.send()


@task()
def tell_staff_of_report(report_id: int) -> None:
    report = Report.objects.select_related("post__topic").filter(pk=report_id).first()
    if report is not None and report.settled_at is None:
        staff = set(permissions.moderators_of(report.post.topic.forum_id)) - {report.reporter_id}
        _tell_staff(notices.REPORTED, report.pk, staff)


@task()
def tell_staff_of_held(held_id: int) -> None:
    held = HeldWriting.objects.select_related("topic").filter(pk=held_id).first()
    if held is not None and held.decided_at is None:
        forum_id = held.topic.forum_id if held.topic is not None else held.forum_id
        _tell_staff(notices.HELD, held.pk, permissions.moderators_of(forum_id))


@task()
def tell_staff_of_appeal(appeal_id: int) -> None:
    """Those who see it; whoever decided is among them, and may answer it."""
    found = Appeal.objects.filter(pk=appeal_id).values_list("batch", "member").first()
    if found is None:
        return
    batch, member = Batch.objects.get(pk=found[0]), found[1]
    staff = [
        user.pk
        for user in permissions.staff()
        if user.pk != member
        and permissions.moderated_forums(actor := actors.member(user))
        and permissions.can_see_batch(actor, batch)
    ]
    _tell_staff(notices.APPEALED, appeal_id, staff)


@transaction.atomic
def _tell_staff(kind: Kind, subject_id: int, user_ids: Iterable[int]) -> None:
    tell(kind, subject_id, user_ids)


def _mail(subject: str, body: str, address: str) -> EmailMessage:
    board = str(current().get("board.title", "")).strip()
    return EmailMessage(
        subject=" ".join((f"[{board}] {subject}" if board else subject).split()),
        body=body,
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )
