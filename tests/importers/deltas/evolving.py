"""An old board that goes on living: each step is a dump a little later than the one before."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

from tests.importers.old_boards import THEN, Row, Tables, member, post, sound, topic

DAY = 86_400
WORDS = [
    "lander",
    "probe",
    "[b]orbit[/b]",
    "Марс :)",
    "crater\nrim",
    "[quote=Max]dust[/quote]",
    "x",
]


class OldBoard:
    """`tables` is what a dump of it would hold now."""

    def __init__(self, seed: int) -> None:
        # Nobody's secret depends on it; the same seed gives the same board.
        self.chance = Random(seed)  # noqa: S311
        self.tables: Tables = {
            **sound(),
            "bans": [],
            "reports": [],
            "topic_subscriptions": [],
            "forum_subscriptions": [],
            "forum_perms": [],
        }
        self.tables["config"] = [
            *self.tables["config"],
            {"conf_name": "o_regs_allow", "conf_value": "1"},
        ]
        # Every row of a table has the same columns.
        self.tables["users"] = [{**MORE, **row} for row in self.tables["users"]]
        self.tables["forums"] = [{**FORUM, **row} for row in self.tables["forums"]]
        self.highest = {"users": 3, "topics": 1, "posts": 2, "forums": 1, "bans": 0, "reports": 0}
        self.now = THEN + DAY
        for _ in range(25):
            self.step()

    def dump(self) -> Tables:
        """The board as it is, a day later; a moderator looks in daily."""
        self.now += DAY
        self.change("users", 0, id=1)
        self._touch(2, last_visit=self.now)
        return deepcopy(self.tables)

    def live(self, deeds: int) -> Tables:
        for _ in range(deeds):
            self.step()
        return self.dump()

    def step(self) -> None:
        self.now += 60
        self.chance.choice(DEEDS)(self)

    def rows(self, table: str) -> list[Row]:
        return self.tables[table]

    def some(self, table: str) -> Row | None:
        rows = [row for row in self.rows(table) if table != "users" or row["id"] != 1]
        return self.chance.choice(rows) if rows else None

    def next(self, table: str) -> int:
        self.highest[table] += 1
        return self.highest[table]

    def text(self) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 6)))

    def change(self, table: str, place: int, **changed: Any) -> None:
        self.tables[table][place] = {**self.tables[table][place], **changed}

    def _touch(self, pk: int, **changed: Any) -> None:
        for place, row in enumerate(self.rows("users")):
            if row["id"] == pk:
                self.change("users", place, **changed)

    def change_some(self, table: str, **changed: Any) -> None:
        row = self.some(table)
        if row is not None:
            self.change(table, self.rows(table).index(row), **changed)

    def erase(self, table: str, row: Row | None) -> None:
        if row is not None:
            self.tables[table] = [one for one in self.rows(table) if one is not row]


MORE: Row = {
    "title": None, "location": None, "signature": None, "last_visit": None, "num_posts": 0,
    "show_sig": 1, "timezone": 0, "email_setting": 1,
}  # fmt: skip
FORUM: Row = {"forum_desc": None, "moderators": None, "disp_position": 0, "sort_by": 0}


def join(board: OldBoard) -> None:
    pk = board.next("users")
    new = member(pk, f"Member{pk}", registered=board.now)
    board.tables["users"].append({**MORE, **new, "password": f"{pk:040x}"})


def write(board: OldBoard) -> None:
    where, who = board.some("topics"), board.some("users")
    if where is None or who is None or where["moved_to"]:
        return
    pk = board.next("posts")
    is_guest = board.chance.random() < 0.1
    board.tables["posts"].append(
        post(
            pk, int(where["id"] or 0), message=board.text(), posted=board.now,
            poster="Passer-by" if is_guest else who["username"],
            poster_id=1 if is_guest else who["id"],
            edited_by=None,
        )
    )  # fmt: skip
    board.change("topics", board.rows("topics").index(where), last_post=board.now)
    if not is_guest:
        board.change(
            "users", board.rows("users").index(who), num_posts=int(who["num_posts"] or 0) + 1
        )


def start(board: OldBoard) -> None:
    pk, who, where = board.next("topics"), board.some("users"), board.some("forums")
    if who is None or where is None:
        return
    first = board.next("posts")
    name = who["username"]
    board.tables["topics"].append(
        topic(
            pk, poster=name, posted=board.now, last_post=board.now, first_post_id=first,
            subject=f"About {board.text()}"[:60], forum_id=where["id"], num_views=0,
        )
    )  # fmt: skip
    board.tables["posts"].append(
        post(first, pk, poster=name, poster_id=who["id"], message=board.text(), posted=board.now,
             edited_by=None)
    )  # fmt: skip


def edit(board: OldBoard) -> None:
    board.change_some("posts", message=board.text(), edited=board.now, edited_by="Ada")


def retitle(board: OldBoard) -> None:
    board.change_some("topics", subject=board.text())


def mark(board: OldBoard) -> None:
    board.change_some(
        "topics", closed=board.chance.randint(0, 1), sticky=board.chance.randint(0, 1)
    )


def view(board: OldBoard) -> None:
    row = board.some("topics")
    if row is not None:
        board.change(
            "topics", board.rows("topics").index(row), num_views=int(row["num_views"] or 0) + 3
        )


def split(board: OldBoard) -> None:
    """A mod of many boards: a post goes to another topic."""
    where = board.some("topics")
    if where is not None and not where["moved_to"]:
        board.change_some("posts", topic_id=where["id"])


def move_topic(board: OldBoard) -> None:
    row, where = board.some("topics"), board.some("forums")
    if row is None or where is None or row["moved_to"]:
        return
    board.change("topics", board.rows("topics").index(row), forum_id=where["id"])
    if board.chance.random() < 0.5:
        pk = board.next("topics")
        board.tables["topics"].append({**row, "id": pk, "moved_to": row["id"], "first_post_id": 0})


def delete_post(board: OldBoard) -> None:
    board.erase("posts", board.some("posts"))


def delete_topic(board: OldBoard) -> None:
    row = board.some("topics")
    if row is not None and len(board.rows("topics")) > 3:
        board.erase("topics", row)
        board.tables["posts"] = [p for p in board.rows("posts") if p["topic_id"] != row["id"]]


def change_profile(board: OldBoard) -> None:
    board.change_some(
        "users", location=board.text()[:30], signature=board.text(), title=board.text()[:20],
        show_sig=board.chance.randint(0, 1), last_visit=board.now,
    )  # fmt: skip


def rename(board: OldBoard) -> None:
    board.change_some("users", username=f"Renamed{board.chance.randint(1, 10**6)}")


def change_mail(board: OldBoard) -> None:
    board.change_some("users", email=f"new{board.chance.randint(1, 40)}@example.org")


def change_password(board: OldBoard) -> None:
    board.change_some("users", password=f"{board.chance.getrandbits(160):040x}")


def change_group(board: OldBoard) -> None:
    who = board.some("users")
    if who is not None and who["id"] != 2:
        place = board.rows("users").index(who)
        board.change("users", place, group_id=board.chance.choice([2, 4, 4, 0]))


def delete_member(board: OldBoard) -> None:
    row = board.some("users")
    if row is None or row["id"] in {2, 3} or len(board.rows("users")) < 6:
        return
    board.erase("users", row)
    for place, one in enumerate(board.rows("posts")):
        if one["poster_id"] == row["id"]:
            board.change("posts", place, poster_id=1)


def open_forum(board: OldBoard) -> None:
    pk = board.next("forums")
    board.tables["forums"].append(
        {**FORUM, "id": pk, "forum_name": f"Forum {pk}", "cat_id": 1, "redirect_url": None}
    )


def change_forum(board: OldBoard) -> None:
    who = board.some("users")
    assert who is not None
    name = str(who["username"]).encode()
    listed = b'a:1:{s:%d:"%b";i:%d;}' % (len(name), name, int(who["id"] or 0))
    board.change_some(
        "forums",
        forum_name=board.text()[:40],
        forum_desc=f"<b>{board.text()}</b>",
        moderators=listed,
    )


def permit(board: OldBoard) -> None:
    where = board.some("forums")
    assert where is not None
    said = {"group_id": 3, "forum_id": where["id"], "read_forum": board.chance.randint(0, 1),
            "post_replies": board.chance.randint(0, 1), "post_topics": 0}  # fmt: skip
    rest = [row for row in board.rows("forum_perms") if row["forum_id"] != where["id"]]
    board.tables["forum_perms"] = rest if board.chance.random() < 0.3 else [*rest, said]


def subscribe(board: OldBoard) -> None:
    who, topics, forums = board.some("users"), board.some("topics"), board.some("forums")
    assert who is not None and forums is not None
    if topics is not None:
        _toggle(board, "topic_subscriptions", {"user_id": who["id"], "topic_id": topics["id"]})
    _toggle(board, "forum_subscriptions", {"user_id": who["id"], "forum_id": forums["id"]})


def _toggle(board: OldBoard, table: str, row: Row) -> None:
    rows = board.rows(table)
    board.tables[table] = [one for one in rows if one != row] if row in rows else [*rows, row]


def ban(board: OldBoard) -> None:
    who = board.some("users")
    assert who is not None
    rest = [row for row in board.rows("bans") if row["username"] != who["username"]]
    new = {
        "id": board.next("bans"),
        "username": who["username"],
        "message": board.text(),
        "expire": None,
    }
    board.tables["bans"] = rest if board.chance.random() < 0.4 else [*rest, new]


def report(board: OldBoard) -> None:
    about, who = board.some("posts"), board.some("users")
    if about is None or who is None:
        return
    if board.rows("reports") and board.chance.random() < 0.5:
        board.change_some("reports", zapped=board.now, zapped_by=2)
    else:
        board.tables["reports"].append({
            "id": board.next("reports"), "post_id": about["id"], "topic_id": about["topic_id"],
            "forum_id": 1, "reported_by": who["id"], "created": board.now, "message": board.text(),
            "zapped": None, "zapped_by": None,
        })  # fmt: skip


def configure(board: OldBoard) -> None:
    board.change("config", 1, conf_value=board.text().replace("\n", " ") or "Board")
    board.change("config", 2, conf_value=str(board.chance.randint(0, 1)))


DEEDS = (
    join, write, write, write, write, start, start, edit, edit, retitle, mark, view, split,
    move_topic, delete_post, delete_topic, change_profile, rename, change_mail, change_password,
    change_group, delete_member, open_forum, change_forum, permit, subscribe, subscribe, ban,
    report, configure,
)  # fmt: skip


def dumps(seed: int, times: int = 3, deeds: int = 40) -> Iterator[Tables]:
    board = OldBoard(seed)
    yield board.dump()
    for _ in range(times - 1):
        yield board.live(deeds)
