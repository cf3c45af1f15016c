"""What hangs on members, topics and posts: subscriptions, reports, bans."""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict

from django.db.models import F, Q

from areopagus.accounts import bans, names
from areopagus.accounts.models import Ban, Group, User
from areopagus.accounts.networks import NoAddress, read_network
from areopagus.boards.models import ForumSubscription, TopicSubscription
from areopagus.importers.fluxbb.moving.context import UNKNOWN, Move, batched, moment
from areopagus.moderation.models import Report

IS_STAFF = Q(group__is_moderator=True) | Q(group__role=Group.Role.ADMINISTRATORS)
# "subscriptions" up to 1.4.2; a half-finished upgrade has both.
TOPIC_SUBSCRIPTIONS = ("topic_subscriptions", "subscriptions")


def move_subscriptions(move: Move) -> None:
    kept: set[tuple[int, int]] = set()
    for table in TOPIC_SUBSCRIPTIONS:
        # The names are the two above.
        statement = (
            f"SELECT user_id, topic_id, home.is_stub FROM {table} "  # noqa: S608
            "LEFT JOIN home ON home.id = topic_id ORDER BY user_id, topic_id"
        )
        for row in move.old.rows(statement):
            pair = (row["user_id"], row["topic_id"])
            if pair[0] not in move.members or row["is_stub"] is None:
                move.ledger.left_out(table, "its member or its topic is missing")
            elif row["is_stub"]:
                move.ledger.left_out(table, "nothing is ever written in a stub")
            elif pair in kept:
                move.ledger.left_out(table, "it stood twice")
            else:
                kept.add(pair)
                move.ledger.imported(table)
    for pairs in batched(sorted(kept)):
        TopicSubscription.objects.bulk_create(
            TopicSubscription(user_id=user, topic_id=topic) for user, topic in pairs
        )
    _forum_subscriptions(move)


def _forum_subscriptions(move: Move) -> None:
    kept: set[tuple[int, int]] = set()
    for row in move.old.rows("SELECT user_id, forum_id FROM forum_subscriptions"):
        pair = (row["user_id"], row["forum_id"])
        if pair[0] not in move.members or pair[1] not in move.forums:
            move.ledger.left_out("forum_subscriptions", "its member or its forum is missing")
        elif pair in kept:
            move.ledger.left_out("forum_subscriptions", "it stood twice")
        else:
            kept.add(pair)
    ForumSubscription.objects.bulk_create(
        (ForumSubscription(user_id=user, forum_id=forum) for user, forum in sorted(kept)), 500
    )
    move.ledger.imported("forum_subscriptions", len(kept))


def move_reports(move: Move) -> None:
    statement = """
        SELECT reports.*, posts.message AS source FROM reports
        LEFT JOIN numbered ON numbered.id = post_id LEFT JOIN posts ON posts.id = numbered.id
        WHERE numbered.id IS NOT NULL AND reports.id > 0 ORDER BY reports.id
    """
    reports = [_report(move, row) for row in move.old.rows(statement)]
    Report.objects.bulk_create(reports, 500)
    move.ledger.imported("reports", len(reports))
    rest = move.old.count("reports") - len(reports)
    move.ledger.left_out("reports", "the post is gone; kept in import-archive", rest)


def _report(move: Move, row: sqlite3.Row) -> Report:
    known = row["reported_by"] in move.members
    return Report(
        id=row["id"],
        post_id=row["post_id"],
        reporter_id=row["reported_by"] if known else None,
        reporter_name=move.members.get(row["reported_by"], "Guest"),
        reason=row["message"] or "",
        reported_at=moment(row["created"]) or UNKNOWN,
        # FluxBB did not keep the text as it was; this is how it stood when the board moved.
        source=row["source"] or "",
        settled_at=moment(row["zapped"]),
        settled_by_name=move.members.get(row["zapped_by"], "") if moment(row["zapped"]) else "",
    )


def move_bans(move: Move) -> None:
    """Members are banned as members; names that nobody has, networks and mail as bans of their own."""
    bearers = _bearers(move)
    staff = set(User.objects.filter(IS_STAFF).values_list("id", flat=True))
    banned: dict[str, sqlite3.Row] = {}
    others: list[Ban] = []
    for row in move.old.rows("SELECT * FROM bans ORDER BY id"):
        key = names.key_of(row["username"] or "")
        members = bearers[key]
        ban = _ban(move, row, keeps_name=not members)
        if row["expire"] and row["expire"] <= move.now.timestamp():
            move.ledger.left_out("bans", "it had ended")
        elif members and staff.issuperset(members):
            move.ledger.left_out("bans", "FluxBB bans no staff; kept in import-archive")
        elif members or ban is not None:
            if members and (key not in banned or _is_longer(row, banned[key])):
                banned[key] = row
            others += [ban] if ban is not None else []
            move.ledger.imported("bans")
        else:
            move.ledger.left_out("bans", "it named nobody; kept in import-archive")
    Ban.objects.bulk_create(others, 500)
    bans.forget()
    for key, row in banned.items():
        User.objects.filter(pk__in=[pk for pk in bearers[key] if pk not in staff]).update(
            banned_at=move.now,
            banned_until=moment(row["expire"]),
            ban_message=row["message"] or "",
        )


def _ban(move: Move, row: sqlite3.Row, *, keeps_name: bool) -> Ban | None:
    """What a ban says of those who have no account; None when that is nothing."""
    addresses = []
    for piece in (row["ip"] or "").split():
        try:
            read_network(piece)
        except NoAddress:
            move.ledger.change("bans.ip: no network address, kept in import-archive", piece)
        else:
            addresses.append(piece)
    name = (row["username"] or "").strip() if keeps_name else ""
    mail = (row["email"] or "").strip().casefold()
    if not (name or addresses or mail):
        return None
    return Ban(
        id=row["id"],
        name=name,
        addresses=" ".join(addresses),
        mail=mail,
        message=row["message"] or "",
        until=moment(row["expire"]),
        made_at=move.now,
        made_by_name=move.members.get(row["ban_creator"], ""),
    )


def _bearers(move: Move) -> defaultdict[str, list[int]]:
    """Members by name; old boards may have several of one."""
    found = defaultdict[str, list[int]](list)
    for pk, name in move.members.items():
        found[names.key_of(name)].append(pk)
    return found


def _is_longer(one: sqlite3.Row, other: sqlite3.Row) -> bool:
    return (one["expire"] or math.inf) > (other["expire"] or math.inf)


def count_posts_elsewhere(move: Move) -> None:
    """So far it holds the old board's own number; what is left are posts that came not along."""
    written = move.old.rows(
        "SELECT poster_id, COUNT(*) AS posts FROM posts WHERE id > 0 GROUP BY poster_id"
    )
    for row in written:
        User.objects.filter(pk=row["poster_id"]).update(
            posts_elsewhere=F("posts_elsewhere") - row["posts"]
        )
