"""What this room keeps about members, and what becomes of it when they go. See `core.personal`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from areopagus.accounts import actors
from areopagus.accounts.models import User
from areopagus.core.jobs.forgetting import forget_jobs
from areopagus.core.personal import Holding, Leaver, forgets, holds, new_name, tells
from areopagus.moderation.models import Appeal, MemberWarning, Report, StaffNote
from areopagus.moderation.pages.decisions import decisions_page
from areopagus.moderation.tasks import tell_decision


def register() -> None:
    holds(
        Holding(model=Report, mine="reporter", sets={"reporter": None, "reporter_name": new_name},
                names=("settled_by_name", "claimed_by_name"), texts={"source": "post__markup"},
                file="reports-you-made", told=("post_id", "reason", "reported_at", "settled_at", "outcome", "answer")),
        Holding(model=Report, mine="post__author", words=("reason", "answer", "note"),
                untold="What others say to the moderators is theirs."),
        Holding(model=MemberWarning, mine="member", goes=True, sets={"message": ""}, names=("given_by_name",),
                file="warnings", told=("points", "message", "given_at", "expires_at", "acknowledged_at")),
        Holding(model=StaffNote, mine="member", goes=True, sets={"text": ""}, names=("written_by_name",),
                untold="Members of staff have written it for each other; an administrator answers who asks for it."),
        Holding(model=Appeal, mine="member", goes=True, sets={"text": "", "answer": ""},
                names=("answered_by_name",), file="appeals",
                told=("text", "made_at", "outcome", "answer", "answered_at")),
    )  # fmt: skip
    tells("decisions", _decisions)
    forgets(_letters)


def _letters(leaver: Leaver) -> bool:
    """What they would have been told; it says why."""
    forget_jobs(tell_decision, 0, [leaver.user_id])
    return False


def _decisions(member: User) -> Iterator[Mapping[str, object]]:
    """What they read themselves under Decisions."""
    actor = actors.member(member)
    for number in count(1):
        page = decisions_page(actor, number)
        for decision in page.decisions:
            yield {
                "what": decision.what,
                "at": decision.batch.at,
                "reason": decision.batch.reason,
                "until": decision.until,
                "things": list(decision.things),
                "taken_back_at": decision.taken_back_at,
            }
        if number >= page.pages.count:
            return
