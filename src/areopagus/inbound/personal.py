"""What this room keeps about members, and what becomes of it when they go. See `core.personal`."""

from __future__ import annotations

from areopagus.core.jobs.forgetting import forget_jobs
from areopagus.core.personal import Holding, Leaver, forgets, holds
from areopagus.inbound.models import Mail
from areopagus.inbound.tasks import give_back, say_what_was_left_out


def register() -> None:
    holds(
        Holding(
            model=Mail,
            mine="user",
            sets={"user": None, "reason": ""},
            file="mails-that-came-in",
            told=("came_at", "outcome", "reason"),
            stays={"key": "A digest, so that the same mail is not taken twice."},
        )
    )
    forgets(_letters)


def _letters(leaver: Leaver) -> bool:
    """What they wrote and was not published goes with them, and the names of their files."""
    theirs = list(Mail.objects.filter(user=leaver.user_id).values_list("pk", flat=True))
    forget_jobs(give_back, 0, theirs)
    forget_jobs(say_what_was_left_out, 0, theirs)
    return False
