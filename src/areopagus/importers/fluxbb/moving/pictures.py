"""Pictures that stood in the old board's own folder: its smilies, and what posts and signatures show."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import File

from areopagus.core.verdict import Refused
from areopagus.importers.fluxbb import options
from areopagus.importers.fluxbb.moving.context import Move, batched
from areopagus.importers.fluxbb.old_links import OldBoard, is_picture, picture_name
from areopagus.importers.fluxbb.old_pictures import shown_in
from areopagus.importers.fluxbb.own_smilies import FOLDER, name_of, own_smilies_in
from areopagus.uploads import moved_pictures, smilies
from areopagus.uploads.models import Smiley

# Told like a table, though they are files.
TABLE, SMILIES = "(files of pictures)", "(own smilies)"
NO_FILES = "to be found only in the old board's folder; give it with --files"
NOT_THERE = "not in the old board's folder"
OTHER_KIND = "no picture; only pictures are taken along"


@dataclass(frozen=True, slots=True)
class Kept:
    """`path` below media/, or the reason why there is none."""

    called: str
    path: str
    reason: str
    is_new: bool


def move_pictures(move: Move) -> None:
    """Before anything is rendered: where a picture stands now is written into the HTML."""
    wanted = _wanted(move)
    with ThreadPoolExecutor() as pool:
        for some in batched(sorted(wanted), 50):
            # Pillow lets go of Python's lock, so all cores work.
            for kept in pool.map(lambda called: _kept(move.files, called), some):
                _account(move, kept, wanted[kept.called])
            move.progress.say("pictures", move.ledger.tables[TABLE].read, len(wanted))
    moved_pictures.forget()
    _move_smilies(move)


def _wanted(move: Move) -> dict[str, int]:
    """The first post that shows each, by what it was called; 0 for what no post shows."""
    wanted = dict.fromkeys(_in_folder(move.files, FOLDER), 0)
    old = options.old_board()
    for called, post_id in shown_in(move.old, old):
        if _is_ours(move, old, called):
            wanted[called] = wanted.get(called) or post_id
    return wanted


def _is_ours(move: Move, old: OldBoard, called: str) -> bool:
    """Avatars come by themselves. Of other files only those that are there were surely the board's."""
    if old.is_avatar(called):
        return False
    return is_picture(called) or (move.files is not None and _file(move.files, called) is not None)


def _in_folder(files: Path | None, folder: str) -> Iterator[str]:
    place = files / folder if files else None
    for path in sorted(place.iterdir()) if place and place.is_dir() else ():
        if is_picture(path.name):
            yield f"{folder}/{path.name}"


def _file(files: Path, called: str) -> Path | None:
    """None when it is not there, or when the way to it leads out of the folder."""
    try:
        path = (files / called).resolve()
        return path if path.is_relative_to(files.resolve()) and path.is_file() else None
    except (OSError, ValueError):
        # Names that no file can have: too long, or with a NUL.
        return None


def _kept(files: Path | None, called: str) -> Kept:
    if files is None:
        return Kept(called, "", NO_FILES, is_new=False)
    path = _file(files, called)
    if path is None:
        return Kept(called, "", NOT_THERE, is_new=False)
    if not is_picture(called):
        return Kept(called, "", OTHER_KIND, is_new=False)
    name = picture_name(called)
    is_new = moved_pictures.path_of(name) is None
    try:
        with path.open("rb") as file:
            return Kept(called, moved_pictures.keep(name, File(file, path.name)), "", is_new)
    except Refused as refusal:
        return Kept(called, "", str(refusal), is_new=False)
    except OSError as error:
        return Kept(called, "", f"it cannot be read: {error.strerror}", is_new=False)


def _account(move: Move, kept: Kept, post_id: int) -> None:
    move.ledger.read(TABLE)
    if kept.reason:
        move.ledger.left_out(TABLE, kept.reason, 1, kept.called)
        move.old.pictures_left.append((kept.called, kept.reason, post_id))
        return
    move.ledger.imported(TABLE)
    if kept.is_new:
        move.pictures.add(kept.path)


def _move_smilies(move: Move) -> None:
    own = own_smilies_in(move.files) if move.files else {}
    for code, file in own.items():
        move.ledger.read(SMILIES)
        path = moved_pictures.path_of(picture_name(f"{FOLDER}/{file}"))
        if path is None:
            move.ledger.left_out(SMILIES, "its picture is missing, or is none", 1, f"{code} {file}")
            continue
        # What an administrator has made of it since the last time stands.
        Smiley.objects.get_or_create(code=code, defaults={"name": name_of(file), "picture": path})
        move.ledger.imported(SMILIES)
    smilies.forget()
