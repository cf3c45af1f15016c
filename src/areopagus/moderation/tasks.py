"""Mails to those who have reported something."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django_tasks import task

from areopagus.core.options import current
from areopagus.moderation import options
from areopagus.moderation.models import Report

FORM = """\
Hello {name},

thank you for your report of post #{number} in “{topic}”. {outcome}.
{answer}
All your reports, and what became of them: {site}/reports/
"""


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
    if reporter.email and reporter.is_active and not reporter.is_shut_out:
        _letter(report, reporter.name, reporter.email).send()


def _letter(report: Report, name: str, address: str) -> EmailMessage:
    board = str(current().get("board.title", "")).strip()
    subject = f"[{board}] Your report" if board else "Your report"
    body = FORM.format(
        name=name,
        number=report.post.number,
        topic=report.post.topic.title,
        outcome=report.get_outcome_display(),
        answer=f"\n{report.answer}\n" if report.answer else "",
        site=settings.SITE_URL,
    )
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )
