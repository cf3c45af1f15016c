"""One comparison, and what it said."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from areopagus.importers.fluxbb.verification.verifying import verify


def verified(
    dump: Path | bytes, board: Path, *, charset: str = "cp1252", prefix: str | None = None
) -> tuple[bool, str]:
    """Whether nothing is unexplained. What it worked with is gone afterwards."""
    if isinstance(dump, bytes):
        written = board / "verified.sql"
        written.write_bytes(dump)
        dump = written
    said = StringIO()
    is_same = verify(str(dump), board, said, charset=charset, prefix=prefix)
    assert not list(board.glob(".verify-*"))
    return is_same, said.getvalue()
