"""The processes that render an import's posts."""

from __future__ import annotations

import subprocess
import sys

import pytest

from areopagus import markup
from areopagus.importers import render_process

DIES = """
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from areopagus.importers import render_process

way = ("bbcode", {}, {})
pool = ProcessPoolExecutor(2, get_context("spawn"), render_process.begin_apart, way)
print(pool.submit(int, "1").result(), flush=True)
os._exit(9)
"""


def test_none_outlives_an_import_that_was_killed() -> None:
    """They hold the other end of our pipe, so that we would wait for them in vain."""
    done = subprocess.run(
        [sys.executable, "-c", DIES], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (9, "1\n")


def test_a_post_calls_out_only_so_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses = {f"max{number}": f"/members/{number}/" for number in range(50)}
    monkeypatch.setattr(render_process.MemberLinks, "addresses", {})
    features = {True: markup.Features(), False: markup.Features()}
    render_process.begin("bbcode", features, addresses)
    text = " ".join(f"@max{number}" for number in range(50))
    (html,) = render_process.render([(text, True)])
    assert html.count('href="/members/') == render_process.MOST_MENTIONS
