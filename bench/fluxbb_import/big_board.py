"""Writes the dump of an invented FluxBB board of any size: `python bench/fluxbb_import/big_board.py POSTS [LATER] > board.sql`.

The same number gives the same board. With LATER it is that board so many posts later, with a new member, and
one old post in a hundred edited, one in two hundred deleted. Lengths, quotes, links and smilies are spread as on talkative
boards: many short answers, some long ones, one post in four quoting another.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from random import Random

POSTS_A_TOPIC, POSTS_A_MEMBER, FORUMS = 20, 200, 40
ROWS_A_STATEMENT = 1000
WORDS = [
    "the",
    "lander",
    "probe",
    "orbit",
    "Марс",
    "launch",
    "window",
    "engine",
    "of",
    "in",
    "to",
    "a",
    "was",
    "seen",
    "камера",
    "Vénus",
    "dust",
    "rover",
    "telemetry",
    "crater",
    "image",
    "signal",
    "lost",
    "found",
    "antenna",
    "mission",
    "crew",
    "station",
    "module",
    "docking",
    "burn",
    "delta-v",
    "stage",
    "booster",
    "capsule",
    "splashdown",
    "parachute",
    "heat",
    "shield",
    "Luna",
    "Venera",
    "Viking",
    "Mariner",
]
BEGAN = 1_200_000_000
EDITED, DELETED = 100, 199

Value = str | int | None


def main(posts: int, later: int = 0) -> None:
    out = sys.stdout
    out.write("-- MySQL dump 10.13\n\n")
    for table, columns, rows in tables(posts, later):
        for statement in statements(table, columns, rows):
            out.write(statement)
    out.write("-- Dump completed\n")


def tables(posts: int, later: int = 0) -> Iterator[tuple[str, str, Iterable[tuple[Value, ...]]]]:
    members = max(posts // POSTS_A_MEMBER, 10)
    topics = max(posts // POSTS_A_TOPIC, 1)
    yield "config", "conf_name conf_value", [("o_cur_version", "1.5.11"), ("o_board_title", "Big")]
    yield "categories", "id cat_name disp_position", [(1, "Everything", 0)]
    yield (
        "forums",
        "id forum_name cat_id",
        ((forum, f"Forum {forum}", 1) for forum in range(1, FORUMS + 1)),
    )
    yield (
        "groups",
        "g_id g_title g_moderator",
        [(1, "Administrators", 0), (2, "Moderators", 1), (3, "Guests", 0), (4, "Members", 0)],
    )
    everybody = people(members + bool(later))
    yield "users", "id group_id username password email registered num_posts", everybody
    yield (
        "topics",
        "id poster subject posted first_post_id last_post num_views forum_id",
        (
            (
                topic,
                _name(topic % members),
                f"Topic {topic}",
                BEGAN + topic,
                topic,
                BEGAN,
                100,
                topic % FORUMS + 1,
            )
            for topic in range(1, topics + 1)
        ),
    )
    yield (
        "posts",
        "id poster poster_id poster_ip message hide_smilies posted topic_id",
        written(posts, topics, members) if not later else grown(posts, topics, members, later),
    )


def people(members: int) -> Iterator[tuple[Value, ...]]:
    for member in range(1, members + 1):
        group = 3 if member == 1 else 4
        yield member, group, _name(member - 1), f"{member:040x}", f"m{member}@example.org", BEGAN, 0


def written(posts: int, topics: int, members: int) -> Iterator[tuple[Value, ...]]:
    chance = Random(2008)
    for post in range(1, posts + 1):
        author = chance.randrange(1, members)
        topic = post if post <= topics else chance.randrange(1, topics + 1)
        yield post, _name(author), author + 1, "192.0.2.1", message(chance), 0, BEGAN + post, topic


def grown(posts: int, topics: int, members: int, later: int) -> Iterator[tuple[Value, ...]]:
    for row in written(posts, topics, members):
        post = int(row[0] or 0)
        if post % EDITED == 0:
            yield (*row[:4], f"{row[4]} (edited)", *row[5:])
        elif post % DELETED:
            yield row
    chance = Random(2009)
    for post in range(posts + 1, posts + later + 1):
        topic = chance.randrange(1, topics + 1)
        yield post, "Member1", 2, "192.0.2.1", message(chance), 0, BEGAN + post, topic


def message(chance: Random) -> str:
    text = " ".join(chance.choices(WORDS, k=int(chance.lognormvariate(3.4, 0.9)) + 3))
    kind = chance.random()
    if kind < 0.25:
        quoted = " ".join(chance.choices(WORDS, k=30))
        return f"[quote={_name(chance.randrange(1, 10))}]{quoted}[/quote]\n\n{text} :)"
    if kind < 0.35:
        return f"{text}\n\nhttp://www.example.org/missions/{chance.randrange(10**9)}?image=1&size=large"
    if kind < 0.40:
        return f"[b]{text}[/b]\n[list]\n[*]one[/*]\n[*]two[/*]\n[/list]"
    return text


def _name(member: int) -> str:
    return f"Member{member}" if member else "Guest"


def statements(table: str, columns: str, rows: Iterable[tuple[Value, ...]]) -> Iterator[str]:
    names = ", ".join(f"`{name}`" for name in columns.split())
    yield f"CREATE TABLE `{table}` ({names});\n"
    some: list[str] = []
    for row in rows:
        some.append("(" + ",".join(map(literal, row)) + ")")
        if len(some) == ROWS_A_STATEMENT:
            yield _insert(table, names, some)
            some = []
    if some:
        yield _insert(table, names, some)


def _insert(table: str, names: str, rows: list[str]) -> str:
    values = ",".join(rows)
    return f"INSERT INTO `{table}` ({names}) VALUES {values};\n"


def literal(value: Value) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    text = value.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{text}'"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
