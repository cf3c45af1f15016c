"""Every member: the profile, the group, the standing, the password's wrapping."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from areopagus.accounts.models import User
from areopagus.boards.models import Post
from areopagus.importers.fluxbb.verification import bans, passwords, preferences
from areopagus.importers.fluxbb.verification.boards import Boards, in_order
from areopagus.importers.fluxbb.verification.comparing import (
    Case,
    Comparison,
    Field,
    Rule,
    date,
    highest_of,
    number,
    required_date,
    seconds,
    text,
)
from areopagus.importers.fluxbb.verification.old_board import GUESTS, MEMBERS, Row
from areopagus.importers.fluxbb.verification.rules import (
    LATEST,
    blanks_gone,
    no_count,
    no_date,
    no_required_date,
    renamed_since,
    shortened,
    signed_in_since,
    words,
)
from areopagus.importers.fluxbb.verification.tally import Tally

# Registered, and never signed in: 0 since 1.4, before that 32000.
UNCONFIRMED = {0, 32000}
CONTACTS = ("jabber", "icq", "msn", "aim", "yahoo")
ROWS = """
SELECT users.*, (SELECT MAX(logged) FROM online WHERE user_id = users.id) AS logged
FROM users WHERE id > 1 ORDER BY id
"""


def nameless(value: Any, case: Case) -> Any:
    """without a name, so called by its number"""
    return value or f"Member {case.old['id']}"


def small_letters(value: Any, case: Case) -> Any:  # noqa: ARG001
    """mail addresses are kept in small letters"""
    return value.lower()


def no_mail(value: Any, case: Case) -> Any:  # noqa: ARG001
    """what is no mail address is left out"""
    return value if "@" in value else ""


def given_a_scheme(value: Any, case: Case) -> Any:  # noqa: ARG001
    """an address without a scheme is one of the web"""
    return f"http://{value}" if value and "://" not in value else value


def no_web_address(value: Any, case: Case) -> Any:  # noqa: ARG001
    """what is no address of the web is left out, since it could act"""
    return value if value.lower().startswith(("http://", "https://")) else ""


def never_confirmed(value: Any, case: Case) -> Any:
    """never confirmed the address; a member who will be asked to"""
    said = case.boards.old.config.get("o_default_user_group", "")
    default = int(said) if said.isascii() and said.isdigit() else 0
    usable = default in case.boards.old.groups and default != GUESTS
    return (default if usable else MEMBERS) if value in UNCONFIRMED else value


def group_missing(value: Any, case: Case) -> Any:
    """the group is missing, or that of guests; a member like others"""
    return value if value in case.boards.old.groups and value != GUESTS else MEMBERS


def promoted_since(value: Any, case: Case) -> Any:
    """promoted on this board for the number of posts"""
    group = case.boards.old.groups.get(value, {})
    needed, after = group.get("g_promote_min_posts"), group.get("g_promote_next_group")
    earned = needed and case.here["last_login"] and case.here["post_count"] >= needed
    return after if earned else value


def _text(name: str, column: str, here: str, *rules: Rule) -> Field:
    return Field(
        name, text(column), text(here), (*words(f"users.{column}"), *rules, signed_in_since)
    )


def _seen(row: Row) -> int | None:
    """The session at the moment of the dump is newer than the end of the visit before."""
    moments = (row["last_visit"] or 0, row["logged"] or 0)
    return max((moment for moment in moments if 0 < moment < LATEST), default=None)


def _contact(kind: str) -> Field:
    rules = (*words(f"users.{kind}"), blanks_gone, shortened(80), signed_in_since)
    return Field(kind, text(kind), lambda row: row["contacts"].get(kind, ""), rules)


def _fields(boards: Boards) -> tuple[Field, ...]:
    dialect = "fluxbb12" if boards.old.is_12 else "bbcode"
    return (
        *STANDING,
        *PROFILE,
        Field(
            "signature's markup", lambda _: dialect, text("signature_markup"), (signed_in_since,)
        ),
        passwords.FIELD,
        bans.FIELD,
        *preferences.fields(boards),
    )  # fmt: skip


def seen_there_before(value: Any, case: Case) -> Any:
    """an earlier dump knew of a later visit"""
    is_later = case.stands is not None and case.stands > (value or 0)
    return case.stands if is_later and case.boards.since.has_deltas else value


DATES = (no_date, signed_in_since, seen_there_before)
STANDING = (
    Field(
        "name", text("username"), text("name"),
        (*words("users.username"), blanks_gone, shortened(200), nameless, renamed_since("id")),
    ),
    Field(
        "group", number("group_id"), number("group_id"),
        (never_confirmed, group_missing, promoted_since),
    ),
    Field(
        "registered", required_date("registered"), seconds("registered_at"), (no_required_date,)
    ),
    Field("registered from", text("registration_ip"), text("registered_from"), (shortened(45),)),
    Field("last visit", date("last_visit"), seconds("last_visit_at"), DATES),
    Field("last seen", _seen, seconds("last_seen_at"), DATES),
    Field(
        "number of posts", number("num_posts"),
        lambda row: row["post_count"] - row["written_here"] - row["posts_claimed"], (no_count,),
    ),
    Field(
        "staff note", text("admin_note"), text("staff_note"),
        (*words("users.admin_note"), blanks_gone, shortened(200)),
    ),
)  # fmt: skip
PROFILE = (
    _text("mail", "email", "email", blanks_gone, small_letters, no_mail, shortened(254)),
    _text("title", "title", "title", blanks_gone, shortened(50)),
    _text("real name", "realname", "real_name", blanks_gone, shortened(40)),
    _text("location", "location", "location", blanks_gone, shortened(60)),
    _text(
        "website", "url", "website", blanks_gone, given_a_scheme, no_web_address, shortened(200)
    ),
    *(_contact(kind) for kind in CONTACTS),
    _text("signature", "signature", "signature", blanks_gone),
)  # fmt: skip
HERE = (
    "name", "email", "password", "group_id", "registered_at", "registered_from", "last_visit_at",
    "last_seen_at", "title", "real_name", "location", "website", "contacts", "signature",
    "signature_markup", "staff_note", "post_count", "posts_claimed", "last_login", "banned_at", "banned_until",
    "ban_message",
)  # fmt: skip


def compare_members(boards: Boards, tally: Tally) -> None:
    old = boards.old
    # What they have written here is on top of what they had written there.
    first_own = boards.since.edges.get("posts", highest_of(boards, "posts") + 1)
    newer = Post.objects.filter(pk__gte=first_own, author__isnull=False)
    written = dict(newer.order_by().values_list("author").annotate(posts=Count("pk")))
    banned = bans.by_name(old)
    here = (
        {**row, "written_here": written.get(row["id"], 0)}
        for row in in_order(User.objects.all(), *HERE, *preferences.HERE)
    )
    there = ({**row, "ban": bans.of(old, row, banned)} for row in old.rows(ROWS))
    comparison = Comparison(boards, tally, "users", _fields(boards))
    comparison.table(here, there, left_out="FluxBB's own Guest is not a person")
