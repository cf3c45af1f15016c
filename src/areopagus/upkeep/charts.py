"""Charts as numbers: what a template needs to draw bars without a script or a style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 120
GAP_SHARE = 0.25
# Round numbers for the top of a chart, times powers of ten.
ROUND = (1, 2, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """`about` says in words what the bars show; `top` is what the upper edge stands for."""

    name: str
    title: str
    about: str
    top: int
    first: str
    last: str
    bars: Sequence[Bar]
    width: int = WIDTH
    height: int = HEIGHT


def chart(name: str, title: str, values: Sequence[tuple[str, int]], each: str) -> Chart:
    """`values` are labels and numbers, from left to right, at least one; `each` is what one bar is of."""
    top = round_up(max(value for _, value in values))
    step = WIDTH / len(values)
    bars = [_bar(index, step, top, label, value) for index, (label, value) in enumerate(values)]
    return Chart(name, title, _about(values, each), top, values[0][0], values[-1][0], bars)


def round_up(value: int) -> int:
    """The next round number: 1, 2, 3, 4, 5, 6, 8, 10, 20 … At least 1."""
    size = int(10 ** (len(str(max(1, value))) - 1))
    return next(step * size for step in ROUND if step * size >= max(1, value))


def _bar(index: int, step: float, top: int, label: str, value: int) -> Bar:
    height = HEIGHT * value / top
    gap = step * GAP_SHARE
    x, y = index * step + gap / 2, HEIGHT - height
    return Bar(round(x, 2), round(y, 2), round(step - gap, 2), round(height, 2), label, value)


def _about(values: Sequence[tuple[str, int]], each: str) -> str:
    most_label, most = max(values, key=lambda pair: pair[1])
    if not most:
        return f"Nothing in any {each}."
    return f"One bar for each {each}. The most: {most:,} in {most_label}."
