"""A whole board as it stands, to be held against another; and what deltas do on purpose otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models, transaction

from areopagus.accounts.models import Ban, Group, User
from areopagus.boards.models import (
    Category,
    Forum,
    ForumModerator,
    ForumPermission,
    ForumSubscription,
    Post,
    Topic,
    TopicSubscription,
)
from areopagus.core.models import OptionValue
from areopagus.core.remembered import Remembered
from areopagus.importers.models import KeptRow
from areopagus.moderation.models import Report

# FluxBB knows whether, not when; and a ban begins when it moves in.
WHETHER = {"banned_at", "pinned_at", "locked_at", "removed_at"}
NO_POSTS = "It had no posts on the old board."
GONE = "It was deleted on the old board."
LEFT_OUT = {
    # The salt of each wrapping; posts that are removed here count here.
    User: {"password", "posts_elsewhere", "last_post_at"},
    Group: set(),
    Category: set(),
    # What stands last is compared with the topics.
    Forum: {"last_post_id"},
    # Numbers once given stay; removed posts keep theirs.
    Topic: {"last_number", "first_post_id", "last_post_id", "last_post_at"},
    Post: {"number", "html", "ghost_id"},
    # A report keeps the text as it was when it came.
    Report: {"source"},
    # When it was made FluxBB does not know.
    Ban: {"made_at"},
    OptionValue: set(),
}
PAIRS: tuple[tuple[type[models.Model], tuple[str, ...], tuple[str, ...]], ...] = (
    (TopicSubscription, ("user_id", "topic_id"), ()),
    (ForumSubscription, ("user_id", "forum_id"), ()),
    (ForumPermission, ("group_id", "forum_id"), ("may_read", "may_reply", "may_start_topics")),
    (ForumModerator, ("user_id", "forum_id"), ()),
    (EmailAddress, ("user_id",), ("email", "primary", "verified")),
    (KeptRow, ("kind", "first", "second"), ("print",)),
)
Row = dict[str, Any]
Rows = dict[Any, Row]


@dataclass
class Board:
    tables: dict[str, Rows] = field(default_factory=dict)
    # Of each topic its standing posts by number, and its last one.
    topics: dict[int, list[int]] = field(default_factory=dict)
    last_posts: dict[int, tuple[int | None, datetime]] = field(default_factory=dict)


def board() -> Board:
    found = Board()
    for model, left_out in LEFT_OUT.items():
        rows = model._default_manager.all()
        if model is Group:
            rows = rows.exclude(role=Group.Role.NEWCOMERS)
        found.tables[model.__name__] = {
            row.pop(model._meta.pk.attname): _told(row, left_out) for row in rows.values()
        }
    for model, keys, values in PAIRS:
        found.tables[model.__name__] = {
            row[: len(keys)]: dict(zip(values, map(_plain, row[len(keys) :]), strict=True))
            for row in model._default_manager.values_list(*keys, *values)
        }
    for topic, post in (
        Post.objects.filter(removed_at=None).order_by("topic", "number").values_list("topic", "id")
    ):
        found.topics.setdefault(topic, []).append(post)
    for topic, last, at in Topic.objects.values_list("id", "last_post", "last_post_at"):
        found.last_posts[topic] = (last, at)
    return found


def _told(row: dict[str, Any], left_out: set[str]) -> dict[str, Any]:
    return {
        name: value is not None if name in WHETHER else value
        for name, value in row.items()
        if name not in left_out
    }


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview | bytes) else value


class _Undone(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """What happens within never did."""
    try:
        with transaction.atomic():
            yield
            raise _Undone  # noqa: TRY301 - that is the way out.
    except _Undone:
        Remembered.forget_everything()
