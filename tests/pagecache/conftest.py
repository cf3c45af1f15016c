from __future__ import annotations

from pathlib import Path

import pytest

from areopagus.core import stamps
from areopagus.core.stamps import Stamps
from areopagus.pagecache import shared as shared_pages


@pytest.fixture(autouse=True)
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stamps:
    """Stamps of one's own, that wait for deeds as those of a board do."""
    monkeypatch.setattr(stamps, "PENDING_NANOSECONDS", 60_000_000_000)
    opened = Stamps(tmp_path / "stamps")
    monkeypatch.setattr(stamps, "_opened", opened)
    return opened


@pytest.fixture(autouse=True)
def _connection_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test lies in a transaction; Django's own test client does the same."""
    monkeypatch.setattr(shared_pages, "close_old_connections", lambda: None)
