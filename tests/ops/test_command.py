"""The command line itself: what it prints, what it refuses."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from areopagus.ops.command import INTERRUPTED
from tests.browser.serving import COMMAND, PATIENCE


def run(
    *arguments: str, said: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("AREOPAGUS_")}
    return subprocess.run(
        [*COMMAND, *arguments],
        env=clean | environment,
        input=said,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize(
    ("dialect", "source"),
    [("bbcode", "[b]Ahoy[/b]"), ("fluxbb12", "[b]Ahoy[/b]"), ("markdown", "**Ahoy**")],
)
def test_render_turns_text_into_what_readers_get(dialect: str, source: str) -> None:
    answer = run("render", "--dialect", dialect, said=source.encode())
    assert answer.returncode == 0
    assert b"<strong>Ahoy</strong>" in answer.stdout


def test_render_needs_text_it_can_read() -> None:
    answer = run("render", said=b"caf\xe9")
    assert answer.returncode == 1
    assert b"not UTF-8 (byte 3)" in answer.stderr


def test_ctrl_c_ends_it_in_one_line() -> None:
    command = [*COMMAND, "render"]
    # Whoever runs tests in the background has them ignore Ctrl-C, and so would the command.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    signal.signal(signal.SIGINT, before)
    with process:
        assert process.stdin is not None
        # No pipe holds as much: when it is written, the command is reading.
        process.stdin.write(b"a" * 8_000_000)
        process.stdin.flush()
        for _ in range(int(PATIENCE)):
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(1)
                break
        assert process.returncode == INTERRUPTED
        assert process.stderr is not None
        assert process.stderr.read() == b"\nareopagus: interrupted.\n"


def test_an_unknown_command_or_option_is_refused_with_the_usage() -> None:
    for arguments in (("sreve",), ("serve", "--prot", "80"), ()):
        answer = run(*arguments)
        assert answer.returncode == 2
        assert b"usage: areopagus" in answer.stderr


def test_check_wants_a_board(tmp_path: Path) -> None:
    answer = run("check", "--board", str(tmp_path / "none"))
    assert answer.returncode == 1
    assert b"is not a board" in answer.stderr
    assert not (tmp_path / "none").exists()


def test_the_demo_is_made_checked_and_not_made_twice(tmp_path: Path) -> None:
    board = str(tmp_path / "demo")
    made = run("demo", "--board", board)
    assert made.returncode == 0
    assert b"40 members, 12 forums" in made.stdout
    checked = run("check", "--board", board)
    assert (checked.returncode, checked.stdout[:15]) == (0, b"No differences ")
    assert b"there already" in run("demo", "--board", board).stdout


def test_a_setting_from_the_environment_is_refused_by_name() -> None:
    answer = run("serve", "--board", "/nonexistent/b", AREOPAGUS_SMTP_PROT="25")
    assert answer.returncode == 2
    assert b"AREOPAGUS_SMTP_PROT is no setting. Did you mean 'smtp_port'?" in answer.stderr


def test_a_password_is_never_repeated() -> None:
    answer = run("serve", "--board", "/nonexistent/b", AREOPAGUS_DATABASE="mysql://u:hunter2@h/d")
    assert answer.returncode == 2
    assert b"hunter2" not in answer.stderr
    assert b"postgresql://" in answer.stderr
