"""What is not given to markdown-it.

It takes time in proportion to the length of a text, but up to sixty microseconds for one character:
a post made of brackets would hold a worker for seconds.
"""

from __future__ import annotations

# A board's posts have 60,000 characters unless its administrator allows more.
LONGEST = 100_000
# What each character costs in steps of ten microseconds, measured by bench/markup.py, and the
# most a text may cost: a book of 60,000 characters in 1,000 lines stays below a fifth of it.
COSTS = {"\n": 10, "[": 6, "|": 4, "*": 2, "_": 2, "~": 2, "`": 1, "<": 1, "$": 1, "&": 1}
MOST = 80_000


def is_too_much(source: str) -> bool:
    """Such a text is shown in plain paragraphs."""
    return len(source) > LONGEST or cost(source) > MOST


def cost(source: str) -> int:
    return sum(source.count(character) * each for character, each in COSTS.items())
