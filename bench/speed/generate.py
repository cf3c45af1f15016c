"""A board of any size that nobody wrote: `python bench/speed/generate.py FOLDER POSTS [--database postgresql://…]`.

The same number gives the same board, but for the dates: it ends now. Posts are what the house itself
would have rendered, counters are what `areopagus check` wants. Every member has the same password.
`speed.json` in the folder says what stands where, for the programs that measure.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import invented
from conversation import BEGAN, SEED, Conversation, Topic

PASSWORD = "one small step"  # noqa: S105 - of nobody.
CATEGORIES, FORUMS_IN_EACH = 5, 6
FORUMS = CATEGORIES * FORUMS_IN_EACH
TEXTS, FACES, SIGNATURES = 3_000, 40, 200
ROWS_AT_A_TIME = 20_000
# Pages named in speed.json for walking through: more than anything here asks for in one go.
MOST_PAGES = 200_000
# Larger boards would be read for search for many minutes, and only pages of a small one are searched for.
MOST_SEARCHED = 100_000


def main() -> None:
    said = _said()
    if said.database:
        os.environ["AREOPAGUS_DATABASE"] = said.database
    begin = time.perf_counter()
    # Ended in minutes; whatever goes round in circles goes with it.
    gc.disable()
    open_board(said.folder)
    places = fill(said.posts, begin)
    (said.folder / "speed.json").write_text(json.dumps(places))
    _say(begin, "everything")


def _said() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("posts", type=int)
    parser.add_argument("--database", help="the address of an empty PostgreSQL database")
    return parser.parse_args()


def open_board(folder: Path) -> None:
    """A new board in this folder, and Django set up for it. Ends the program when it is not new."""
    from areopagus.ops import folder as boards
    from areopagus.ops.command import _open_board

    boards.make(folder)
    _open_board(folder)
    from areopagus.accounts.models import User

    if User.objects.exists():
        raise SystemExit(f"{folder}: this board, or its database, has people already")


def fill(posts: int, begin: float) -> dict[str, Any]:
    from bulk import Posts, bare_table, hasty_database
    from django.db import transaction

    from areopagus.boards import rendering

    dice, now = Random(SEED), datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    members = min(20_000, max(500, posts // 200))
    names = ["", *(invented.member_name(number) for number in range(members))]
    conversation = Conversation(posts, members, FORUMS, now)
    with hasty_database():
        faces = _settle(dice)
        texts = [(text, _rendered(text)) for text in (invented.text(dice) for _ in range(TEXTS))]
        _say(begin, f"settings, {TEXTS:,} texts, {FACES} faces")
        same = {"markup": "bbcode", "html_version": rendering.VERSION}
        start, start_cpu = time.perf_counter(), time.process_time()
        with bare_table():
            Posts(texts, names, same).write(conversation.posts(TEXTS))
            _say(begin, f"{posts:,} posts")
            # In the order in which they refer to one another; the posts are looked at last.
            with transaction.atomic():
                _write_members(conversation, names, faces, dice)
            _write_forums(conversation)
            _write_topics(conversation, names)
            _say(begin, f"{len(conversation.topics):,} topics, {members:,} members")
        whole = posts / (time.perf_counter() - start)
        of_cpu = posts / (time.process_time() - start_cpu)
        _say(begin, f"indexes: {whole:,.0f} posts/s with all of theirs, {of_cpu:,.0f} by CPU")
        _continue_ids()
    _say(begin, "statistics for the database")
    if posts <= MOST_SEARCHED:
        _make_searchable()
        _say(begin, "what search and similar topics need")
    _let_jobs_wait(now)
    return places(conversation, names)


def _say(begin: float, what: str) -> None:
    """With the processor time that this process has had; on a quiet machine the two are alike."""
    seconds, cpu = time.perf_counter() - begin, time.process_time()
    print(f"{seconds:6.1f} s {cpu:6.1f} s CPU  {what}", flush=True)


def _rendered(text: str) -> str:
    from areopagus.boards import rendering

    return rendering.render(text, "bbcode").html


def _settle(dice: Random) -> list[str]:
    """Options and faces; members wait for nothing between two posts, or nothing could be measured."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from areopagus.accounts.models import Group
    from areopagus.boards import options
    from areopagus.ops.demo.avatars import draw
    from areopagus.uploads import avatars

    options.TITLE.set("An invented board")
    options.DESCRIPTION_HTML.set("For measuring how fast pages are")
    Group.objects.update(post_interval=0, search_interval=0)
    return [avatars.keep(SimpleUploadedFile("face.png", draw(dice)), 128) for _ in range(FACES)]


def _write_topics(conversation: Conversation, names: list[str]) -> None:
    from django.db import transaction

    from areopagus.boards.models import Topic as Model
    from areopagus.importers.bulk import Table

    fields = (
        "id forum_id title author_id author_name started_at last_number post_count view_count "
        "first_post_id last_post_id last_post_at pinned_at locked_at"
    )
    table, topics = Table(Model, fields.split()), conversation.topics
    for begin in range(0, len(topics), ROWS_AT_A_TIME):
        some = topics[begin : begin + ROWS_AT_A_TIME]
        with transaction.atomic():
            table.write(_topic_row(topic, names) for topic in some)


def _topic_row(topic: Topic, names: list[str]) -> tuple[Any, ...]:
    started, last = topic.started_at.replace(tzinfo=UTC), topic.last_at.replace(tzinfo=UTC)
    return (
        topic.topic_id,
        topic.forum_id,
        topic.title,
        topic.author,
        names[topic.author],
        started,
        topic.number,
        topic.number,
        topic.number * 31,
        topic.first_post,
        topic.last_post,
        last,
        # A few stand at the top of their forum, a few are closed.
        started if topic.topic_id % 997 == 0 else None,
        last if topic.topic_id % 101 == 0 else None,
    )


def _write_members(
    conversation: Conversation, names: list[str], faces: list[str], dice: Random
) -> None:
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password

    from areopagus.accounts import groups
    from areopagus.accounts.actions.profile import render_signature
    from areopagus.accounts.models import Group, User
    from areopagus.importers.bulk import Table

    role, same = Group.Role, {"password": make_password(PASSWORD)}
    administrators, others = (groups.with_role(r).pk for r in (role.ADMINISTRATORS, role.MEMBERS))
    written = [invented.signature(dice) for _ in range(SIGNATURES)]
    signatures = [(text, render_signature(text, "bbcode")) for text in written]
    people = [
        {
            "id": number,
            "group_id": administrators if number == 1 else others,
            **same,
            **_member(number, names[number], faces, signatures, dice),
            "post_count": conversation.posts_of[number],
            "last_post_at": _aware(conversation.last_at_of(number)),
        }
        for number in range(1, len(names))
    ]
    Table(User, list(people[0])).write(tuple(one.values()) for one in people)
    Table(EmailAddress, ["user_id", "email", "verified", "primary"]).write(
        (one["id"], one["email"], True, True) for one in people
    )


def _member(
    number: int, name: str, faces: list[str], signatures: list[tuple[str, str]], dice: Random
) -> dict[str, Any]:
    from areopagus import markup
    from areopagus.accounts import names

    signature, signature_html = dice.choice(signatures) if dice.random() < 0.6 else ("", "")
    return {
        "name": name,
        "name_key": names.key_of(name),
        "name_skeleton": names.told_apart(names.skeleton_of(name), number, set()),
        "email": f"member{number}@example.org",
        "registered_at": _aware(BEGAN),
        "approved_at": _aware(BEGAN),
        "location": dice.choice(invented.PLACES) if dice.random() < 0.7 else "",
        "signature": signature,
        "signature_html": signature_html,
        "signature_html_version": markup.RENDERER_VERSION,
        "avatar": dice.choice(faces) if dice.random() < 0.67 else "",
        "last_seen_at": datetime.now(UTC),
        "last_visit_at": datetime.now(UTC),
    }


def _aware(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(tzinfo=UTC)


def _write_forums(conversation: Conversation) -> None:
    from areopagus.boards.models import Category, Forum

    dice = Random(SEED)
    topics, posts = [0] * (FORUMS + 1), [0] * (FORUMS + 1)
    newest: dict[int, Topic] = {}
    for topic in conversation.topics:
        topics[topic.forum_id] += 1
        posts[topic.forum_id] += topic.number
        best = newest.get(topic.forum_id)
        if best is None or (topic.last_at, topic.topic_id) > (best.last_at, best.topic_id):
            newest[topic.forum_id] = topic
    Category.objects.bulk_create(
        Category(id=number, name=f"About the {dice.choice(invented.NOUNS)}", position=number)
        for number in range(1, CATEGORIES + 1)
    )
    Forum.objects.bulk_create(
        Forum(
            id=number,
            category_id=(number - 1) // FORUMS_IN_EACH + 1,
            name=f"{dice.choice(invented.NAMES)} and its {dice.choice(invented.NOUNS)}",
            description=(about := invented.sentence(dice)),
            description_html=about,
            position=number,
            topic_count=topics[number],
            post_count=posts[number],
            last_post_id=newest[number].last_post if number in newest else None,
        )
        for number in range(1, FORUMS + 1)
    )


def _continue_ids() -> None:
    """Ids were given by hand; the database must go on behind them."""
    from django.core.management.color import no_style
    from django.db import connection

    from areopagus.accounts.models import User
    from areopagus.boards.models import Category, Forum, Post
    from areopagus.boards.models import Topic as Model

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(
            no_style(), [User, Category, Forum, Model, Post]
        ):
            cursor.execute(statement)


def _make_searchable() -> None:
    from django.db import transaction

    from areopagus.search import indexing, resembling

    with transaction.atomic():
        indexing.heal()
        while resembling.compare_next():
            pass


def _let_jobs_wait(now: datetime) -> None:
    """Until long after the last measurement: what a new board does by itself would be measured with it."""
    from areopagus.core.jobs.models import Periodic
    from areopagus.core.jobs.periodic import _known

    importlib.import_module("areopagus.config.urls")
    waits = _aware(now + timedelta(days=3650))
    Periodic.objects.bulk_create(Periodic(task=name, next_at=waits) for name in _known)


def places(conversation: Conversation, names: list[str]) -> dict[str, Any]:
    """What a program that measures must know: who can sign in, and addresses.

    `forums` are pages of forums, the largest forum first; `full_pages` are pages of 25 posts, `pages` all
    pages of topics, both without those of the `long` topics, the longest of which is the last.
    """
    from areopagus.boards.models import Forum
    from areopagus.boards.models.topic import topic_address

    forums = list(Forum.objects.order_by("-topic_count"))
    pages, full = [], []
    for topic in conversation.topics:
        if not topic.is_long and len(pages) < MOST_PAGES:
            own = _pages(topic_address(topic.topic_id, topic.title), topic.number, 25)
            pages += own
            full += own[: topic.number // 25]
    return {
        "posts": sum(conversation.posts_of),
        "topics": len(conversation.topics),
        "password": PASSWORD,
        "members": names[1 : 1 + 200],
        "forums": [page for forum in forums for page in _pages(forum.url, forum.topic_count, 30)],
        "full_pages": full,
        "long": [
            {
                "address": quote(topic_address(topic.topic_id, topic.title)),
                "posts": topic.number,
                "pages": -(-topic.number // 25),
            }
            for topic in conversation.long_topics
        ],
        "pages": pages,
    }


def _pages(address: str, things: int, size: int) -> list[str]:
    """As a client writes them: what is not ASCII is escaped."""
    address = quote(address)
    further = (f"{address}page/{number}/" for number in range(2, -(-things // size) + 1))
    return [address, *further]


if __name__ == "__main__":
    sys.exit(main())
