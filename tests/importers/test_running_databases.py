"""A board is read from a database that is running."""

from __future__ import annotations

import gzip
import subprocess
from pathlib import Path

import pytest

from areopagus.boards.models import Post
from tests import postgres
from tests.importers.old_boards import SAMPLE, WRITTEN_BY_FLUXBB, move_in
from tests.importers.running_mariadb import ask, running

pytestmark = pytest.mark.django_db


def assert_all_is_here(said: str) -> None:
    assert "Every row is accounted for." in said
    assert Post.objects.get(pk=5).source == "Ответ по-русски с [b]жирным[/b] текстом. :)"
    assert Post.objects.count() == 45


def test_from_mariadb(tmp_path: Path) -> None:
    with running(tmp_path) as socket:
        ask(socket, gzip.decompress(SAMPLE.read_bytes()), "flux")
        assert_all_is_here(move_in(f"mysql://root@localhost/flux?socket={socket}", tmp_path))


def test_from_postgresql(tmp_path: Path) -> None:
    dump = gzip.decompress((WRITTEN_BY_FLUXBB / "fluxbb-1.5-postgresql.sql.gz").read_bytes())
    server = postgres.start()
    try:
        # It complains that the dump's owner is nobody here, and goes on.
        psql = [str(server.binaries / "psql"), "-q", "-d", server.address]
        subprocess.run(psql, input=dump, check=True, capture_output=True, timeout=60)
        assert_all_is_here(move_in(server.address, tmp_path))
    finally:
        postgres.stop(server)
