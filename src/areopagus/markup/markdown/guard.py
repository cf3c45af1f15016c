"""What is not given to markdown-it, because its time would not grow with its length."""

from __future__ import annotations

# A board's posts have 60,000 characters unless its administrator allows more.
LONGEST = 100_000


def is_too_much(source: str) -> bool:
    """Such a text is shown in plain paragraphs."""
    return len(source) > LONGEST
