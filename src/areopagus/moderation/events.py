"""What happens in moderation, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PostReported:
    report_id: int
    post_id: int

    @property
    def changes(self) -> tuple[str, ...]:
        """Nothing that everybody sees."""
        return ()


@dataclass(frozen=True, slots=True)
class CaseSettled:
    """The reports of one post were settled together."""

    report_ids: tuple[int, ...]

    @property
    def changes(self) -> tuple[str, ...]:
        """Nothing that everybody sees."""
        return ()
