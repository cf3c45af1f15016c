"""What happens to a board between opening its folder and serving it: key, backup, tables, styles."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from areopagus import __version__
from areopagus.core import environment
from areopagus.ops import folder
from areopagus.ops.serve.orphans import end_with_parent

# Not spawned: this process has read nothing yet that a child must not have.
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Opened:
    board: Path
    workers: int
    threads: int
    set_up_token: str | None
    mail_goes_to_outbox: bool
    sign_in: str


def prepared(board: Path, *, demo: bool) -> Opened:
    """What `prepare` says in a child process that ends then, with its connections, files and memory."""
    ours, theirs = FORK.Pipe(duplex=False)
    child = FORK.Process(target=_prepare_and_tell, args=(theirs, board, demo))
    child.start()
    theirs.close()
    try:
        said: Opened | Exception = ours.recv()
    except EOFError:
        raise folder.CannotServe("the board could not be made ready") from None
    finally:
        child.join()
    if isinstance(said, Exception):
        raise said
    return said


def _prepare_and_tell(theirs: Connection, board: Path, demo: bool) -> None:
    end_with_parent()
    try:
        theirs.send(prepare(board, demo=demo))
    except (folder.CannotServe, environment.WrongSetting) as reason:
        theirs.send(reason)
    except KeyboardInterrupt:
        # Whoever waits for us was told as well.
        return


def prepare(board: Path, *, demo: bool) -> Opened:
    """Makes the board ready to be served. CannotServe when it is from a newer version."""
    said = environment.read(board, os.environ)
    folder.set_up_django(board)
    from areopagus.ops.migrating import migrate

    migrate()
    _collect_styles()
    sign_in = _make_demo() if demo else ""
    from areopagus.accounts import setup

    return Opened(
        board=board,
        workers=said.workers,
        threads=said.threads,
        set_up_token=setup.issue_token(),
        mail_goes_to_outbox=not said.smtp_host,
        sign_in=sign_in,
    )


def greeting(opened: Opened, address: str) -> str:
    lines = [f"The board in {opened.board} is at {address}/"]
    if opened.set_up_token:
        lines.append("It is new. Set it up, once, within seven days, at this address:")
        lines.append(f"  {address}/set-up/{opened.set_up_token}/")
    if opened.mail_goes_to_outbox:
        lines.append(f"No mail server is set: mails are put into {opened.board / 'outbox'}.")
    if opened.sign_in:
        lines.append(opened.sign_in.strip())
    return "\n".join([*lines, "Ctrl-C stops it.", ""])


def _make_demo() -> str:
    from areopagus.ops.demo import SIGN_IN
    from areopagus.ops.demo.making import NotEmpty, is_made, make

    if not is_made():
        try:
            make()
        except NotEmpty as reason:
            raise folder.CannotServe(str(reason)) from reason
    return SIGN_IN


def _collect_styles() -> None:
    """Bundles and compresses styles and scripts into the board's folder, when they have changed."""
    from django.conf import settings
    from django.contrib.staticfiles import finders
    from django.core.management import call_command

    digest = hashlib.sha256(__version__.encode())
    for finder in finders.get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            digest.update(name.encode())
            digest.update(Path(storage.path(name)).read_bytes())
    stamp = Path(settings.STATIC_ROOT) / ".made-of"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    try:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(digest.hexdigest())
    except OSError as error:
        sys.stderr.write(f"areopagus: styles could not be written: {error}\n")
        raise folder.CannotServe("the board's folder is full or cannot be written") from error
