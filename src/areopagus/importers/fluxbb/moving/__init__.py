"""From the old board, as it is staged, to this one: everything in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from areopagus.accounts.models import User
from areopagus.boards import counts
from areopagus.boards.models import Category, Topic
from areopagus.core import stamps
from areopagus.core.clock import now
from areopagus.importers.fluxbb.moving import (
    avatars,
    board_options,
    ghosts,
    groups,
    members,
    pictures,
    places,
    posts,
    rest,
    rooms,
    topics,
    words,
)
from areopagus.importers.fluxbb.moving.context import Move
from areopagus.importers.fluxbb.staging import Staging
from areopagus.importers.progress import Progress
from areopagus.search.tasks import heal as find_what_came

# In the order of what refers to what.
STAGES = (
    board_options.move_options,
    words.move_words,
    groups.move_groups,
    pictures.move_pictures,
    members.move_members,
    avatars.move_avatars,
    places.move_categories,
    places.move_forums,
    places.move_permissions,
    places.move_moderators,
    topics.move_topics,
    ghosts.move_ghosts,
    posts.number_posts,
    posts.move_posts,
    rest.move_subscriptions,
    rest.move_reports,
    rest.move_bans,
    rest.count_posts_elsewhere,
)

# Those that only say what would stand here, apart from the posts.
DRAFT_STAGES = tuple(
    stage
    for stage in STAGES
    if stage
    not in {
        pictures.move_pictures,
        avatars.move_avatars,
        posts.move_posts,
        rest.count_posts_elsewhere,
    }
)


class NotEmpty(Exception):
    """The board has people or places of its own."""


def is_empty_board() -> bool:
    return not (User.objects.exists() or Topic.objects.exists() or Category.objects.exists())


def insist_on_empty_board() -> None:
    if not is_empty_board():
        raise NotEmpty(
            "This board has members or forums of its own, and an import keeps the old ids. "
            "Give the name of a new folder with --board."
        )


def move_in(
    old: Staging, files: Path | None, progress: Progress, before_the_end: Callable[[Move], None]
) -> None:
    """NotEmpty when the board is somebody's; whatever is raised, the board is as it was.

    `files` is the folder the old board was installed in, when it is at hand. `before_the_end` is what must have worked as well, called when nothing else can go wrong.
    """
    move = Move(old, now(), progress, files, edges=rooms.edges_behind(rooms.highest_in(old)))
    try:
        with transaction.atomic():
            insist_on_empty_board()
            for stage in STAGES:
                stage(move)
            progress.say("counting")
            rooms.continue_behind(move.edges)
            counts.rebuild()
            find_what_came.enqueue()
            before_the_end(move)
    except BaseException:
        # Files are in no transaction.
        avatars.forget(move)
        raise
    finally:
        # What was remembered may be of a board that is no more, or never came to be.
        stamps.everything_changed()
