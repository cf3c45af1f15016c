"""`areopagus check-links`: what people really follow is asked for, and what is not answered is told."""

from __future__ import annotations

import gzip
import os
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areopagus.accounts.models import Presence
from areopagus.boards.models import Topic
from areopagus.boards.options import MAINTENANCE
from areopagus.core.clock import now
from areopagus.core.tally import Tally
from areopagus.importers.access_logs import checking
from areopagus.importers.access_logs.checking import CannotCheck
from areopagus.importers.access_logs.reading import Request, request_in, requests
from areopagus.importers.access_logs.telling import plain
from areopagus.importers.fluxbb import logged, options
from tests.conftest import Cast, Places, user_of
from tests.importers.old_boards import SAMPLE
from tests.importers.test_command import areopagus


def line(address: str, status: int = 200, method: str = "GET") -> str:
    return (
        f'192.0.2.7 - - [10/Oct/2009:13:55:36 +0200] "{method} {address} HTTP/1.1" {status} 2326 '
        '"http://elsewhere.example/?a=\\"b\\"" "Mozilla/5.0 \\"GET /index.php HTTP/1.1\\" 200"\n'
    )


def check(folder: Path, *lines: str, listed: int = 50) -> tuple[int, str]:
    log = folder / "access.log"
    log.write_text("".join(lines))
    out = StringIO()
    return checking.check([log], out, StringIO(), listed=listed), out.getvalue()


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        (line("/viewtopic.php?id=1"), Request("/viewtopic.php?id=1", True, True)),
        (line("/a", 404, "HEAD"), Request("/a", True, False)),
        (line("/post.php", 302, "POST"), Request("/post.php", False, True)),
        (line("http://www.example.org/f/index.php"), Request("/f/index.php", True, True)),
        (line("http://www.example.org"), None),
        ('example.org:80 192.0.2.7 - ada [x] "GET /a HTTP/2.0" 304 0', Request("/a", True, True)),
        ('192.0.2.7 - - [x] "GET /a" 200 5', Request("/a", True, True)),
        ('192.0.2.7 - - [x] "GET /a HTTP/1.1" 999 5', None),
        ('192.0.2.7 - - [x] "\\x16\\x03\\x01" 400 226', None),
        ('192.0.2.7 - - [x] "-" 408 0', None),
        ("", None),
    ],
)
def test_a_line_says_what_was_asked_and_whether_it_was_answered(
    said: str, understood: Request | None
) -> None:
    assert request_in(said.encode()) == understood


@given(st.binary())
def test_no_line_can_hurt(said: bytes) -> None:
    for one in (said, b'"GET ' + said + b' HTTP/1.1" 200 1', b'"GET /' + said + b'" 200 '):
        found = request_in(one)
        if found is not None:
            logged.READ.fullmatch(found.address)
            assert plain(found.address).isprintable()


def test_a_line_may_have_no_end_and_a_file_no_sense(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    rest = line("/index.php").encode()
    log.write_bytes(
        b"\0" * 3_000_000 + b"\n" + rest + b'"GET /' + b"a" * 2_000_000 + b'" 200 1\n' + rest
        + os.urandom(100_000).replace(b"\n", b" ") + b"\n" + rest.strip()
    )  # fmt: skip
    found = list(requests(log))
    assert len(found) == 6
    assert [one for one in found if one] == [Request("/index.php", True, True)] * 3


@pytest.mark.parametrize(
    ("path", "is_old"),
    {
        "/viewtopic.php": True,
        "/forum/extern.php": True,
        "//forum//viewtopic.php": True,
        "/a/img/avatars/7.gif": True,
        "/board/": True,
        "/board": True,
        "/": False,
        "/style/Air.css": None,
        "/board/lang/English/common.php": None,
        "/img/smilies/smile.png": None,
        "/install.php": None,
        "/wp-login.php": False,
        "/viewtopic.php.bak": False,
        "/topics/3/": False,
    }.items(),
)
def test_only_the_old_board_s_addresses_are_asked_for(
    path: str, is_old: bool | None, db: None
) -> None:
    options.OLD_ADDRESSES.set("http://www.example.org/board")
    assert logged.is_old(path) is is_old


def test_what_is_answered_is_told_in_shares(
    tmp_path: Path, cast: Cast, topic: Topic, places: Places
) -> None:
    code, said = check(
        tmp_path,
        *[line(f"/forum/viewtopic.php?id={topic.pk}")] * 6,
        line(f"/viewtopic.php?pid={topic.first_post_id}"),
        line(f"/viewforum.php?id={places.elsewhere.pk}"),
        line("/extern.php?type=rss"),
        line(f"/profile.php?section=display&id={user_of(cast.max).pk}"),
        line("/admin_index.php", 302),
        line("/post.php?tid=1", 302, "POST"),
        line("/style/Air.css"),
        line("/wp-login.php", 404),
        "garbage\n",
    )
    assert code == 0
    assert "Nothing that the old board answered is lost here." in said
    assert "15 lines: 11 asked the old board" in said
    assert "301 → 200" in said
    assert "301 → 302 → 200" in said
    row = next(row for row in said.splitlines() if row.startswith("answered with a page"))
    assert row.split()[-4:] == ["9", "81.8%", "4", "66.7%"]
    assert "answered after signing in" in said
    assert not Presence.objects.exists()
    assert not any(tally._rows for tally in Tally.everything)
    topic.refresh_from_db()
    assert topic.view_count == 0


def test_what_is_lost_is_listed_most_wanted_first(tmp_path: Path, topic: Topic) -> None:
    code, said = check(
        tmp_path,
        line("/viewtopic.php?id=990"),
        *[line("/viewtopic.php?id=991"), line("/viewtopic.php?id=991", 404)] * 2,
        line("/viewtopic.php?id=992", 304),
        line("/img/avatars/2.png"),
        line("/index.php"),
        listed=2,
    )
    assert code == 1
    lost = said[said.index("\nNOT HERE") :]
    assert lost.index("4  /viewtopic.php?id=991  (404)") < lost.index("1  /img/avatars/2.png")
    assert "… and 2 more" in lost
    assert "--files" in lost


def test_what_never_was_is_hidden_or_was_removed_is_no_loss(
    tmp_path: Path, cast: Cast, topic: Topic, secret_topic: Topic
) -> None:
    Topic.objects.filter(pk=topic.pk).update(removed_at=now())
    code, said = check(
        tmp_path,
        line("/viewtopic.php?id=990", 404),
        line("/viewtopic.php"),
        line("/viewtopic.php?id=%3Cscript%3E"),
        line(f"/viewtopic.php?id={secret_topic.pk}"),
        line(f"/viewtopic.php?id={topic.pk}"),
    )
    assert code == 0
    assert f"Here, but not for guests:\n         1  /viewtopic.php?id={secret_topic.pk}" in said
    assert f"Removed here, and says so:\n         1  /viewtopic.php?id={topic.pk}" in said
    assert "Not here, and the old board did not answer either:" in said


def test_what_strangers_wrote_cannot_steer_a_terminal(tmp_path: Path, topic: Topic) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(
        b'"GET /viewtopic.php?id=9\x1b[2J\x07\xd0\x96\xff HTTP/1.1" 200 1\n'
        b'"GET /viewtopic.php?id=' + b"9" * 3000 + b' HTTP/1.1" 200 1\n'
        b'"GET /%00/viewtopic.php?id=%00&a[]=%ff&\xfe=1 HTTP/1.1" 200 1\n'
        b'"GET //[/viewtopic.php?id=1 HTTP/1.1" 200 1\n'
    )
    out = StringIO()
    checking.check([log], out, StringIO(), listed=50)
    assert "/viewtopic.php?id=9\ufffd[2J\ufffdЖ\ufffd" in out.getvalue()
    assert all(c.isprintable() or c == "\n" for c in out.getvalue())
    assert "FAULT" not in out.getvalue()


def test_a_log_may_be_packed_and_cut_off(tmp_path: Path, topic: Topic) -> None:
    whole = gzip.compress((line("/index.php") * 5000 + os.urandom(50_000).hex()).encode())
    for name, content in (("access.log.1.gz", whole), ("access.log.2", whole[: len(whole) // 2])):
        (tmp_path / name).write_bytes(content)
    out = StringIO()
    logs = sorted(tmp_path.iterdir())
    assert checking.check(logs, out, StringIO(), listed=5) == 0
    assert "access.log.2 is damaged and was read up to there." in out.getvalue()
    assert "access.log.1.gz is damaged" not in out.getvalue()


def test_what_cannot_be_checked_is_said(tmp_path: Path, db: None) -> None:
    with pytest.raises(CannotCheck, match="no address of the old board"):
        check(tmp_path, line("/wp-login.php"))
    with pytest.raises(CannotCheck, match="No such file"):
        checking.check([tmp_path / "none"], StringIO(), StringIO(), listed=5)
    MAINTENANCE.set(True)
    with pytest.raises(CannotCheck, match="closed for maintenance"):
        check(tmp_path, line("/index.php"))


def test_the_command_as_it_is_typed(tmp_path: Path) -> None:
    board, log = tmp_path / "board", tmp_path / "access.log"
    assert areopagus("import", "fluxbb", SAMPLE, "--board", board).returncode == 0
    log.write_text(line("/viewtopic.php?id=2") + line("/viewtopic.php?pid=3&x=1"))
    good = areopagus("check-links", log, "--board", board)
    assert good.returncode == 0, good.stderr
    assert [row.partition(":")[0] for row in good.stderr.splitlines()] == ["reading", "asking"]
    assert "Nothing that the old board answered is lost here." in good.stdout
    log.write_text(line("/viewtopic.php?id=77777"))
    bad = areopagus("check-links", log, "--board", board)
    assert bad.returncode == 1
    assert "NOT HERE" in bad.stdout
    none = areopagus("check-links", tmp_path / "none", "--board", board)
    assert (none.returncode, none.stdout) == (1, "")
    assert none.stderr.startswith(f"areopagus: {tmp_path / 'none'}: ")
