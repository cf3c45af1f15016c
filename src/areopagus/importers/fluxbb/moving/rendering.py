"""HTML for many posts, on every core: rendering is most of what an import takes."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager

from areopagus.accounts.models.user import address_of
from areopagus.accounts.names import key_of
from areopagus.boards import rendering
from areopagus.importers import render_process
from areopagus.importers.fluxbb import options
from areopagus.importers.fluxbb.moving.context import Move

# Below this, starting processes takes longer than they save.
FEW = 3000
# Batches given out ahead for each process; more would only take memory.
AHEAD = 3
Batch = list[sqlite3.Row]
Renderer = Iterator[tuple[Batch, list[str]]]


@contextmanager
def rendered(move: Move, batches: Iterator[Batch], posts: int) -> Iterator[Renderer]:
    """Gives the batches back in their order, each with its HTML."""
    cores = os.cpu_count() or 1
    features = {smile: rendering.features(with_smilies=smile) for smile in (False, True)}
    addresses = {key_of(name): address_of(pk, name) for pk, name in move.members.items()}
    way = (move.dialect, features, addresses, options.old_board())
    if posts < FEW or cores == 1:
        render_process.begin(*way)
        yield ((rows, render_process.render(_texts(rows))) for rows in batches)
        return
    # Forked processes would share the database's connection with us.
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(cores, spawn, render_process.begin_apart, way)
    try:
        yield _on_every_core(pool, batches, cores * AHEAD)
    finally:
        pool.shutdown(cancel_futures=True)


def _on_every_core(pool: ProcessPoolExecutor, batches: Iterator[Batch], ahead: int) -> Renderer:
    waiting: deque[tuple[Batch, Future[list[str]]]] = deque()
    for rows in batches:
        waiting.append((rows, pool.submit(render_process.render, _texts(rows))))
        if len(waiting) > ahead:
            done, pages = waiting.popleft()
            yield done, pages.result()
    while waiting:
        done, pages = waiting.popleft()
        yield done, pages.result()


def _texts(rows: Batch) -> list[render_process.Text]:
    return [(row["message"] or "", not row["hide_smilies"]) for row in rows]
