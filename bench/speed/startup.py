"""How long the board takes from the command to its first answer, and what it needs in memory when idle."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

import processes
from house import Board, serving
from load import Pace

TIMES = 5


@dataclass(frozen=True)
class StartUp:
    """`seconds` until the first answer, the middle one of several starts; `processes` of the tree."""

    seconds: float
    megabytes: float
    processes: int


def measure(board: Board, pace: Pace) -> StartUp:
    found = []
    for _ in range(TIMES):
        with serving(board, pace.port, pace.workers) as served:
            memory = processes.memory_megabytes(served.pid)
            found.append((served.seconds_to_answer, memory, len(processes.tree(served.pid))))
    return StartUp(
        seconds=statistics.median(seconds for seconds, _, _ in found),
        megabytes=statistics.median(memory for _, memory, _ in found),
        processes=found[-1][2],
    )
