"""`@name` and `@"two words"` in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_NAME = 60
_MENTION = re.compile(
    rf'(?<![\w@/.])@(?:"(?P<quoted>[^"\n@]{{1,{LONGEST_NAME}}})"|(?P<plain>\w[\w.\-]{{0,{LONGEST_NAME - 1}}}))'
)


def find(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and name of everything that could be a mention."""
    if "@" not in text:
        return
    for found in _MENTION.finditer(text):
        if found["quoted"]:
            yield found.start(), found.end(), found["quoted"].strip()
        elif name := found["plain"].rstrip(".-"):
            yield found.start(), found.start() + 1 + len(name), name
