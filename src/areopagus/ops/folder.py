"""A board is a folder. Here it is recognised, made, opened by one process at a time."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from areopagus import __version__

# Its presence makes a folder a board; so nobody fills their home directory by a slip.
MARKER = "areopagus-board.json"
KEY = "secret.key"
# What may lie in a folder that becomes a board: settings written before the first start.
HARMLESS = {"areopagus.toml", "lost+found"}


class CannotServe(Exception):
    """One clear line for the person who typed the command."""


def is_board(board: Path) -> bool:
    return (board / MARKER).is_file()


def look_at(board: Path) -> None:
    """CannotServe unless this is a board or can become one. Changes nothing."""
    try:
        names = {path.name for path in board.iterdir()}
    except FileNotFoundError:
        return
    except NotADirectoryError as error:
        raise CannotServe(f"{board} is a file; a board is a folder") from error
    except PermissionError as error:
        raise CannotServe(f"{board} cannot be read by this user") from error
    if MARKER not in names and names - HARMLESS:
        raise CannotServe(
            f"{board} is not a board, and it is not empty; "
            "give the folder of a board, or a new name, with --board"
        )
    if not os.access(board, os.W_OK | os.X_OK):
        raise CannotServe(f"{board} cannot be written by this user")


def make(board: Path) -> None:
    """The folder, its marker and its secret key, where they are missing."""
    look_at(board)
    try:
        board.mkdir(parents=True, exist_ok=True, mode=0o750)
        if not is_board(board):
            about = {"made_by": f"Areopagus {__version__}", "format": 1}
            _write_new(board / MARKER, json.dumps(about) + "\n", 0o640)
        _write_new(board / KEY, secrets.token_urlsafe(48) + "\n", 0o600)
    except OSError as error:
        raise CannotServe(f"{board} cannot be made: {error.strerror}") from error


@contextmanager
def opened(board: Path) -> Iterator[None]:
    """Makes the board if need be and keeps it for this process. CannotServe when another has it."""
    make(board)
    with (board / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotServe(f"{board} is being served by another process already") from error
        # A forked child that outlives this process by a moment must not keep the board from the next.
        os.register_at_fork(after_in_child=lock.close)
        yield


def load_django(board: Path) -> None:
    """Points Django at this board, for this process and its children, and opens none of its files."""
    os.environ["AREOPAGUS_BOARD"] = str(board.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "areopagus.config.settings"
    import django

    django.setup()


def set_up_django(board: Path) -> None:
    """Sets Django up for this board. CannotServe when its disk is full."""
    load_django(board)
    from areopagus.core import stamps

    try:
        stamps.stamps()
    except OSError as error:
        # Nothing can be kept without them, and each page and deed asks for them.
        raise CannotServe(
            f"{board / stamps.FILE_NAME} cannot be written: {error.strerror}"
        ) from error


def _write_new(path: Path, text: str, mode: int) -> None:
    """Writes a file that is not there yet, whole or not at all, readable only as `mode` says."""
    if path.exists():
        return
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        unfinished.unlink()
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
