"""What we had set ourselves, and whether it was reached in this run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from crawl import Slice
from peers import FLUXBB
from results import OneBoard, Results
from tables import ratios, table

TIMES_TOPIC, TIMES_OTHER = 10, 4
KEPT_SHARE, SHIPPED_SHARE, COLD_RATE = 0.5, 0.9, 1_200
IDLE_MEGABYTES, LOADED_MEGABYTES = 200, 350
REPLY_MILLISECONDS, PREVIEW_MILLISECONDS = 15, 5
PAGE_BYTES, STORM_MILLISECONDS, GROWTH = 15_000, 200, 1.3
# Flat: the last quarter of a crawl against its second one; in the first the processes fill what they keep.
CPU_OF_A_CRAWL, MEMORY_OF_A_CRAWL = 1.1, 1.1


@dataclass(frozen=True)
class Goal:
    """`at_pace` says what part of nginx's rate the goal was where it was set, asked of nginx's rate here."""

    name: str
    wanted: str
    got: str
    is_reached: bool
    at_pace: str = ""


def as_markdown(results: Results) -> str:
    """Of what was measured; a goal that was not looked at in this run is left out."""
    goals = [*_of_board(results.boards[0])]
    # On the other database the same is wanted, and said by its name.
    for board in results.boards[1:]:
        goals += [replace(goal, name=f"{board.database}: {goal.name}") for goal in _of_board(board)]
    goals += _of_the_rest(results)
    return table(
        "goal|wanted|measured|reached|at this machine's pace",
        ((g.name, g.wanted, g.got, _said(g.is_reached), g.at_pace) for g in goals),
    )


def _said(is_reached: bool) -> str:
    return "yes" if is_reached else "**no**"


def _of_board(board: OneBoard) -> Iterator[Goal]:
    yield from _of_guests(board)
    for page, times in (("topic", TIMES_TOPIC), ("index", TIMES_OTHER), ("forum", TIMES_OTHER)):
        if (load := board.load(page, "member, warm")) is not None:
            name = f"member: {page} page, against FluxBB's {FLUXBB.member[page]:,.0f}/s"
            yield _rate(board, name, times * FLUXBB.member[page], load.per_second)
    if board.replies:
        name = "replies, durable, eight members at once (FluxBB's rate)"
        yield _rate(board, name, FLUXBB.replies, board.replies.replies.per_second)
        alone, piece = board.replies.alone_milliseconds, board.replies.fragment_milliseconds
        yield _at_most(
            "a reply, durable, while nobody else writes", REPLY_MILLISECONDS, alone, " ms"
        )
        yield _at_most("a preview, as the script asks for it", PREVIEW_MILLISECONDS, piece, " ms")
    if board.pages:
        yield _at_most("memory idle", IDLE_MEGABYTES, board.pages.idle_megabytes, " MB")
        yield _at_most("memory loaded", LOADED_MEGABYTES, board.pages.loaded_megabytes, " MB")
        whole = next(whole for whole in board.pages.whole if whole.who == "guest")
        name = "25-post topic page, HTML and styles, compressed"
        yield _at_most(name, PAGE_BYTES, whole.html + whole.styles, " bytes")


def _of_guests(board: OneBoard) -> Iterator[Goal]:
    if board.pages and (limit := board.pages.limit):
        yield Goal(
            "guest: a page that was asked for before, against nginx with the same bytes as a file",
            f"at least {KEPT_SHARE:.2f}",
            f"{limit.share:.2f}",
            limit.share >= KEPT_SHARE,
        )
        yield Goal(
            "guest: the same with deploy/nginx.conf in front of the board",
            f"at least {SHIPPED_SHARE:.2f}",
            f"{limit.shipped_share:.2f}",
            limit.shipped_share >= SHIPPED_SHARE and not limit.shipped.refused,
        )
    if (cold := board.load("topic", "guest, cold")) is not None:
        yield _rate(board, "guest: a topic page that was not", COLD_RATE, cold.per_second)


def _of_the_rest(results: Results) -> Iterator[Goal]:
    found = [ratio for step in results.growth for ratio in ratios(step, results.growth)]
    if grown := [ratio for ratio in found if ratio is not None]:
        boards = {step.posts for step in results.growth}
        name = "growth: CPU of a page further back" + " or on a larger board" * (len(boards) > 1)
        yield Goal(name, f"at most {GROWTH}", f"{max(grown):.2f}", max(grown) <= GROWTH)
    for storm in results.storms:
        name = f"a member's p95 in a storm of scrapers, {storm.database}"
        yield _at_most(name, STORM_MILLISECONDS, storm.during.p95, " ms")
    if len(results.crawl) >= 4:
        yield from _of_a_crawl(results.crawl)


def _of_a_crawl(slices: Sequence[Slice]) -> Iterator[Goal]:
    quarter = len(slices) // 4
    early, late = slices[quarter : 2 * quarter], slices[-quarter:]
    for what, most, measured in (
        ("CPU of a page", CPU_OF_A_CRAWL, lambda one: one.cpu),
        ("memory", MEMORY_OF_A_CRAWL, lambda one: one.megabytes),
    ):
        grown = fmean(map(measured, late)) / fmean(map(measured, early))
        name = f"crawler that takes everything: {what}, last quarter against the second"
        yield Goal(name, f"at most {most}", f"{grown:.2f}", grown <= most)


def _rate(board: OneBoard, name: str, wanted: float, got: float) -> Goal:
    limit, at_pace = board.pages and board.pages.limit, ""
    if limit:
        paced = wanted * limit.nginx.per_second / FLUXBB.limit
        at_pace = f"{paced:,.0f}/s: {_said(got >= paced)}"
    return Goal(name, f"at least {wanted:,.0f}/s", f"{got:,.0f}/s", got >= wanted, at_pace)


def _at_most(name: str, wanted: float, got: float, unit: str) -> Goal:
    return Goal(name, f"at most {wanted:,.0f}{unit}", f"{got:,.0f}{unit}", got <= wanted)
