"""Logs of web servers, line by line. Anybody may have written anything into them."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

# Longer than any address a browser follows; of a longer line nobody needs the rest.
LONGEST_LINE = 16_384
LONGEST_ADDRESS = 4_096
GZIP = b"\x1f\x8b"
# …] "GET /viewtopic.php?id=42 HTTP/1.1" 200 …
REQUEST = re.compile(rb'"([A-Z]{3,10}) ([^\s"]+)(?: HTTP/[0-9.]{1,5})?" ([1-5][0-9]{2})(?= |$)')
HOST = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
READING = {"GET", "HEAD"}
FIRST_REFUSAL = 400


class Damaged(Exception):
    """The rest of the file cannot be read."""


@dataclass(frozen=True, slots=True)
class Request:
    """`address` holds one character for each byte that was sent, from the first slash on."""

    address: str
    is_reading: bool
    was_answered: bool


def requests(path: Path) -> Iterator[Request | None]:
    """What each line says; None when it says nothing. Damaged when the file breaks off; OSError."""
    with path.open("rb") as file:
        packed = file.peek(2).startswith(GZIP)
        try:
            for line in _lines(cast(IO[bytes], gzip.GzipFile(fileobj=file)) if packed else file):
                yield request_in(line)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Damaged(str(path)) from error


def request_in(line: bytes) -> Request | None:
    found = REQUEST.search(line)
    if found is None:
        return None
    # A proxy's log holds whole addresses.
    address = HOST.sub("", found[2].decode("latin-1"), count=1)
    if not address.startswith("/") or len(address) > LONGEST_ADDRESS:
        return None
    method = found[1].decode("ascii")
    return Request(address, method in READING, int(found[3]) < FIRST_REFUSAL)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """Each line, or its beginning. A line without an end is never in memory as a whole."""
    while line := file.readline(LONGEST_LINE):
        rest = line
        while rest and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE)
        yield line
