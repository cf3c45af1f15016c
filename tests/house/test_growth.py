"""No page reads all posts of the board: with a million of them it would take minutes, and nobody would notice here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from areopagus.boards.models import Ghost, Topic
from tests.administration.test_access import Board, board
from tests.conftest import Cast, user_of

pytestmark = pytest.mark.django_db
__all__ = ["board"]
# How each database says that it reads the table of posts from one end to the other.
READS_ALL = {"sqlite": r"SCAN boards_post\b", "postgresql": r"Seq Scan on boards_post\b"}
# The newest: it reads from the end until it has so many.
NEWEST = re.compile(r'ORDER BY "boards_post"\."id" DESC LIMIT \d+$')
Asked = list[tuple[str, Any]]


@pytest.mark.parametrize("name", ["ada", "max", "guest"])
def test_no_page_reads_all_posts(board: Board, cast: Cast, topic: Topic, name: str) -> None:
    client, guilty, found = Client(), {}, 0
    if board.people[name].user is not None:
        client.force_login(user_of(board.people[name]))
    ghost, post = Ghost.objects.get(), topic.posts.get(number=2)
    ids = board.ids | {"post_id": post.pk, "ghost_id": f"{ghost.pk}-olga"}
    ids |= {"topic_id": f"{topic.pk}", "slug": "x"}
    for address in sorted(set(_addresses(replace(board, ids=ids)))):
        asked: Asked = []
        with connection.execute_wrapper(_noting(asked)):
            found += client.get(address, follow=True).status_code == 200
        if read := [sql for sql, parameters in asked if _reads_all_posts(sql, parameters)]:
            guilty[address] = read
    assert not guilty
    assert found > 30


def _addresses(board: Board, patterns: Any = None, begun: str = "") -> Iterator[str]:
    """All that these ids are enough for."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = begun + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(board, pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern) and _is_known(board.ids, here):
            yield board.address(here)


def _is_known(ids: Mapping[str, Any], pattern: str) -> bool:
    return "(?P" not in pattern and set(re.findall(r"<\w+:(\w+)>", pattern)) <= ids.keys()


def _noting(asked: Asked) -> Any:
    def note(execute: Any, sql: str, parameters: Any, *rest: Any) -> Any:
        if sql.startswith("SELECT") and "boards_post" in sql and not NEWEST.search(sql):
            asked.append((sql, parameters))
        return execute(sql, parameters, *rest)

    return note


def _reads_all_posts(sql: str, parameters: Any) -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # So few are read whole unless that is forbidden; where no index helps, it is done all the same.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}", parameters)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    return re.search(READS_ALL[connection.vendor], plan) is not None


def test_what_reads_all_posts_is_found() -> None:
    assert _reads_all_posts("SELECT COUNT(*) FROM boards_post WHERE source = %s", ["x"])
    assert not _reads_all_posts("SELECT source FROM boards_post WHERE id = %s", [1])
