"""What each page of moderation shows."""

from areopagus.moderation.pages.choosing import (
    ForumChoice,
    TopicChoice,
    forum_choice,
    topic_choice,
)
from areopagus.moderation.pages.ledger import BatchPage, LedgerPage, batch_page, ledger_page
from areopagus.moderation.pages.overview import OverviewPage, overview_page
from areopagus.moderation.pages.plans import PlanPage, plan_page
from areopagus.moderation.pages.reports import (
    ReportsPage,
    own_reports,
    post_to_report,
    reports_page,
)

__all__ = [
    "BatchPage",
    "ForumChoice",
    "LedgerPage",
    "OverviewPage",
    "PlanPage",
    "ReportsPage",
    "TopicChoice",
    "batch_page",
    "forum_choice",
    "ledger_page",
    "overview_page",
    "own_reports",
    "plan_page",
    "post_to_report",
    "reports_page",
    "topic_choice",
]
