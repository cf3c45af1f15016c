"""Reasons that are offered wherever staff is asked why; other words may be written instead."""

from __future__ import annotations

import re

from django.forms import TextInput

from areopagus.core.options import option

REASONS = option(
    "moderation.reasons",
    "Spam\nOff topic\nRude\nPosted twice\nIn the wrong forum\nAsked by the author",
    "Offered to staff wherever they are asked why; they may write others. One to a line.",
    is_list=True,
)
# An older version kept them in one line.
BETWEEN = re.compile(r"[;\n]")


def reasons() -> list[str]:
    return [reason for text in BETWEEN.split(REASONS.get()) if (reason := text.strip())]


class WhyInput(TextInput):
    """The template shows the reasons beside it (`field` in ui/templates/parts/field.html)."""

    def __init__(self) -> None:
        super().__init__({"dir": "auto"})
