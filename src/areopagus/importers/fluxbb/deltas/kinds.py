"""What of each row is compared and taken over together, posts apart (they have `posts.py`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from django.db import models

from areopagus.accounts.models import Ban, Group, User
from areopagus.boards.models import (
    Category,
    Forum,
    ForumModerator,
    ForumPermission,
    ForumSubscription,
    Topic,
    TopicSubscription,
)
from areopagus.importers.fluxbb.moving.groups import FLAGS, INTERVALS, STAFF_FLAGS
from areopagus.importers.fluxbb.prints import number_print, print_of
from areopagus.moderation.models import Report

Values = Sequence[Any]


class Way(Enum):
    """How two changes of one thing go together."""

    # Not at all: whoever changed it here is right, and that is a conflict.
    ONE = "one"
    # The later moment holds.
    LATEST = "latest"
    # Both have counted.
    ADDED = "added"


class Vanishing(Enum):
    """What becomes of a row here that the old board has no more."""

    STAYS = "stays"
    REMOVED = "removed"
    ERASED = "erased"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Aspect:
    """`name` is what people are told. `judged` gives what counts of the values of `columns`."""

    name: str
    columns: tuple[str, ...]
    way: Way = Way.ONE
    judged: Callable[[Values], Values] = tuple

    def print(self, values: Values) -> bytes:
        if self.way is Way.ADDED:
            return number_print(values[0])
        return print_of(self.judged(values))


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows of one model, known by one or two keys. `name` is that of FluxBB's table."""

    name: str
    model: type[models.Model]
    keys: tuple[str, ...]
    aspects: tuple[Aspect, ...] = ()
    vanishing: Vanishing = Vanishing.ERASED
    left_out: dict[str, Any] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(column for aspect in self.aspects for column in aspect.columns)

    def values(self, row: Sequence[Any]) -> list[Values]:
        """The values of each aspect in a row of keys and columns."""
        at = len(self.keys)
        found: list[Values] = []
        for aspect in self.aspects:
            found.append(tuple(row[at : at + len(aspect.columns)]))
            at += len(aspect.columns)
        return found

    def print(self, row: Sequence[Any]) -> bytes:
        pairs = zip(self.aspects, self.values(row), strict=True)
        return b"".join(aspect.print(values) for aspect, values in pairs)


def whether(values: Values) -> Values:
    """FluxBB knows that something holds, not since when."""
    return (values[0] is not None, *values[1:])


def of_stubs(values: Values) -> Values:
    """Stub or not, and where to; the last post of others is counted from their posts."""
    is_stub, moved_to, last = values
    return (is_stub, moved_to, last if is_stub else None)


def latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)


def _each(*columns: str) -> tuple[Aspect, ...]:
    return tuple(
        Aspect(column.removesuffix("_id").replace("_", " "), (column,)) for column in columns
    )


GROUPS = Kind(
    "groups", Group, ("id",),
    (
        *_each("name", "member_title", "is_moderator"),
        Aspect("promotion", ("promote_at_posts", "promote_to_id")),
        *_each(*(row[0] for row in (*FLAGS, *STAFF_FLAGS, *INTERVALS))),
    ),
    Vanishing.STAYS, {"role": Group.Role.NEWCOMERS},
)  # fmt: skip
USERS = Kind(
    "users", User, ("id",),
    (
        *_each("name", "email", "group_id"),
        Aspect("registered", ("registered_at", "approved_at")),
        *_each("registered_from"),
        Aspect("last visit", ("last_visit_at",), Way.LATEST),
        Aspect("last seen", ("last_seen_at",), Way.LATEST),
        Aspect("ban", ("banned_at", "banned_until", "ban_message"), judged=whether),
        *_each("staff_note", "title", "real_name", "location", "website", "contacts"),
        Aspect("signature", ("signature", "signature_markup")),
        *_each(
            "mail_language", "time_zone", "time_format", "date_format", "topics_per_page", "posts_per_page",
            "mail_privacy", "notify_with_text", "level_when_writing", "show_smilies",
            "show_images", "show_signature_images", "show_avatars", "show_signatures",
        ),
    ),
    Vanishing.STAYS,
)  # fmt: skip
CATEGORIES = Kind("categories", Category, ("id",), _each("name", "position"), Vanishing.STAYS)
FORUMS = Kind(
    "forums", Forum, ("id",),
    (
        *_each("category_id", "name"),
        Aspect("description", ("description", "description_html")),
        *_each("position", "order", "link"),
    ),
    Vanishing.STAYS,
)  # fmt: skip
PERMISSIONS = Kind(
    "forum_perms", ForumPermission, ("group_id", "forum_id"),
    (Aspect("rights", ("may_read", "may_reply", "may_start_topics")),),
)  # fmt: skip
MODERATORS = Kind("moderators", ForumModerator, ("forum_id", "user_id"))
TOPICS = Kind(
    "topics", Topic, ("id",),
    (
        *_each("forum_id", "title"),
        Aspect("author", ("author_id", "author_name")),
        Aspect("started", ("started_at",)),
        Aspect("pinned", ("pinned_at",), judged=whether),
        Aspect("locked", ("locked_at",), judged=whether),
        Aspect("removed", ("removed_at", "removal_reason"), judged=whether),
        Aspect("being a stub", ("is_stub", "moved_to_id", "last_post_at"), judged=of_stubs),
        Aspect("views", ("view_count",), Way.ADDED),
    ),
    Vanishing.REMOVED,
)  # fmt: skip
TOPIC_SUBSCRIPTIONS = Kind("topic_subscriptions", TopicSubscription, ("user_id", "topic_id"))
FORUM_SUBSCRIPTIONS = Kind("forum_subscriptions", ForumSubscription, ("user_id", "forum_id"))
REPORTS = Kind(
    "reports", Report, ("id",),
    (
        Aspect("report", ("post_id", "reporter_id", "reporter_name", "reason", "reported_at")),
        Aspect("settled", ("settled_at", "settled_by_name")),
    ),
    Vanishing.SETTLED,
)  # fmt: skip
BANS = Kind(
    "bans", Ban, ("id",),
    (
        *_each("name", "addresses", "mail", "message", "until"),
        # When it was made FluxBB does not know.
        Aspect("maker", ("made_by_name", "made_at"), judged=lambda values: values[:1]),
    ),
)  # fmt: skip
# In the order of what refers to what; posts come behind topics.
KINDS = (
    GROUPS, USERS, CATEGORIES, FORUMS, PERMISSIONS, MODERATORS, TOPICS, TOPIC_SUBSCRIPTIONS,
    FORUM_SUBSCRIPTIONS, REPORTS, BANS,
)  # fmt: skip
