"""Writing a copy: a zip of JSON, row by row, so that a hundred thousand posts take no memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder

from areopagus.accounts.models import User
from areopagus.core import personal
from areopagus.leaving.models import Copy, CopyPiece

PIECE = 256 * 1024
AT_ONCE = 500
README = """\
This is what the board keeps about you, {name}.

Each file is a list in JSON. profile.json is your account, posts.json what you wrote with its source; a topic is at
/topics/ID/ of the board and a post at /posts/ID/. A file that is not there would be empty.

Not in here: passwords and keys, which are secrets; what others wrote, also about you; notes that members of staff
keep for each other, and how the board tells advertisers from people. For the last two ask an administrator.
"""


class _Pieces:
    """A file to write to that becomes rows."""

    def __init__(self, copy: Copy) -> None:
        self._copy = copy
        self._number = 0
        self._waiting = bytearray()
        self.size = 0

    def write(self, content: bytes) -> int:
        self._waiting += content
        self.size += len(content)
        while len(self._waiting) >= PIECE:
            self._put(PIECE)
        return len(content)

    def flush(self) -> None:
        """A zip asks for it often; what waits is written when there is enough of it."""

    def close(self) -> None:
        if self._waiting:
            self._put(PIECE)

    def _put(self, size: int) -> None:
        content = bytes(self._waiting[:size])
        CopyPiece.objects.create(copy=self._copy, number=self._number, content=content)
        self._number += 1
        del self._waiting[:size]


def write(copy: Copy, member: User) -> int:
    """From the beginning, whatever an earlier try has left. How many bytes it has."""
    copy.pieces.all().delete()
    pieces = _Pieces(copy)
    with ZipFile(cast(IO[bytes], pieces), "w", ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", README.format(name=member.name))
        for file, rows in _files(member):
            _write_rows(archive, file, rows)
        for path in filter(None, (picture(member) for picture in personal.pictures())):
            if default_storage.exists(path):
                with default_storage.open(path) as picture_file:
                    archive.writestr(path, picture_file.read())
    pieces.close()
    return pieces.size


def content_of(copy: Copy) -> Iterator[bytes]:
    """Piece by piece, each read when it is sent."""
    for number in range(-(-copy.size // PIECE)):
        yield bytes(
            CopyPiece.objects.values_list("content", flat=True).get(copy=copy, number=number)
        )


def _files(member: User) -> Iterator[tuple[str, Iterable[Mapping[str, Any]]]]:
    for holding in personal.holdings():
        if holding.file:
            rows = holding.model._base_manager.filter(holding.only, **{holding.mine: member.pk})
            seen = {name: expression(member) for name, expression in holding.seen.items()}
            told = rows.order_by("pk").values(*holding.told, **seen)
            yield holding.file, told.iterator(chunk_size=AT_ONCE)
    for file, tell in personal.told_rows().items():
        yield file, tell(member)


def _write_rows(archive: ZipFile, file: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """No file for no rows."""
    one_by_one = iter(rows)
    first = next(one_by_one, None)
    if first is None:
        return
    with archive.open(f"{file}.json", "w", force_zip64=True) as out:
        out.write(b"[\n" + _as_json(first))
        for row in one_by_one:
            out.write(b",\n" + _as_json(row))
        out.write(b"\n]\n")


def _as_json(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
