"""The front page of moderation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.boards import waiting
from areopagus.boards.structure import Place, places
from areopagus.core.ledger.models import Batch
from areopagus.moderation import permissions
from areopagus.moderation.pages.decisions import open_appeal_count
from areopagus.moderation.pages.reports import open_case_count

LATEST = 10


@dataclass(frozen=True, slots=True)
class OverviewPage:
    forums: Sequence[Place]
    open_reports: int
    held: int
    open_appeals: int
    latest: Sequence[Batch]


def overview_page(actor: Actor) -> OverviewPage:
    """Three queries."""
    permissions.insist_on_moderator(actor)
    mine = permissions.moderated_forums(actor)
    return OverviewPage(
        forums=[place for place in places() if place.forum_id in mine and not place.link],
        open_reports=open_case_count(actor),
        held=waiting.count_in(mine),
        open_appeals=open_appeal_count(actor),
        latest=list(
            permissions.visible_batches(actor).select_related("undone_by").order_by("-pk")[:LATEST]
        ),
    )
