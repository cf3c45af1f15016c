"""One delta, from what is staged to the board: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Count

from areopagus.accounts.models import FormerName, User
from areopagus.boards import counts
from areopagus.boards.author_names import carry_name
from areopagus.boards.models import Post
from areopagus.core import stamps
from areopagus.core.remembered import Remembered
from areopagus.homecoming.ledger import count_claimed
from areopagus.homecoming.models import Claim
from areopagus.importers.fluxbb.deltas import (
    avatars,
    kinds,
    options,
    passwords,
    people,
    places,
    topics,
)
from areopagus.importers.fluxbb.deltas.apart import note_what_stands_apart
from areopagus.importers.fluxbb.deltas.findings import Findings
from areopagus.importers.fluxbb.deltas.merging import Merge, Writing, merge_kind
from areopagus.importers.fluxbb.deltas.posts import merge_posts
from areopagus.importers.fluxbb.deltas.shadow import ALIAS, shadow
from areopagus.importers.fluxbb.moving import avatars as moved_avatars
from areopagus.importers.fluxbb.moving import pictures
from areopagus.importers.fluxbb.moving.context import Move
from areopagus.importers.models import KeptRow
from areopagus.search.tasks import heal as find_what_came

# In the order of what refers to what. Posts come behind topics.
BEFORE_POSTS = (
    Writing(kinds.GROUPS, places.add_groups, places.change_group, places.vanish_group),
    Writing(people.ADDRESSES, people.add_addresses, people.change_address),
    Writing(kinds.USERS, people.add_members, people.change_member, people.vanish_member),
    Writing(kinds.CATEGORIES, vanish=places.vanish_category),
    Writing(kinds.FORUMS, places.add_forums, places.change_forum, places.vanish_forum),
    Writing(kinds.PERMISSIONS, places.add_where_it_belongs),
    Writing(kinds.MODERATORS, places.add_where_it_belongs),
    Writing(kinds.TOPICS, topics.add_topics, topics.change_topic, topics.vanish_topic),
)
BEHIND_POSTS = (
    Writing(kinds.TOPIC_SUBSCRIPTIONS),
    Writing(kinds.FORUM_SUBSCRIPTIONS, places.add_where_it_belongs),
    Writing(kinds.REPORTS, vanish=topics.vanish_report),
    Writing(kinds.BANS),
)
# In this order everywhere, so that no two deeds wait for each other.
LOCK = (
    "LOCK TABLE accounts_user, boards_topic, boards_post, boards_forum IN SHARE ROW EXCLUSIVE MODE"
)


def take_over(
    move: Move, board: Path, findings: Findings, before_the_end: Callable[[Move], None]
) -> None:
    """Brings the board up to date with the old one, which must be the same grown older.

    `move` must be a draft. Whatever is raised, the board is as it was.
    """
    with shadow(move, board):
        merge = Merge(move, findings)
        try:
            with transaction.atomic():
                _merge(merge)
                find_what_came.enqueue()
                before_the_end(move)
                stamps.everything_changed()
        except BaseException:
            # Files are in no transaction.
            moved_avatars.forget(move)
            raise
        finally:
            Remembered.forget_everything()


def _merge(merge: Merge) -> None:
    _lock()
    before = _known_members(merge)
    options.merge_options(merge)
    # Before anything is rendered.
    pictures.move_pictures(merge.move)
    for writing in BEFORE_POSTS:
        merge.move.progress.say(f"comparing {writing.kind.name}")
        merge_kind(merge, writing)
    people.tell_names_apart(merge)
    people.confirm_what_was_freed(merge)
    merge.move.progress.say("comparing passwords")
    passwords.merge_passwords(merge, before)
    avatars.merge_avatars(merge)
    _address_everybody(merge.move)
    merge_posts(merge)
    _call_as_here()
    for writing in BEHIND_POSTS:
        merge.move.progress.say(f"comparing {writing.kind.name}")
        merge_kind(merge, writing)
    merge.move.progress.say("counting")
    _count_posts_elsewhere(merge)
    # What has come may be by whoever has claimed what they wrote before.
    count_claimed(set(Claim.objects.values_list("user_id", flat=True)))
    counts.rebuild()
    note_what_stands_apart(merge)


def _call_as_here() -> None:
    """What has come from members who were given another name here stands under it."""
    for former in FormerName.objects.select_related("member").order_by("member"):
        carry_name(former.member, former.name)


def _lock() -> None:
    """Nobody writes meanwhile; on SQLite no two transactions ever do."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(LOCK)


def _known_members(merge: Merge) -> list[int]:
    """Those the old board had at the last time. Notes what was gone then, and which of them are now."""
    gone = KeptRow.objects.filter(is_gone=True).values_list("kind", "first")
    for kind, pk in gone:
        merge.gone[kind].add(pk)
    rows = KeptRow.objects.filter(kind="users", is_gone=False)
    known = list(rows.values_list("first", flat=True))
    there = set(User.objects.using(ALIAS).values_list("pk", flat=True))
    merge.gone["users"] = (merge.gone["users"] - there) | (set(known) - there)
    return known


def _address_everybody(move: Move) -> None:
    """So that posts which mention members of this board's own lead to them."""
    move.members.update(User.objects.values_list("pk", "name"))


def _count_posts_elsewhere(merge: Merge) -> None:
    """The old board's own number, without the posts of it that are here, removed ones too."""
    edge = merge.move.edges["posts"]
    written = Post.objects.filter(pk__lt=edge, author__isnull=False).order_by()
    here = dict(written.values_list("author").annotate(posts=Count("pk")))
    there = User.objects.using(ALIAS).values_list("pk", "posts_elsewhere")
    stands = dict(User.objects.values_list("pk", "posts_elsewhere"))
    for pk, counted in there.iterator():
        if pk in stands and stands[pk] != counted - here.get(pk, 0):
            User.objects.filter(pk=pk).update(posts_elsewhere=counted - here.get(pk, 0))
