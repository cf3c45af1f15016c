from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """`advice` says what to do; empty when all is well. `detail` is for whoever wants to know more."""

    name: str
    value: str
    advice: str = ""
    detail: str = ""

    @property
    def is_well(self) -> bool:
        return not self.advice
