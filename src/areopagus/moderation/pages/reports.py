"""The page of a report to be made, and the list of reports to be settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.boards.models import Post
from areopagus.boards.pages.finding import find_readable_post
from areopagus.core.paging import Pager, page_count
from areopagus.core.verdict import NotFound
from areopagus.moderation import permissions
from areopagus.moderation.models import Report

REPORTS_PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """Open reports, oldest first; settled ones, newest first."""

    reports: Sequence[Report]
    pages: Pager
    shows_settled: bool


def post_to_report(actor: Actor, post_id: int) -> Post:
    post = find_readable_post(actor, post_id)
    permissions.can_report(actor, post).insist()
    return post


def reports_page(actor: Actor, number: int = 1, *, settled: bool = False) -> ReportsPage:
    """Looks absent to whoever moderates nothing."""
    if not actor.is_staff:
        raise NotFound
    found = permissions.visible_reports(actor).filter(settled_at__isnull=not settled)
    base = "/moderation/reports/settled/" if settled else "/moderation/reports/"
    pages = Pager(number, page_count(found.count(), REPORTS_PER_PAGE), base)
    if not 1 <= number <= pages.count:
        raise NotFound
    start = (number - 1) * REPORTS_PER_PAGE
    ordered = found.select_related("post__topic__forum", "reporter").order_by(
        "-settled_at" if settled else "reported_at", "id"
    )
    return ReportsPage(list(ordered[start : start + REPORTS_PER_PAGE]), pages, settled)
