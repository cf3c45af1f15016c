"""Every post: its text byte for byte, who wrote it when, and its place in the topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

from areopagus.boards.models import Departure, Post, PostRevision
from areopagus.importers.fluxbb.verification.boards import ROWS_AT_A_TIME, Boards, tuples_in_order
from areopagus.importers.fluxbb.verification.comparing import (
    Case,
    Comparison,
    Field,
    count_the_rest,
    highest_of,
)
from areopagus.importers.fluxbb.verification.dump import fingerprint
from areopagus.importers.fluxbb.verification.rules import (
    account_gone,
    account_stays,
    blanks_gone,
    no_date,
    no_required_date,
    renamed_since,
    shortened,
    words,
)
from areopagus.importers.fluxbb.verification.since import BOTH, EVERYTHING
from areopagus.importers.fluxbb.verification.tally import Tally

NAMES = (
    "topic_id", "number", "author_id", "author_name", "author_mail", "author_address", "posted_at",
    "source", "with_smilies", "edited_at", "edited_by_name", "markup",
)  # fmt: skip
SHOWN = (
    "topic", "number", "author", "author's name", "guest's mail", "address", "posted", "text",
    "smilies", "edited", "edited by", "markup",
)  # fmt: skip
# FluxBB shows the posts of a topic in the order of their ids.
ROWS = """
SELECT posts.id, topic_id, home.home, poster_id, poster, poster_email, poster_ip, posted, source,
       hide_smilies, edited, edited_by, repaired
FROM posts LEFT JOIN home ON home.id = posts.topic_id WHERE posts.id > 0 ORDER BY posts.id
"""
NO_WORDS = fingerprint("")
CLOSE = 2.0
# Behind the id.
POSTED = NAMES.index("posted_at") + 1


@dataclass(slots=True)
class Standing:
    """By topic: how many posts of the old board stand in it, who wrote the first, when the last was."""

    posts: Counter[int] = field(default_factory=Counter)
    first_authors: dict[int, int] = field(default_factory=dict)
    last_dates: dict[int, int] = field(default_factory=dict)
    # The highest number so far here, by topic, of posts that were never moved.
    last_numbers: Counter[int] = field(default_factory=Counter)
    moved: frozenset[int] = frozenset()

    def is_in_order(self, post: int, topic: int, number: int) -> bool:
        """Whether it stands behind those of its topic that have lower ids, or was moved there."""
        if post in self.moved:
            return True
        is_behind = number > self.last_numbers[topic]
        self.last_numbers[topic] = max(number, self.last_numbers[topic])
        return is_behind


def stub_followed(value: Any, case: Case) -> Any:
    """written in a stub, so it stands where the stub leads"""
    return value if case.old["home"] is None else case.old["home"]


def topic_missing(value: Any, case: Case) -> Any:
    """the topic is missing, so one was made where only staff see it"""
    is_lost = case.old["home"] is None and case.stands in case.boards.found_again
    keeps_id = value is None or value < 1 or case.stands == value
    return case.stands if is_lost and keeps_id else value


def stub_holds_posts(value: Any, case: Case) -> Any:
    """written in a stub that leads nowhere, so the stub is a topic"""
    known = "SELECT 1 FROM home WHERE id = ? AND home IS NULL"
    return case.stands if case.boards.old.one(known, case.stands) else value


def mail_of_a_member(value: Any, case: Case) -> Any:
    """the mail address of a member stands in the profile only"""
    return value if case.here["author_id"] is None else ""


def no_mail(value: Any, case: Case) -> Any:  # noqa: ARG001
    """what is no mail address is left out"""
    return value if "@" in value else ""


def text_repaired(value: Any, case: Case) -> Any:
    """encoded twice on the old board, repaired here"""
    is_doubled = case.boards.old.decoder.is_doubled("posts.message")
    return (case.old["repaired"] or value) if is_doubled else value


def edited_since(value: Any, case: Case) -> Any:
    """edited on this board; the first revision holds the old text"""
    revisions = list(PostRevision.objects.filter(post=case.here["id"]).order_by("id"))
    if not revisions or fingerprint(revisions[0].source) not in _prints(case):
        return value
    return case.stands


def edit_marked_since(value: Any, case: Case) -> Any:
    """edited on this board, as its last revision says"""
    last = PostRevision.objects.filter(post=case.here["id"], is_silent=False).last()
    edited = case.here["edited_at"]
    if last is None or edited is None or abs(edited - last.edited_at.timestamp()) > CLOSE:
        return value
    return case.stands if case.here["edited_by_name"] == last.edited_by_name else value


def _prints(case: Case) -> tuple[bytes, ...]:
    return (case.old["source"], text_repaired(case.old["source"], case))


def number_stays(value: Any, case: Case) -> Any:
    """numbers once given stay; posts that were moved or came with a later dump stand behind the others"""
    return case.stands if case.boards.since.has_deltas and case.old["in_order"] else value


RULES: dict[str, tuple[Any, ...]] = {
    "topic_id": (stub_followed, stub_holds_posts, topic_missing),
    "number": (number_stays,),
    "author_id": (account_gone, account_stays),
    "author_name": (*words("posts.poster"), blanks_gone, shortened(200), renamed_since("author_id")),
    "author_mail": (*words("posts.poster_email"), mail_of_a_member, no_mail, shortened(254)),
    "author_address": (shortened(45),),
    "posted_at": (no_required_date,),
    "source": (text_repaired, edited_since),
    "with_smilies": (edited_since,),
    "edited_at": (no_date, edit_marked_since),
    "edited_by_name": (
        *words("posts.edited_by"), blanks_gone, shortened(200), edit_marked_since,
    ),
    "markup": (edited_since,),
}  # fmt: skip
FIELDS = tuple(
    Field(shown, itemgetter(name), itemgetter(name), RULES.get(name, ()))
    for name, shown in zip(NAMES, SHOWN, strict=True)
)


def compare_posts(boards: Boards, tally: Tally) -> Standing:
    """Most posts are equal, so those cost no more than two tuples."""
    standing = Standing(moved=_moved(boards))
    rows, total = 0, boards.old.read["posts"]
    dialect = "fluxbb12" if boards.old.is_12 else "bbcode"
    comparison = Comparison(boards, tally, "posts", FIELDS)
    here = tuples_in_order(Post.objects.all(), NAMES)
    now = next(here, None)
    for row in boards.old.db.execute(ROWS):
        rows += 1
        if not rows % ROWS_AT_A_TIME:
            boards.progress.say("posts", rows, total)
        ought = _ought(row, standing, dialect)
        while now is not None and now[0] < row[0]:
            _judge_without_past(boards, tally, now[0])
            now = next(here, None)
        if now is None or now[0] != row[0]:
            tally.missing("posts", f"posts {row[0]}")
            continue
        stands = _stands(now)
        in_order = standing.is_in_order(*now[:3])
        if ought == stands:
            tally.equal("posts", 1)
        else:
            _compare(comparison, row, ought, stands, in_order=in_order)
        now = next(here, None)
    _behind(boards, tally, now, here)
    count_the_rest(boards, tally, "posts", rows)
    return standing


def _moved(boards: Boards) -> frozenset[int]:
    """Posts that left another topic, on either board."""
    apart = {pk for kind, pk, aspect in boards.since.apart if (kind, aspect) == ("posts", "topic")}
    return frozenset(apart.union(Departure.objects.values_list("post_id", flat=True)))


def _behind(
    boards: Boards, tally: Tally, now: tuple[Any, ...] | None, here: Iterator[tuple[Any, ...]]
) -> None:
    """What comes after the last old post was written later, if it is new."""
    highest = highest_of(boards, "posts")
    while now is not None:
        is_later = now[0] > highest and now[POSTED].timestamp() >= boards.old.newest
        if is_later and now[0] not in boards.since.gone_posts:
            tally.new("posts")
        else:
            _judge_without_past(boards, tally, now[0])
        now = next(here, None)


def _judge_without_past(boards: Boards, tally: Tally, pk: int) -> None:
    """Gone from the old board since: removed here, unless somebody here had changed it."""
    here = Post.objects.filter(pk=pk)
    if pk not in boards.since.gone_posts:
        tally.intruder("posts", f"posts {pk}")
    elif here.exclude(removed_at=None).exists():
        tally.left_out("posts", "deleted on the old board since it moved in, removed here")
    elif boards.since.why("posts", pk, EVERYTHING):
        tally.left_out("posts", BOTH)
    else:
        tally.intruder("posts", f"posts {pk}")


def _ought(row: tuple[Any, ...], standing: Standing, dialect: str) -> tuple[Any, ...]:
    (
        pk, topic, home, poster_id, poster, mail, address, posted, source, hide_smilies, edited,
        edited_by, _,
    ) = row  # fmt: skip
    place = topic if home is None else home
    standing.posts[place] += 1
    standing.first_authors.setdefault(place, poster_id)
    standing.last_dates[place] = posted or 0
    return (
        pk,
        topic,
        standing.posts[place],
        poster_id if poster_id and poster_id > 1 else None,
        poster or "",
        mail or "",
        address or "",
        posted or 0,
        source or NO_WORDS,
        not hide_smilies,
        edited or None,
        (edited_by or "") if edited else "",
        dialect,
    )


def _stands(now: tuple[Any, ...]) -> tuple[Any, ...]:
    posted: datetime = now[POSTED]
    edited: datetime | None = now[10]
    return (
        *now[:7],
        posted.timestamp(),
        fingerprint(now[8]),
        now[9],
        None if edited is None else edited.timestamp(),
        now[11],
        now[12],
    )


def _compare(
    comparison: Comparison,
    row: tuple[Any, ...],
    ought: tuple[Any, ...],
    stands: tuple[Any, ...],
    *,
    in_order: bool,
) -> None:
    names = ("id", *NAMES)
    old = dict(zip(names, ought, strict=True)) | {"home": row[2], "repaired": row[12]}
    old["in_order"] = in_order
    comparison.row(f"posts {row[0]}", old, dict(zip(names, stands, strict=True)))
