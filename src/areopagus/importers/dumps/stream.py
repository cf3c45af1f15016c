"""A file seen through a window that moves forward; patterns are matched at its beginning."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import zlib
from pathlib import Path
from typing import IO

import zstandard

CHUNK = 1 << 18
# Longer than any name, list of columns or space between two rows.
NEAR = 1 << 16
# FluxBB allowed posts of one megabyte; nothing in a dump of its tables is near this long.
LONGEST = 1 << 26
MAGIC = {
    b"\x1f\x8b": gzip.open,
    b"BZh": bz2.open,
    b"\xfd7zXZ": lzma.open,
    b"\x28\xb5\x2f\xfd": zstandard.open,
}
# What goes wrong with a file that is damaged, or only half there.
UNREADABLE = (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError)


class BadDump(Exception):
    """The file is not what it should be. The message is one line for the person who gave it."""


def opened(path: Path) -> IO[bytes]:
    """The file, unpacked while it is read when it is packed. BadDump when it cannot be read."""
    try:
        with path.open("rb") as file:
            beginning = file.read(6)
        for magic, open_packed in MAGIC.items():
            if beginning.startswith(magic):
                return open_packed(path, "rb")  # type: ignore[operator, no-any-return]
        return path.open("rb")
    except OSError as error:
        raise BadDump(f"{path} cannot be read: {error.strerror}") from error


class Stream:
    """`text[at:]` is what has been read and not yet passed."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._lines_before = 0
        self.text = b""
        self.at = 0
        self.is_at_end = False
        self.refill()
        if self.text.startswith(b"\xef\xbb\xbf"):
            self.at = 3

    @property
    def line(self) -> int:
        """The number of the line on which `at` stands, counted from 1."""
        return self._lines_before + self.text.count(b"\n", 0, self.at) + 1

    def refill(self) -> bool:
        """Reads on; False at the end of the file. What was passed is forgotten."""
        if self.is_at_end:
            return False
        rest = self.text[self.at :]
        if len(rest) > LONGEST:
            raise self.wrong("a value longer than 64 megabytes, or no end to a quotation")
        self._lines_before += self.text.count(b"\n", 0, self.at)
        try:
            # As much again as is waiting, so that a long value is not looked through too often.
            more = self._file.read(max(CHUNK, len(rest)))
        except UNREADABLE as error:
            raise self.wrong(f"the file cannot be read any further ({error})") from error
        self.text, self.at, self.is_at_end = rest + more, 0, not more
        return bool(more)

    def take(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """Passes what `pattern` matches here; None when it does not, however far one reads.

        A match that reaches the edge of what was read is tried again with more, since it could
        have gone on.
        """
        while True:
            found = pattern.match(self.text, self.at)
            if found is not None and (found.end() < len(self.text) or self.is_at_end):
                self.at = found.end()
                return found
            if not self.refill():
                if found is not None:
                    continue
                return None

    def take_short(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """Passes what `pattern` matches within the next NEAR bytes; looks no further."""
        if len(self.text) - self.at < NEAR:
            self.refill()
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def wrong(self, what: str) -> BadDump:
        return BadDump(f"line {self.line}: {what}")
