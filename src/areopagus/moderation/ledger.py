"""What the ledger must know of this room's tables."""

from __future__ import annotations

from areopagus.accounts.models import User
from areopagus.core.ledger.recording import Deed
from areopagus.core.ledger.tables import keeps, rebuilds
from areopagus.moderation.models import Appeal, MemberWarning, Report, StaffNote


def register() -> None:
    keeps(Report, called=lambda report: f"The report by {report.reporter_name}")
    keeps(
        MemberWarning,
        called=lambda warning: f"The warning “{warning.message[:50]}”",
        derived=("acknowledged_at",),
    )
    keeps(StaffNote, called=lambda note: f"The note “{note.text[:50]}”")
    keeps(Appeal, called=lambda appeal: f"The appeal “{appeal.text[:50]}”")
    rebuilds(_mark_warned)


def _mark_warned(deed: Deed) -> None:
    """At the end of every deed: whether a warning waits is taken from the warnings themselves."""
    if not deed.count_of(MemberWarning):
        return
    for user_id in deed.subjects["member"]:
        waiting = MemberWarning.objects.filter(member=user_id, acknowledged_at=None)
        latest = waiting.order_by("-given_at").values_list("given_at", flat=True).first()
        User.objects.filter(pk=user_id).update(warned_at=latest)
