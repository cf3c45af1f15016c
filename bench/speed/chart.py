"""The picture of docs/performance.md: SVG written by hand, with text as text, readable in light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from math import log10

from peers import PEERS
from results import OneBoard, Results

WIDTH, LEFT, RIGHT, BAR, GAP = 760, 190, 90, 18, 6
# The logarithmic axis, from ten to a hundred thousand requests a second.
LOWEST, HIGHEST = 1, 5
STYLE = """\
svg { color-scheme: light dark; font: 13px system-ui, sans-serif; }
text { fill: #1c2430; }
.ours { fill: #2563a8; }
.peer { fill: #9aa5b4; }
.limit { fill: #5d6b7e; }
.grid { stroke: #c9d1db; stroke-width: 1; }
.small { font-size: 11px; }
.title { font-weight: 600; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6eaf0; }
  .ours { fill: #6ea8e8; }
  .peer { fill: #66707d; }
  .limit { fill: #98a4b3; }
  .grid { stroke: #3a4350; }
}"""

Bar = tuple[str, float, str]


def as_svg(results: Results) -> str:
    groups = [(title, bars) for title, bars in _groups(results.boards[0]) if bars]
    drawn, height = [], 40
    for title, bars in groups:
        drawn += list(_group(title, bars, height))
        height += 22 + len(bars) * (BAR + GAP) + 14
    label = "Requests answered in a second, on a logarithmic scale; the figures are in the tables"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height + 24}" role="img" aria-label="{label}">',
            f"<style>{STYLE}</style>",
            *_axis(height),
            *drawn,
            "</svg>\n",
        ]
    )


def _groups(board: OneBoard) -> Iterator[tuple[str, list[Bar]]]:
    yield "A topic page of 25 posts, guest", [*_ours_for_guests(board), *_peers("guest", "topic")]
    for page in ("topic", "forum", "index"):
        name = (
            "A topic page of 25 posts"
            if page == "topic"
            else f"The {page} page".replace("index page", "index")
        )
        load = board.load(page, "member, warm")
        ours = [("Areopagus", load.per_second, "ours")] if load else []
        yield f"{name}, member", [*ours, *_peers("member", page)]
    if board.replies:
        ours = [("Areopagus", board.replies.replies.per_second, "ours")]
        yield "Replies", [*ours, *((peer.name, peer.replies, "peer") for peer in PEERS)]


def _ours_for_guests(board: OneBoard) -> Iterator[Bar]:
    if board.pages and board.pages.limit:
        yield "nginx, same bytes", board.pages.limit.nginx.per_second, "limit"
    for name, who in (
        ("Areopagus, seen before", "guest, warm"),
        ("Areopagus, first time", "guest, cold"),
    ):
        if (load := board.load("topic", who)) is not None:
            yield name, load.per_second, "ours"


def _peers(who: str, page: str) -> Iterator[Bar]:
    for peer in PEERS:
        yield peer.name, (peer.guest if who == "guest" else peer.member)[page], "peer"


def _x(value: float) -> float:
    share = (log10(max(value, 10**LOWEST)) - LOWEST) / (HIGHEST - LOWEST)
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _axis(height: float) -> Iterator[str]:
    for power in range(LOWEST, HIGHEST + 1):
        x = _x(10**power)
        yield f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="28" y2="{height}"/>'
        yield f'<text class="small" x="{x:.1f}" y="20" text-anchor="middle">{10**power:,}/s</text>'


def _group(title: str, bars: list[Bar], top: float) -> Iterator[str]:
    yield f'<text class="title" x="8" y="{top + 12}">{escape(title)}</text>'
    for place, (name, value, kind) in enumerate(bars):
        y = top + 22 + place * (BAR + GAP)
        end = _x(value)
        yield f'<text x="{LEFT - 8}" y="{y + 13}" text-anchor="end">{escape(name)}</text>'
        yield f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{end - LEFT:.1f}" height="{BAR}" rx="2"/>'
        yield f'<text x="{end + 6:.1f}" y="{y + 13}">{value:,.0f}</text>'
