"""The page of a report to be made, the cases moderators settle, and what became of one's own reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Min

from areopagus.accounts.actors import Actor
from areopagus.boards.models import Post
from areopagus.boards.pages.finding import find_readable_post
from areopagus.boards.permissions import can_see_post
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound, Refused, Verdict
from areopagus.moderation import permissions
from areopagus.moderation.models import Report

CASES_PER_PAGE = 30
OWN_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Case:
    """The reports of one post that are settled together. What they share is asked of the first."""

    post: Post
    first: Report
    reports: Sequence[Report]


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """Open cases, oldest first; settled ones, newest first."""

    cases: Sequence[Case]
    pages: Pager
    shows_settled: bool
    may_ban: Verdict


@dataclass(frozen=True, slots=True)
class OwnReport:
    """`is_readable` is whether its reporter may still read the post."""

    report: Report
    is_readable: bool


def post_to_report(actor: Actor, post_id: int) -> Post:
    post = find_readable_post(actor, post_id)
    permissions.can_report(actor, post).insist()
    return post


def open_case_count(actor: Actor) -> int:
    return (
        permissions.visible_reports(actor).filter(settled_at=None).values("post").distinct().count()
    )


def reports_page(actor: Actor, number: int = 1, *, settled: bool = False) -> ReportsPage:
    """Looks absent to whoever moderates nothing. Three queries."""
    permissions.insist_on_moderator(actor)
    found = permissions.visible_reports(actor).filter(settled_at__isnull=not settled).order_by()
    cases = found.values("post", "settled_at").annotate(first=Min("reported_at"))
    base = "/moderation/reports/settled/" if settled else "/moderation/reports/"
    pages = Pager(number, page_count(cases.count(), CASES_PER_PAGE), base)
    if not 1 <= number <= pages.count:
        raise NotFound
    start = (number - 1) * CASES_PER_PAGE
    ordered = cases.order_by("-settled_at" if settled else "first", "post")
    keys = [(row["post"], row["settled_at"]) for row in ordered[start : start + CASES_PER_PAGE]]
    reports = defaultdict(list)
    rows = found.filter(post__in=[post for post, _ in keys]).select_related("post__topic")
    for report in rows.order_by("reported_at", "pk"):
        reports[report.post_id, report.settled_at].append(report)
    made = [Case(reports[key][0].post, reports[key][0], reports[key]) for key in keys]
    return ReportsPage(made, pages, settled, permissions.can_ban(actor))


def own_reports(actor: Actor) -> list[OwnReport]:
    """What became of the reports this member made, newest first. Two queries."""
    if actor.is_guest:
        raise Refused("Sign in to see your reports.")
    mine = Report.objects.filter(reporter=actor.member_id).select_related("post__topic")
    return [
        OwnReport(report, bool(can_see_post(actor, report.post)))
        for report in mine.order_by("-reported_at")[:OWN_SHOWN]
    ]
