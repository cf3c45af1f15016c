"""What this room finds out, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ResemblanceFound:
    topic_ids: tuple[int, ...]

    @property
    def changes(self) -> tuple[str, ...]:
        return tuple(f"topic:{topic_id}" for topic_id in self.topic_ids)
