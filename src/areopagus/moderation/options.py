"""What an administrator may change about moderation."""

from __future__ import annotations

from areopagus.core.options import option

REASONS = option(
    "moderation.reasons",
    "Spam; Off topic; Rude; Posted twice; In the wrong forum; Asked by the author",
    "Reasons offered to moderators, with semicolons between them; they may write others.",
)


def reasons() -> list[str]:
    return [reason.strip() for reason in REASONS.get().split(";") if reason.strip()]


TELL_BY_MAIL = option(
    "moderation.tell_by_mail",
    True,
    "Whether whoever has reported a post is told by mail what became of it.",
)
