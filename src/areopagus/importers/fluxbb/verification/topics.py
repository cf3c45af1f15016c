"""Every topic, stubs among them, and those made for posts whose own had vanished."""

from __future__ import annotations

from typing import Any

from areopagus.boards.models import Post, PostRevision, Topic
from areopagus.importers.fluxbb.verification.boards import Boards, in_order
from areopagus.importers.fluxbb.verification.comparing import (
    Case,
    Comparison,
    Field,
    count_the_rest,
    date,
    flag,
    highest_of,
    number,
    required_date,
    seconds,
    side_by_side,
    text,
)
from areopagus.importers.fluxbb.verification.old_board import Row
from areopagus.importers.fluxbb.verification.posts import Standing
from areopagus.importers.fluxbb.verification.rules import (
    account_gone,
    account_stays,
    blanks_gone,
    no_count,
    no_date,
    no_required_date,
    renamed_since,
    shortened,
    words,
)
from areopagus.importers.fluxbb.verification.since import BOTH, EVERYTHING
from areopagus.importers.fluxbb.verification.tally import Tally

NO_POSTS = "It had no posts on the old board."
# The first post is FluxBB's own note where it still stands in the topic (1.2 has no such note).
ROWS = """
SELECT topics.*, home.home, home.is_stub, first.poster_id AS noted_author, there.home AS noted_home
FROM topics JOIN home ON home.id = topics.id
LEFT JOIN posts AS first ON first.id = topics.first_post_id
LEFT JOIN home AS there ON there.id = first.topic_id
WHERE topics.id > 0 ORDER BY topics.id
"""
HERE = (
    "forum_id", "title", "author_id", "author_name", "started_at", "pinned_at", "locked_at",
    "removed_at", "removal_reason", "moved_to_id", "is_stub", "view_count", "last_post_at",
    "last_number",
)  # fmt: skip


def forum_missing(value: Any, case: Case) -> Any:
    """the forum is missing, so it stands in a forum for staff"""
    return value if value in case.boards.old.forums else case.boards.holding_forum


def untitled(value: Any, case: Case) -> Any:
    """without a title, so called by its number"""
    return value or f"Topic {case.old['id']}"


def title_edited_since(value: Any, case: Case) -> Any:
    """the title was edited on this board; a revision holds the old one"""
    topic = case.here["moved_to_id"] or case.here["id"]
    kept = PostRevision.objects.filter(post__topic=topic).exclude(title="").order_by("id").first()
    return case.stands if kept is not None and kept.title == value else value


def chain_followed(value: Any, case: Case) -> Any:
    """stubs of stubs lead to the end of their chain"""
    return case.old["home"] if case.old["is_stub"] and case.old["home"] else value


def leads_nowhere(value: Any, case: Case) -> Any:
    """a stub that leads in a circle, or to what is gone"""
    return value if case.old["home"] else None


def holds_posts(value: Any, case: Case) -> Any:
    """a stub that leads nowhere and holds posts is a topic"""
    return value and not (case.old["home"] is None and case.old["posts"])


def stubs_are_neither(value: Any, case: Case) -> Any:
    """stubs are neither pinned nor locked"""
    return value and not case.here["is_stub"]


def read_since(value: Any, case: Case) -> Any:
    """read on this board"""
    return max(value, case.stands)


def taken_from_the_posts(value: Any, case: Case) -> Any:
    """the old board's note was out of date; it is the date of the last post"""
    return value if case.here["is_stub"] else case.old["last_date"]


def not_noted(value: Any, case: Case) -> Any:
    """the old board noted no last post; it is the date of the first"""
    return value or case.here["started_at"].timestamp()


def answered_since(value: Any, case: Case) -> Any:
    """answered on this board"""
    return case.stands if case.here["last_number"] > case.old["posts"] else value


def post_removed_since(value: Any, case: Case) -> Any:
    """posts of it were removed on this board"""
    gone = Post.objects.filter(
        topic=case.here["id"], removed_at__isnull=False, posted_at__gt=case.here["last_post_at"]
    )
    return case.stands if gone.exists() else value


def last_by_number(value: Any, case: Case) -> Any:
    """posts were moved to it, and stand behind the others"""
    standing = Post.objects.filter(topic=case.here["id"], removed_at=None).order_by("number")
    last = (
        standing.values_list("posted_at", flat=True).last()
        if case.boards.since.has_deltas
        else None
    )
    return case.stands if last is not None and last.timestamp() == case.stands else value


def without_posts(value: Any, case: Case) -> Any:
    """it had no posts, so it is removed, with that reason"""
    is_right = case.here["removal_reason"] == NO_POSTS and not case.old["posts"]
    return case.stands if is_right else value


def removed_since(value: Any, case: Case) -> Any:
    """removed on this board"""
    is_later = case.stands is not None and case.stands > case.boards.old.newest
    return case.stands if is_later and case.here["removal_reason"] != NO_POSTS else value


FIELDS = (
    Field("forum", number("forum_id"), number("forum_id"), (forum_missing,)),
    Field(
        "title", text("subject"), text("title"),
        (*words("topics.subject"), blanks_gone, shortened(255), untitled, title_edited_since),
    ),
    Field("author", lambda row: row["author"], lambda row: row["author_id"], (account_gone, account_stays)),
    Field(
        "author's name", text("poster"), text("author_name"),
        (*words("topics.poster"), blanks_gone, shortened(200), renamed_since("author_id")),
    ),
    Field("started", required_date("posted"), seconds("started_at"), (no_required_date,)),
    Field(
        "last post", date("last_post"), seconds("last_post_at"),
        (
            no_date, not_noted, taken_from_the_posts, no_required_date, answered_since,
            post_removed_since, last_by_number,
        ),
    ),
    Field("being a stub", flag("is_stub"), flag("is_stub"), (holds_posts,)),
    Field(
        "leading to", lambda row: row["moved_to"], lambda row: row["moved_to_id"],
        (chain_followed, leads_nowhere),
    ),
    Field("pinned", flag("sticky"), flag("pinned_at"), (stubs_are_neither,)),
    Field("locked", flag("closed"), flag("locked_at"), (stubs_are_neither,)),
    Field("views", number("num_views"), number("view_count"), (no_count, read_since)),
    Field("removed", lambda _: None, seconds("removed_at"), (without_posts, removed_since)),
)  # fmt: skip


def compare_topics(boards: Boards, tally: Tally, standing: Standing) -> None:
    old, rows = boards.old, 0
    highest = max(highest_of(boards, "topics"), old.one("SELECT MAX(topic_id) FROM posts") or 0)
    comparison = Comparison(boards, tally, "topics", FIELDS)
    there = (_with_posts(row, standing) for row in old.rows(ROWS))
    for pk, then, now in side_by_side(there, in_order(Topic.objects.all(), *HERE)):
        if then is None:
            _judge_without_past(boards, tally, pk, highest)
            continue
        rows += 1
        boards.progress.say("topics", rows, old.read["topics"])
        if now is None:
            tally.missing("topics", f"topics {pk}")
        else:
            comparison.row(f"topics {pk}", then, now)
    count_the_rest(boards, tally, "topics", rows)


def _judge_without_past(boards: Boards, tally: Tally, pk: int, highest: int) -> None:
    """Made anew for posts without a topic, or new; else it ought not to be here."""
    if pk in boards.found_again:
        tally.left_out("topics", "made for posts whose own topic is missing")
    elif boards.since.is_gone("topics", pk):
        _judge_gone(boards, tally, pk)
    elif pk > highest:
        tally.new("topics")
    else:
        tally.intruder("topics", f"topics {pk}")


def _judge_gone(boards: Boards, tally: Tally, pk: int) -> None:
    if Topic.objects.filter(pk=pk).exclude(removed_at=None).exists():
        tally.left_out("topics", "deleted on the old board since it moved in, removed here")
    elif boards.since.why("topics", pk, EVERYTHING):
        tally.left_out("topics", BOTH)
    else:
        tally.intruder("topics", f"topics {pk}")


def _with_posts(row: Row, standing: Standing) -> Row:
    """A stub's author is that of the first post of where it leads, unless it has its own note."""
    place = row["id"] if row["home"] is None else row["home"]
    is_noted = row["noted_author"] is not None and row["noted_home"] == row["home"]
    author = row["noted_author"] if is_noted else standing.first_authors.get(place)
    started = row["posted"] or 0
    return row | {
        "author": author if author and author > 1 else None,
        "posts": standing.posts[place],
        "last_date": standing.last_dates.get(place, started),
    }
