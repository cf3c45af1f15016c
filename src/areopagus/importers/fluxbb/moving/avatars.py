"""Avatars from the old board's folder, encoded anew like every picture that somebody sends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.core.files.base import File

from areopagus.accounts.models import User
from areopagus.accounts.options import AVATAR_SIZE
from areopagus.core.verdict import Refused
from areopagus.importers.fluxbb.files import Avatar, avatars_in
from areopagus.importers.fluxbb.moving.context import Move
from areopagus.importers.fluxbb.prints import print_of
from areopagus.uploads import avatars

USUAL_FOLDER = "img/avatars"
# Told like a table, though they are files.
TABLE = "(files of avatars)"


def every_picture(member: int, file: bytes) -> bool:  # noqa: ARG001 - the first import takes all.
    return True


def move_avatars(move: Move, is_wanted: Callable[[int, bytes], bool] = every_picture) -> None:
    """`is_wanted` is asked with the member and a digest of the file."""
    if move.files is None:
        return
    wanted = move.old.config.get("o_avatars_dir") or USUAL_FOLDER
    folder = (move.files / wanted).resolve()
    if not folder.is_relative_to(move.files.resolve()):
        move.ledger.change("avatars: the old board kept them outside of its folder", wanted)
        return
    for avatar in avatars_in(folder, is_12=move.old.is_12):
        move.ledger.read(TABLE, 1 + len(avatar.beside))
        move.ledger.left_out(TABLE, "FluxBB showed another of this member", len(avatar.beside))
        _move(move, avatar, is_wanted)


def forget(move: Move) -> None:
    """Takes the pictures of a move back that did not come to its end."""
    for path in move.pictures:
        avatars.forget(path)


def _move(move: Move, avatar: Avatar, is_wanted: Callable[[int, bytes], bool]) -> None:
    if avatar.member not in move.members:
        move.ledger.left_out(TABLE, "its member is gone", 1, avatar.picture.name)
        return
    file = print_of((avatar.picture.read_bytes(),))
    move.seen_avatars.add(avatar.member)
    if not is_wanted(avatar.member, file):
        move.ledger.imported(TABLE)
        return
    try:
        path = _kept(avatar.picture)
    except Refused as refusal:
        move.ledger.left_out(TABLE, str(refusal), 1, avatar.picture.name)
        return
    if not User.objects.filter(avatar=path).exists():
        move.pictures.add(path)
    move.avatars[avatar.member] = file
    User.objects.filter(pk=avatar.member).update(avatar=path)
    move.ledger.imported(TABLE)
    move.progress.say("avatars", move.ledger.tables[TABLE].imported)


def _kept(picture: Path) -> str:
    with picture.open("rb") as file:
        return avatars.keep(File(file, picture.name), AVATAR_SIZE.get())
