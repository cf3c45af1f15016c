"""What one process does, guests of every other see with their next request, however it ended."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from tests.pagecache.served import TOPIC, Board, posts_on, read, two_processes

pytestmark = pytest.mark.sqlite
READERS, REPLIES = 6, 1_000


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    with two_processes(tmp_path_factory.mktemp("boards") / "board") as board:
        yield board


def everybody_reads(board: Board, path: str = TOPIC) -> list[bytes]:
    """Through so many connections that both web processes are among them."""
    found = []
    for _ in range(12):
        with board.connection() as connection:
            found += [read(connection, path), read(connection, path)]
    return found


def test_nobody_is_shown_less_than_somebody_was_before(board: Board) -> None:
    """Readers of both processes, while a third process commits as fast as it can.

    Whoever begins to ask after a commit, or after another has seen a post, must see it too.
    """
    written = before = posts_on(everybody_reads(board)[0])
    seen = [before]
    wrong: list[str] = []
    reads = 0
    done = threading.Event()

    def look() -> None:
        nonlocal reads
        with board.connection() as connection:
            while not done.is_set():
                least = max(seen[0], written)
                count = posts_on(read(connection))
                if count < least:
                    wrong.append(f"{count} after {least}")
                seen[0] = max(seen[0], count)
                reads += 1

    readers = [threading.Thread(target=look) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    writer = board.start(
        f"for n in range({REPLIES}):\n"
        "    post = actions.reply(actor, topic, actions.Draft(source=f'Number {n}.'))\n"
        "    print(post.number)\n"
    )
    with writer:
        for line in writer.stdout or ():
            written = int(line)
    done.set()
    for reader in readers:
        reader.join()

    assert writer.wait() == 0
    assert written == before + REPLIES
    assert wrong == []
    assert reads > REPLIES, "and they did read meanwhile"
    assert {posts_on(page) for page in everybody_reads(board)} == {written}


def test_what_a_guest_writes_through_one_process_is_seen_by_all(board: Board) -> None:
    may = board.do(
        "from areopagus.accounts.groups import with_role\n"
        "from areopagus.administration.actions.groups import change_group\n"
        "change_group(actor, with_role('guests').pk, {'may_reply': True, 'post_interval': 0})"
    )
    assert may.returncode == 0, may.stderr
    for n in range(5):
        before = {posts_on(page) for page in everybody_reads(board)}
        with board.connection() as connection:
            assert reply_as_guest(connection, f"Aye {n}.") == 302
        assert {posts_on(page) for page in everybody_reads(board)} == {before.pop() + 1}


def reply_as_guest(connection: HTTPConnection, source: str) -> int:
    connection.request("GET", "/topics/1/replies/")
    form = connection.getresponse()
    cookie = (form.headers["Set-Cookie"] or "").partition(";")[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.read().decode()))
    fields |= {"source": source, "markup": "bbcode", "dialect": "bbcode"}
    fields |= {"guest_name": "Olga", "guest_mail": "olga@example.org"}
    connection.request(
        "POST",
        "/topics/1/replies/",
        urlencode(fields),
        {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"},
    )
    answer = connection.getresponse()
    answer.read()
    return answer.status


def test_who_is_killed_right_after_the_commit_has_told_the_others(board: Board) -> None:
    before = {posts_on(page) for page in everybody_reads(board)}
    killed = board.do(
        "with transaction.atomic():\n"
        "    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))\n"
        "    actions.reply(actor, topic, actions.Draft(source='My last words.'))\n"
    )

    assert killed.returncode < 0, killed.stderr
    assert {posts_on(page) for page in everybody_reads(board)} == {before.pop() + 1}
    # What has been pending since is true all the same, and the next deed is seen as well.
    assert board.do("actions.reply(actor, topic, actions.Draft(source='Amen.'))").returncode == 0
    assert len({posts_on(page) for page in everybody_reads(board)}) == 1


def test_who_is_killed_before_the_commit_has_done_nothing(board: Board) -> None:
    before = {posts_on(page) for page in everybody_reads(board)}
    killed = board.do(
        "with transaction.atomic():\n"
        "    actions.reply(actor, topic, actions.Draft(source='Never said.'))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )

    assert killed.returncode < 0
    assert {posts_on(page) for page in everybody_reads(board)} == before


def test_an_option_is_changed_for_all_at_once(board: Board) -> None:
    everybody_reads(board, "/")
    done = board.do("from areopagus.boards.options import TITLE\nTITLE.set('Newer name')")

    assert done.returncode == 0, done.stderr
    assert all(b"Newer name" in page for page in everybody_reads(board, "/"))


def test_an_edit_is_seen_by_all(board: Board) -> None:
    everybody_reads(board)
    done = board.do(
        "post = Post.objects.get(topic=topic, number=1)\n"
        "actions.edit_post(actor, post, 'Said better.', 'bbcode')"
    )

    assert done.returncode == 0, done.stderr
    assert all(b"Said better." in page for page in everybody_reads(board))


def test_a_check_that_mends_is_seen_by_all(board: Board) -> None:
    right = posts_on(everybody_reads(board)[0])
    with sqlite3.connect(board.folder / "board.sqlite3", timeout=20) as database:
        database.execute("update boards_topic set post_count = post_count + 7")
    database.close()
    told = board.do("from areopagus.core.stamps import everything_changed\neverything_changed()")
    assert told.returncode == 0, told.stderr
    assert {posts_on(page) for page in everybody_reads(board)} == {right + 7}

    assert board.command("check", "--repair").returncode == 0
    assert {posts_on(page) for page in everybody_reads(board)} == {right}
