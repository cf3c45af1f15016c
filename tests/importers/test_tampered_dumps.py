"""Every column that is compared: a dump that says something else in it is not this board's."""

from __future__ import annotations

from pathlib import Path

import pytest

from areopagus.importers.fluxbb.verification import passwords
from areopagus.importers.fluxbb.verification.columns import NUMBERS, RAW, TEXTS
from tests.importers.oddities import perms
from tests.importers.old_boards import (
    THEN,
    Row,
    Tables,
    Value,
    member,
    move_in,
    post,
    sound,
    sql,
    topic,
)
from tests.importers.verifying import verified

pytestmark = pytest.mark.django_db
# What a change of these explains.
EXPLAINED = {
    "topics.last_post": "a note of FluxBB's that was often out of date",
    "users.language": "one that is not here is as the board's",
    "reports.topic_id": "the post says it",
    "reports.forum_id": "the post says it",
    "subscriptions.user_id": "a subscription that is here may stand in the other table",
}


def whole() -> Tables:
    """A board with something in every column. The last row of each table is the one to change."""
    old = sound()
    old["config"].append({"conf_name": "o_board_desc", "conf_value": "Old"})
    old["categories"].append({"id": 2, "cat_name": "Other", "disp_position": 2})
    old["forums"].append(
        {"id": 2, "forum_name": "Probes", "forum_desc": "<b>All</b>", "redirect_url": "http://x.org/",
         "moderators": 'a:1:{s:3:"Max";i:3;}', "sort_by": 1, "disp_position": 1, "cat_id": 1}
    )  # fmt: skip
    flags: Row = {f"g_{name}": 0 for name in FLAGS}
    intervals: Row = {f"g_{name}_flood": 7 for name in ("post", "search", "email", "report")}
    old["groups"].append(
        {"g_id": 5, "g_title": "Veterans", "g_user_title": "Old hand", "g_promote_min_posts": 9,
         "g_promote_next_group": 2, **flags, **intervals, "g_read_board": 1}
    )  # fmt: skip
    old["users"].append(_member())
    old["topics"] += [
        topic(2, moved_to=1, forum_id=1),
        topic(3, moved_to=None, forum_id=1, first_post_id=4),
    ]
    old["posts"] += [
        post(4, 3),
        post(5, 3, poster_id=3),
        post(6, 3, poster="Guest", poster_id=1, poster_email="g@example.org", edited=THEN + 9,
             edited_by="Ada", poster_ip="2001:db8::1"),
    ]  # fmt: skip
    old["forum_perms"] = [perms(4, 1, post_replies=0, post_topics=0)]
    old["topic_subscriptions"] = [{"user_id": 3, "topic_id": 1}]
    old["subscriptions"] = [{"user_id": 2, "topic_id": 3}]
    old["forum_subscriptions"] = [{"user_id": 3, "forum_id": 1}]
    old["online"] = [{"user_id": 4, "logged": THEN + 900}]
    old["censoring"] = [{"id": 1, "search_for": "darn", "replace_with": "d***"}]
    old["ranks"] = [{"id": 1, "rank": "Newcomer", "min_posts": 3}]
    old["bans"] = [
        {"id": 1, "username": "Max", "ip": "192.0.2", "email": "x.org", "message": "No",
         "expire": 4_000_000_000, "ban_creator": 2}
    ]  # fmt: skip
    old["reports"] = [
        {"id": 1, "post_id": 1, "reported_by": 3, "created": THEN, "message": "?", "zapped": 0},
        {"id": 2, "post_id": 1, "topic_id": 1, "forum_id": 1, "reported_by": 3, "created": THEN,
         "message": "Bad", "zapped": THEN + 5, "zapped_by": 2}
    ]  # fmt: skip
    return old


FLAGS = (
    "moderator", "mod_edit_users", "mod_rename_users", "mod_change_passwords", "mod_ban_users",
    "mod_promote_users", "view_users", "post_replies", "post_topics", "edit_posts", "delete_posts",
    "delete_topics", "post_links", "set_title", "search", "search_users", "send_email",
)  # fmt: skip


def _member() -> Row:
    contacts: Row = dict.fromkeys(("jabber", "icq", "msn", "aim", "yahoo"), "1234")
    return member(
        4, "Nina", title="New", realname="N. N.", url="http://n.org/", location="Kyiv",
        signature="[i]n[/i]", disp_topics=10, disp_posts=20, email_setting=0, notify_with_post=1,
        auto_notify=1, show_smilies=0, show_img=0, show_img_sig=0, show_avatars=0, show_sig=0,
        timezone="2", dst=0, time_format=2, date_format=3, language="English", num_posts=40,
        registration_ip="192.0.2.7", last_visit=THEN + 50, admin_note="Kind", salt="salt",
        group_id=5, **contacts,
    )  # fmt: skip


def other(column: str, value: Value) -> Value:
    if isinstance(value, int):
        is_switch = value in {0, 1} and not column.endswith("id")
        return 1 - value if is_switch else value + 1
    if value is None:
        return 1
    assert isinstance(value, str)
    return "9" + value[1:] if value.isdigit() else value + "x"


COLUMNS = [
    (table, column)
    for table in sorted(TEXTS)
    for column in (*TEXTS[table].split(), *NUMBERS[table].split(), *RAW.get(table, ()), "message")
    if f"{table}.{column}" not in EXPLAINED and (column != "message" or table == "posts")
]


@pytest.mark.parametrize("table", sorted(TEXTS))
def test_whatever_is_changed_in_the_dump_is_named(
    table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if table != "users":
        monkeypatch.setattr(passwords, "SAMPLE", 0)
    move_in(whole(), tmp_path)
    is_same, said = verified(sql(whole()), tmp_path)
    assert is_same, said
    for of, column in COLUMNS:
        if of != table:
            continue
        old = whole()
        # The topic before the last is a stub.
        place = -2 if column == "moved_to" else -1
        row = old[table][place]
        assert column in row, f"{table}.{column} is not tried"
        old[table][place] = {**row, column: other(column, row[column])}
        is_same, said = verified(sql(old), tmp_path)
        assert not is_same, f"{table}.{column}: {other(column, row[column])!r} was not seen\n{said}"


@pytest.mark.parametrize("table", sorted(set(TEXTS) - {"forum_perms", "online"}))
def test_a_row_that_the_dump_lacks_is_named(
    table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "SAMPLE", 0)
    move_in(whole(), tmp_path)
    old = whole()
    place = {"users": -2, "posts": 0, "topics": 0, "forums": 0, "groups": 1, "categories": 0}
    del old[table][place.get(table, 0)]
    is_same, said = verified(sql(old), tmp_path)
    assert not is_same, said
