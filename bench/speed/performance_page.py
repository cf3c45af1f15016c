"""Writes docs/performance.md and its picture from one run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import goals
from chart import as_svg
from peers import FLUXBB, PAGES, PEERS, Peer
from results import OneBoard, Results
from tables import as_markdown, circumstances, table

PAGE = """\
# How fast the board is

Written by `bench/speed/run.py --write-docs`; what each figure means and how to measure it yourself stands in [bench/README.md](../bench/README.md).

{circumstances}

Figures of one run on one machine. Another machine, or the same one with other work on it, gives others; compare within a run, and quote ratios. The client runs
on the same processors as the board, so that a board alone on its machine is faster.

![Requests answered in a second, on a logarithmic scale](images/performance.svg)

## What we had set ourselves

Rates were set beside FluxBB's, on a machine on which nginx sent FluxBB's topic page from a file {pace} times a second. The last column asks for the same part of what nginx sends here.

{goals}

## Beside other forums

The others were measured on 2026-11-23 on another machine with two processors, with boards of 50,000 posts, in one run of their own: orientation, not a race. In the last
column each stands against nginx sending the same page from a file *in its own run*, which takes most of the machine out of the comparison.

{peers}

{tables}
"""


def write(results: Results, docs: Path) -> None:
    text = PAGE.format(
        circumstances=circumstances(results),
        pace=f"{FLUXBB.limit:,.0f}",
        goals=goals.as_markdown(results),
        peers=_beside_peers(results.boards[0]),
        tables=as_markdown(results),
    )
    (docs / "performance.md").write_text(text, encoding="utf-8")
    (docs / "images" / "performance.svg").write_text(as_svg(results), encoding="utf-8")


def _beside_peers(board: OneBoard) -> str:
    head = (
        "who|"
        + "|".join(f"{name}, /s" for name in PAGES.values())
        + "|topic page for each 1,000 of nginx"
    )
    return table(head, [*_ours(board), *(row for peer in PEERS for row in _theirs(peer))])


def _ours(board: OneBoard) -> Iterator[list[str]]:
    found = board.pages.limit if board.pages else None
    kinds = {
        "guest, seen before": "guest, warm",
        "guest, first time": "guest, cold",
        "member": "member, warm",
    }
    for name, who in kinds.items():
        loads = [board.load(page, who) for page in PAGES]
        topic = board.load("topic", who)
        share = (
            f"{topic.per_second / found.nginx.per_second * 1000:,.1f}" if topic and found else ""
        )
        rates = [f"{load.per_second:,.0f}" if load else "" for load in loads]
        yield [f"**Areopagus**, {name}", *rates, share]


def _theirs(peer: Peer) -> Iterator[list[str]]:
    for who, rates in (("guest", peer.guest), ("member", peer.member)):
        share = f"{rates['topic'] / peer.limit * 1000:,.1f}"
        yield [f"{peer.name}, {who}", *(f"{rates[page]:,.0f}" for page in PAGES), share]
