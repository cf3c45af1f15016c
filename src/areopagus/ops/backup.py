"""`areopagus backup`: a whole board in one file, beside a running one. See docs/guides/backup.md."""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from areopagus.ops.folder import CannotServe

# What a board makes again by itself, and copies of the database from before a new version came.
LEFT_OUT = {"static", "backups", ".lock", ".stamps", ".budgets"}
DATABASE = "board.sqlite3"
DUMP = "database.dump"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="where to, such as board.tar.gz; in a folder it gets a name with the date",
    )
    parser.add_argument(
        "--keep",
        type=int,
        metavar="N",
        help="of this board's backups in that folder keep the newest N",
    )


def run(options: argparse.Namespace) -> int:
    board, target = options.board.resolve(), options.file.resolve()
    into = target if target.is_dir() else None
    if options.keep is not None and (into is None or options.keep < 1):
        raise CannotServe("--keep wants a folder, and at least one backup to keep")
    if into is not None:
        target = into / f"{board.name}-{_moment()}.tar.gz"
    if target.is_relative_to(board):
        raise CannotServe("a backup inside the board would be lost with it; choose another place")
    if target.exists():
        raise CannotServe(f"{target} is there already; nothing was written")
    try:
        size = write(board, target)
    except (OSError, sqlite3.Error, tarfile.TarError) as error:
        raise CannotServe(f"the backup could not be made: {error}") from error
    _remember(target, size)
    sys.stdout.write(f"{target}: {size / 1_000_000:,.1f} MB, read again and found whole.\n")
    if into is not None and options.keep:
        for old in sorted(into.glob(f"{board.name}-????????-??????.tar.gz"))[: -options.keep]:
            old.unlink()
    return 0


def write(board: Path, target: Path) -> int:
    """The file is there whole or not at all, for its owner only. How many bytes it has."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".areopagus-") as aside:
        try:
            handle = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w+b") as file:
                with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
                    # The database first: a picture that comes meanwhile is one too many, never one too few.
                    copy = _copied_database(Path(aside))
                    archive.add(copy, f"{board.name}/{copy.name}", filter=_private)
                    for path in _files(board):
                        # What somebody has just replaced is not missed.
                        with suppress(FileNotFoundError):
                            name = f"{board.name}/{path.relative_to(board)}"
                            archive.add(path, name, recursive=False, filter=_private)
                file.flush()
                os.fsync(file.fileno())
                size = file.tell()
                _read_again(file)
            unfinished.rename(target)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    return size


def copy_sqlite(target: Path, *, is_checked: bool = True) -> None:
    """As it is at one moment, while others write; the copy is one file, without anything beside it."""
    from django.conf import settings

    name = settings.DATABASES["default"]["NAME"]
    source = sqlite3.connect(f"file:{name}?mode=ro", uri=True)
    with closing(source), closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        (found,) = copy.execute("PRAGMA quick_check").fetchone() if is_checked else ("ok",)
    if found != "ok":
        raise CannotServe(f"the database is damaged: {found}")
    target.chmod(0o600)


def _copied_database(aside: Path) -> Path:
    from django.db import connection

    if connection.vendor == "sqlite":
        copy_sqlite(aside / DATABASE)
        return aside / DATABASE
    _dump_postgresql(aside / DUMP, connection.settings_dict)
    return aside / DUMP


def _dump_postgresql(target: Path, said: dict[str, Any]) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise CannotServe(
            "pg_dump is not here, and without it there is no copy of a PostgreSQL database; "
            "install postgresql-client of the server's version"
        )
    names = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD"}
    # In the environment: what stands in a command line, everybody on the machine can read.
    identity = {variable: str(said[name]) for name, variable in names.items() if said.get(name)}
    done = subprocess.run(  # noqa: S603 - the name is from the board's own settings.
        [program, "--format=custom", "--no-owner", f"--file={target}", str(said["NAME"])],
        env=os.environ | identity,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotServe(f"pg_dump says: {done.stderr.strip()}")


def _files(board: Path) -> Iterator[Path]:
    """Whatever lies in the board's folder, but for what is made again and the database itself."""
    for path in sorted(board.iterdir()):
        if path.name not in LEFT_OUT and not path.name.startswith(DATABASE):
            yield path
            if path.is_dir() and not path.is_symlink():
                yield from sorted(path.rglob("*"))


def _private(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Belongs to whoever unpacks it. Sockets and the like are left out, and so is what is half written."""
    if not (member.isfile() or member.isdir() or member.issym()):
        return None
    if member.name.endswith((".part", ".unfinished")):
        return None
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _read_again(file: Any) -> None:
    file.seek(0)
    with tarfile.open(fileobj=file, mode="r:gz") as archive:
        for member in archive:
            if member.isfile() and (content := archive.extractfile(member)) is not None:
                while content.read(1 << 20):
                    pass


def _moment() -> str:
    from areopagus.core.clock import now

    return f"{now():%Y%m%d-%H%M%S}"


def _remember(target: Path, size: int) -> None:
    from areopagus.upkeep.backups import note_backup

    note_backup(target.name, size)
