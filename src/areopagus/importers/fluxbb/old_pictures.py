"""Which files of the old board its posts, signatures and pages show or lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from areopagus.importers.fluxbb.old_links import OldBoard
from areopagus.importers.fluxbb.staging import Staging

# What ends an address in BBCode, in HTML and in running text.
ADDRESS = re.compile(r"https?://[^\s\[\]<>\"]{1,1000}", re.IGNORECASE)
LAST = ".,;:!?)'"
POSTS = "SELECT id, message AS words FROM posts WHERE id > 0 AND message LIKE ? ORDER BY id"
SIGNATURES = "SELECT 0 AS id, signature AS words FROM users WHERE id > 1 AND signature LIKE ?"
# Announcements, rules and descriptions are HTML that an administrator wrote.
FORUMS = "SELECT 0 AS id, forum_desc AS words FROM forums WHERE forum_desc LIKE ?"
CONFIG = """
SELECT 0 AS id, conf_value AS words FROM config WHERE conf_name LIKE 'o_%' AND conf_value LIKE ?
"""


def shown_in(staging: Staging, old: OldBoard) -> Iterator[tuple[str, int]]:
    """What each file was called there, with the post; 0 stands for what is no post. May repeat itself."""
    for host in old.folders:
        for statement in (POSTS, SIGNATURES, FORUMS, CONFIG):
            for row in staging.rows(statement, f"%{host}%"):
                for called in called_in(row["words"], old):
                    yield called, row["id"]


def called_in(words: str, old: OldBoard) -> Iterator[str]:
    for found in ADDRESS.finditer(words):
        if called := old.called(found[0].rstrip(LAST)):
            yield called
