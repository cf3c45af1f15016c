"""`areopagus import fluxbb SOURCE`: a FluxBB board moves in, whole or not at all."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

__all__ = ["add_arguments", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "source",
        help="the old board: an SQL dump (also .gz, .bz2, .xz, .zst), an SQLite file, or the address "
        "of a running database such as mysql://user@localhost/fluxbb, which is only read",
    )
    parser.add_argument(
        "--charset",
        type=_charset,
        default="cp1252",
        help="character set of old texts that are not UTF-8 (cp1252)",
    )
    parser.add_argument("--prefix", help="what the names of the tables begin with; found by itself")
    parser.add_argument(
        "--files", type=_folder, help="the folder FluxBB was installed in, for avatars"
    )
    parser.add_argument(
        "--base-url",
        type=_address,
        action="append",
        default=[],
        metavar="URL",
        help="another address of the old board, such as http://www.example.org/forum, so that links "
        "to it in posts lead to this one; may be given several times; its own setting is known",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="try everything, tell what would be, import nothing"
    )


def run(options: argparse.Namespace) -> int:
    """0: the old board is here, and nothing of it is unaccounted for; 1: nothing was changed."""
    from areopagus.importers.fluxbb.importing import CannotImport, Wishes, import_board

    for abandoned in options.board.glob(".import-*"):
        # A killed import could not clear up after itself.
        shutil.rmtree(abandoned)
    wishes = Wishes(
        options.charset, options.prefix, options.files, options.dry_run, tuple(options.base_url)
    )
    try:
        import_board(options.source, options.board, sys.stdout, wishes)
    except CannotImport as reason:
        sys.stderr.write(f"areopagus: {reason}\nNothing was imported; the board is as it was.\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write(
            "\nareopagus: interrupted. Nothing was imported; the board is as it was.\n"
        )
        return 130
    return 0


def _charset(name: str) -> str:
    try:
        b"a".decode(name)
    except LookupError as error:
        raise argparse.ArgumentTypeError(
            f"{name!r} is no character set; cp1252, cp1251 and koi8-r are some"
        ) from error
    return name


def _address(text: str) -> str:
    from areopagus.importers.fluxbb.old_links import NoAddress, old_board

    try:
        old_board([text])
    except NoAddress as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no address of a board; http://www.example.org/forum is one"
        ) from error
    return text


def _folder(name: str) -> Path:
    if not Path(name).is_dir():
        raise argparse.ArgumentTypeError(f"{name} is no folder")
    return Path(name)
