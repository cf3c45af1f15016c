"""What members reported, settled or not."""

from __future__ import annotations

from typing import Any

from areopagus.accounts.models import User
from areopagus.importers.fluxbb.verification.archive import archived_ids
from areopagus.importers.fluxbb.verification.boards import Boards, in_order
from areopagus.importers.fluxbb.verification.comparing import (
    Case,
    Comparison,
    Field,
    count_the_rest,
    date,
    highest_of,
    number,
    required_date,
    seconds,
    side_by_side,
    text,
)
from areopagus.importers.fluxbb.verification.dump import fingerprint
from areopagus.importers.fluxbb.verification.posts import NO_WORDS, text_repaired
from areopagus.importers.fluxbb.verification.rules import (
    account_gone,
    account_stays,
    no_date,
    no_required_date,
    words,
)
from areopagus.importers.fluxbb.verification.tally import Tally
from areopagus.moderation.models import Report

ROWS = """
SELECT reports.*, posts.id AS post, posts.source, posts.repaired
FROM reports LEFT JOIN posts ON posts.id = post_id AND post_id > 0 WHERE reports.id > 0 ORDER BY reports.id
"""
HERE = (
    "post_id", "reporter_id", "reporter_name", "reason", "reported_at", "source", "settled_at",
    "settled_by_name",
)  # fmt: skip


def settled_since(value: Any, case: Case) -> Any:
    """settled on this board"""
    settled = case.here["settled_at"]
    is_later = settled is not None and settled.timestamp() > case.boards.old.newest
    return case.stands if case.old["zapped"] is None and is_later else value


def as_it_was_seen(value: Any, case: Case) -> Any:
    """the text as it was when the report came"""
    return case.stands if case.boards.since.has_deltas else value


def as_named_then(value: Any, case: Case) -> Any:
    """the name the member had when the old board moved in last"""
    return case.stands if case.boards.since.has_deltas else value


def reporter_stays(value: Any, case: Case) -> Any:
    """the account was deleted there since it moved in; here it stays"""
    gone = case.boards.since.is_gone("users", case.here["reporter_id"])
    return case.stands if gone else value


FIELDS = (
    Field("post", number("post_id"), number("post_id")),
    Field(
        "reporter", lambda row: row["reported_by"], lambda row: row["reporter_id"],
        (account_gone, account_stays),
    ),
    Field("reporter's name", text("reporter"), text("reporter_name"), (reporter_stays, as_named_then)),
    Field("reason", text("message"), text("reason"), words("reports.message")),
    Field("date", required_date("created"), seconds("reported_at"), (no_required_date,)),
    Field(
        "the post's text", lambda row: row["source"] or NO_WORDS,
        lambda row: fingerprint(row["source"]), (text_repaired, as_it_was_seen),
    ),
    Field("settled", date("zapped"), seconds("settled_at"), (no_date, settled_since)),
    Field("settled by", text("settler"), text("settled_by_name"), (settled_since,)),
)  # fmt: skip


def compare_reports(boards: Boards, tally: Tally) -> None:
    old, rows = boards.old, 0
    archived = archived_ids(boards, "reports")
    # Reports name people as they are called here.
    wanted = "SELECT reported_by FROM reports UNION SELECT zapped_by FROM reports"
    people = [row[0] for row in old.db.execute(wanted) if row[0] in old.members]
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))
    highest = highest_of(boards, "reports")
    there = (
        row
        | {
            "reporter": names.get(row["reported_by"], "Guest"),
            "settler": names.get(row["zapped_by"], "") if row["zapped"] else "",
        }
        for row in old.rows(ROWS)
    )
    comparison = Comparison(boards, tally, "reports", FIELDS)
    for pk, then, now in side_by_side(there, in_order(Report.objects.all(), *HERE)):
        rows += then is not None
        if then is None and boards.since.is_gone("reports", pk):
            tally.left_out("reports", "forgotten by the old board since it moved in, settled here")
        elif then is None:
            tally.new("reports") if pk > highest else tally.intruder("reports", f"reports {pk}")
        elif now is not None:
            comparison.row(f"reports {pk}", then, now)
        elif then["post"] is None and pk in archived:
            tally.left_out("reports", "the post is gone; kept in import-archive")
        else:
            tally.missing("reports", f"reports {pk}")
    count_the_rest(boards, tally, "reports", rows)
