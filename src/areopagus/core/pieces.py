"""A piece of a page that many pages share: kept as bytes, and compressed once for all of them.

A template shows a piece as a mark; `PiecedResponse` puts its bytes there. A gzip stream may be put
together of parts that were deflated apart (RFC 1951 §3.2: blocks; zlib's Z_FULL_FLUSH ends one so that
the next needs nothing of it), so only the frame around the piece is compressed for each reader.
"""

from __future__ import annotations

import zlib
from secrets import token_hex
from struct import pack

from django.http import HttpResponse

# Nobody can write it into a page.
MARK = f"<!--{token_hex(16)}-->"
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
# The piece once and well; the frame each time and quickly.
PIECE_LEVEL, FRAME_LEVEL = 9, 1
RAW = -zlib.MAX_WBITS


class Piece:
    """Shown in a template it leaves the mark."""

    __slots__ = ("_deflated", "_shown", "html")

    def __init__(self, html: str) -> None:
        self.html = html.encode()
        self._shown = 0
        self._deflated: bytes | None = None

    def __html__(self) -> str:
        return MARK

    @property
    def deflated(self) -> bytes | None:
        """None when it is needed for the first time: most pieces are shown once."""
        self._shown += 1
        if self._deflated is None and self._shown > 1:
            self._deflated = _deflated(self.html, PIECE_LEVEL, zlib.Z_FULL_FLUSH)
        return self._deflated


class PiecedResponse(HttpResponse):
    """A page with a piece in it."""

    def __init__(self, page: HttpResponse, piece: Piece) -> None:
        self.before, _, self.after = page.content.partition(MARK.encode())
        self.piece = piece
        super().__init__(self.before + piece.html + self.after, headers=dict(page.headers))

    def gzipped(self) -> bytes | None:
        """The whole as a gzip stream (RFC 1952); None while its piece is not worth being kept so."""
        deflated = self.piece.deflated
        if deflated is None:
            return None
        return b"".join(
            (
                GZIP_HEAD,
                _deflated(self.before, FRAME_LEVEL, zlib.Z_FULL_FLUSH),
                deflated,
                _deflated(self.after, FRAME_LEVEL, zlib.Z_FINISH),
                pack("<II", zlib.crc32(self.content), len(self.content) & 0xFFFFFFFF),
            )
        )


def _deflated(data: bytes, level: int, end: int) -> bytes:
    compressor = zlib.compressobj(level, zlib.DEFLATED, RAW)
    return compressor.compress(data) + compressor.flush(end)
