"""Every column of FluxBB's is read by the import, or schema.NOT_TAKEN says why it is not."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from types import ModuleType

import pytest

from areopagus.importers.fluxbb import schema, staging
from areopagus.importers.fluxbb.moving import (
    board_options,
    groups,
    members,
    places,
    posts,
    preferences,
    rendering,
    rest,
    topics,
    words,
)

# What reads each table: a module, a function, or a statement.
Reader = ModuleType | Callable[..., object] | str
READERS: dict[str, tuple[Reader, ...]] = {
    "config": (staging._read_config,),
    "categories": (places.move_categories,),
    "forums": (places.move_forums, places._forum, places.move_moderators),
    "forum_perms": (places.move_permissions, places._permission),
    "groups": (groups,),
    "topics": (topics.ROWS, topics._find_homes, topics._topic),
    "posts": (topics.ROWS, posts, rendering),
    "users": (members, preferences),
    "bans": (rest.move_bans, rest._ban, rest._is_longer),
    "reports": (rest.move_reports, rest._report),
    "topic_subscriptions": (rest.move_subscriptions,),
    "subscriptions": (rest.move_subscriptions,),
    "forum_subscriptions": (rest._forum_subscriptions,),
    "online": (members.ROWS,),
    "censoring": (words.move_words,),
    "ranks": (board_options.move_ranks,),
}


@pytest.mark.parametrize("table", schema.TABLES)
def test_what_is_not_read_is_listed_with_its_reason(table: str) -> None:
    said = {word for reader in READERS[table] for word in _words(reader)}
    unread = {column.name for column in schema.TABLES[table]} - said
    listed = {name.partition(".")[2] for name in schema.NOT_TAKEN if name.startswith(f"{table}.")}
    assert unread == listed, "List it in schema.NOT_TAKEN, or read it and strike it there"


def _words(reader: Reader) -> set[str]:
    """The words in the statements and in the names of columns, which are texts."""
    if isinstance(reader, str):
        return set(re.findall(r"\w+", reader))
    found = ast.walk(ast.parse(inspect.getsource(reader)))
    texts = [n.value for n in found if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    return set(re.findall(r"\w+", " ".join(texts)))
