"""The report's two files: for the board's owner only, whole or absent, and harmless."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from areopagus.boards.models import Post
from areopagus.importers.fluxbb import archive
from areopagus.importers.fluxbb.importing import CannotImport, Wishes
from tests.importers.old_boards import SAMPLE, move_in, sound
from tests.importers.report_boards import HOSTILE, eventful, page_in, report_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(tmp_path: Path) -> Any:
    return report_of(eventful(), tmp_path)


def test_it_is_for_the_boards_owner_only(told: Any, tmp_path: Path) -> None:
    for name in ("import-report.html", "import-report.json"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert not list(tmp_path.glob(".import-*"))


def test_no_password_of_the_old_board_is_in_it(told: Any, tmp_path: Path) -> None:
    for text in (json.dumps(told, ensure_ascii=False), page_in(tmp_path)):
        assert "hush" not in text
        assert "0" * 40 not in text


def test_hostile_texts_are_shown_and_do_nothing(told: Any, tmp_path: Path) -> None:
    page = page_in(tmp_path)
    assert "<script" not in page.lower()
    assert "<img" not in page.lower()
    assert page.lower().count("</style>") == 1
    assert HOSTILE in words_of(page)
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in page
    assert page.count("http-equiv") == 1


def test_it_asks_for_nothing_from_elsewhere(told: Any, tmp_path: Path) -> None:
    head = page_in(tmp_path).partition("<body>")[0]
    assert "@import" not in head
    assert "url(" not in head
    assert "<link" not in head


def test_nothing_is_left_when_the_import_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path))

    monkeypatch.setattr(archive, "write", fail)
    with pytest.raises(CannotImport):
        move_in(sound(), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"dump.sql"}
    assert not Post.objects.exists()


def test_a_trial_leaves_no_report(tmp_path: Path) -> None:
    move_in(sound(), tmp_path, Wishes(dry_run=True))
    assert not list(tmp_path.glob("import-report*"))


def test_the_command_names_the_file(tmp_path: Path) -> None:
    said = move_in(SAMPLE, tmp_path)
    assert said.endswith(f"All of it, with examples: {tmp_path}/import-report.html\n")
