"""One look at every post that has a bracket or an old address in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from areopagus.importers.fluxbb.report.facts import DeadLink, Links, Tag, Tags
from areopagus.importers.fluxbb.staging import Staging
from areopagus.markup.bbcode.tags import BBCODE, FLUXBB12

MOST_EXAMPLES, MOST_TAGS = 20, 50
# Whoever fills posts with invented tags must not fill the memory.
MOST_NAMES = 10_000
LONGEST_WRITTEN = 200
POSTS = """
SELECT id, message FROM posts
WHERE id > 0 AND (instr(message, '[') OR instr(message, '.php?')) ORDER BY id
"""
ADDRESS = re.compile(r"(viewtopic|viewforum|profile)\.php\?([^\s\"'<>\[\]]{1,200})", re.IGNORECASE)
ID = re.compile(r"(?:^|[&;])(p?id)=0*([1-9][0-9]{0,14})(?![0-9])")
KINDS = {"viewtopic": "topic", "viewforum": "forum", "profile": "member"}
TAG = re.compile(r"\[(/?)([a-z][a-z0-9_-]{0,19}|\*)(?:=([^\[\]\n]{0,200}))?\]", re.IGNORECASE)
TARGET = re.compile(r"\s*[\"']?([1-9][0-9]{0,14})(?![0-9])")
TAG_KINDS = {"topic": "topic", "post": "post", "forum": "forum", "user": "member"}
PREPARE = "CREATE TABLE links (post INTEGER, kind TEXT, target INTEGER, written TEXT)"
DEAD = """
FROM links WHERE NOT CASE kind
  WHEN 'topic' THEN EXISTS (SELECT 1 FROM home WHERE id = target)
  WHEN 'post' THEN EXISTS (SELECT 1 FROM numbered WHERE id = target)
  WHEN 'forum' THEN EXISTS (SELECT 1 FROM forums WHERE id = target)
  ELSE EXISTS (SELECT 1 FROM users WHERE id = target AND id > 1) END
"""
# Kind and id.
Link = tuple[str, int]


def look(old: Staging) -> tuple[Links, Tags]:
    said = old.config.get("o_base_url") or next(iter(old.base_urls), "")
    base_url = said.strip().rstrip("/")
    reader = _Reader(_bases(base_url), is_12=old.is_12)
    old.db.execute(PREPARE)
    old.db.executemany("INSERT INTO links VALUES (?, ?, ?, ?)", reader.read(old))
    return _links(old, base_url), reader.tags()


def _bases(base_url: str) -> tuple[str, ...]:
    """What stands before a page of the old board in a link to it, in lower case.

    The board may have been reached with and without www, and links may begin at its own root.
    """
    parts = urlsplit(base_url.lower())
    host = parts.netloc.rpartition("@")[2].removeprefix("www.")
    absolute = (f"//{host}{parts.path}/", f"www.{host}{parts.path}/") if host else ()
    return (*absolute, *(f"{mark}/" for mark in ("=", "]", '="', "='")))


class _Reader:
    def __init__(self, bases: tuple[str, ...], *, is_12: bool) -> None:
        self._bases = bases
        self._longest = max(map(len, bases))
        self._known = frozenset((FLUXBB12 if is_12 else BBCODE).tags)
        self._linking: dict[str, str] = {} if is_12 else TAG_KINDS
        self._opened: Counter[str] = Counter()
        self._closed: Counter[str] = Counter()
        self._first: dict[str, int] = {}

    def read(self, old: Staging) -> Iterator[tuple[int, str, int, str]]:
        """Counts the tags and gives the links: post, kind, id, and how it was written."""
        for row in old.rows(POSTS):
            post, text = row["id"], row["message"]
            # A link and its text are often the same.
            links: dict[Link, str] = {}
            if ".php?" in text:
                links.update(self._addresses(text))
            if "[" in text:
                links.update(self._brackets(post, text))
            for (kind, target), written in links.items():
                yield post, kind, target, written

    def _addresses(self, text: str) -> Iterator[tuple[Link, str]]:
        for found in ADDRESS.finditer(text):
            start = found.start()
            before = text[max(start - self._longest, 0) : start].lower()
            if not before.endswith(self._bases):
                continue
            ids = {name: int(number) for name, number in ID.findall(found[2])}
            kind = KINDS[found[1].lower()]
            if kind == "topic" and "pid" in ids:
                yield ("post", ids["pid"]), found[0]
            elif "id" in ids:
                yield (kind, ids["id"]), found[0]

    def _brackets(self, post: int, text: str) -> Iterator[tuple[Link, str]]:
        in_code = False
        for found in TAG.finditer(text):
            name, is_end = found[2].lower(), found[1] == "/"
            if name == "code":
                in_code = not is_end
            elif not in_code and name not in self._known:
                self._count(name, post, is_end=is_end)
            elif not in_code and name in self._linking and not is_end:
                where = (found[3], 0) if found[3] else (text, found.end())
                if target := TARGET.match(*where):
                    written = found[0] if found[3] else f"{found[0]}{target[0]}"
                    yield (self._linking[name], int(target[1])), written

    def _count(self, name: str, post: int, *, is_end: bool) -> None:
        if is_end:
            if name in self._opened:
                self._closed[name] += 1
        elif name in self._opened or len(self._opened) < MOST_NAMES:
            self._opened[name] += 1
            self._first.setdefault(name, post)

    def tags(self) -> Tags:
        """Those with an end tag first: they were meant as tags."""
        found = [
            Tag(name, times, self._closed[name], self._first[name])
            for name, times in self._opened.items()
        ]
        found.sort(key=lambda tag: (-min(tag.closed, tag.times), -tag.times, tag.name))
        return Tags(len(found), found[:MOST_TAGS])


def _links(old: Staging, base_url: str) -> Links:
    # Both texts are ours.
    (all_,) = old.rows("SELECT COUNT(*) AS times FROM links")
    (dead,) = old.rows(f"SELECT COUNT(*) AS times {DEAD}")
    examples = old.rows(f"SELECT * {DEAD} ORDER BY post, kind, target LIMIT ?", MOST_EXAMPLES)
    return Links(
        base_url=base_url,
        found=all_["times"],
        dead=dead["times"],
        examples=[
            DeadLink(row["post"], row["kind"], row["target"], row["written"][:LONGEST_WRITTEN])
            for row in examples
        ],
    )
