"""All that one run has measured, and the words around it: tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from connections import Crowd
from growth import Step
from load import Load
from pages import Measured
from replies import Replies
from startup import StartUp


@dataclass
class OneBoard:
    """What was measured on one board; a part that was not asked for is None."""

    database: str
    posts: int
    pages: Measured | None = None
    replies: Replies | None = None
    start_up: StartUp | None = None
    crowds: list[Crowd] = field(default_factory=list)


@dataclass
class Results:
    machine: str
    versions: str
    date: str
    command: str
    workers: int
    busy: float
    boards: list[OneBoard] = field(default_factory=list)
    growth: list[Step] = field(default_factory=list)


def as_markdown(results: Results) -> str:
    return "\n\n".join(_sections(results)) + "\n"


def _sections(results: Results) -> Iterator[str]:
    yield (
        f"{results.machine}. {results.versions}. {results.date}, `{results.command}`; "
        f"{results.workers} web processes. Load of the machine before we began: {results.busy:.1f}."
    )
    for board in results.boards:
        yield f"### {board.posts:,} posts in {board.database}"
        if board.pages:
            yield from _pages(board.pages)
        if board.crowds:
            yield _crowds(board.crowds)
        if board.replies:
            yield _replies(board.replies)
        if board.start_up:
            yield _start_up(board.start_up)
    if results.growth:
        yield "### Growth"
        yield _growth(results.growth)


def _pages(measured: Measured) -> Iterator[str]:
    yield table(
        "page|who|requests/s|p50 ms|p99 ms|CPU µs|queries|HTML bytes|sent bytes",
        (
            (
                row.page,
                row.who,
                *_speed(row.load),
                str(row.queries),
                f"{row.plain:,}",
                f"{row.sent:,}",
            )
            for row in measured.rows
        ),
    )
    if measured.nginx is not None:
        limit = measured.nginx
        yield (
            f"The limit: nginx {measured.nginx_version} sends the very bytes of the topic page as a guest is "
            f"sent them, from a file, {limit.per_second:,.0f} times a second ({limit.cpu:,.0f} µs each). "
            f"The house reaches **{_ratio(measured):.3f}** of that for the page that was asked for before."
        )
    yield (
        "; ".join(
            f"A 25-post topic page for a {whole.who} who has nothing of it yet, pictures apart: "
            f"{whole.html:,} bytes of HTML, {whole.styles:,} of styles and {whole.scripts:,} of scripts, together "
            f"**{whole.html + whole.styles + whole.scripts:,}**"
            for whole in measured.whole
        )
        + "."
    )
    yield (
        f"Memory (PSS of all processes): {measured.idle_megabytes:.0f} MB idle, "
        f"{measured.loaded_megabytes:.0f} MB after the run."
    )


def _ratio(measured: Measured) -> float:
    warm = next(
        row for row in measured.rows if row.page.startswith("topic") and row.who == "guest, warm"
    )
    return warm.load.per_second / measured.nginx.per_second if measured.nginx else 0.0


def _speed(load: Load) -> tuple[str, ...]:
    """Four cells; a run in which something went wrong says so."""
    wrong = [
        f"{number:,} {what}"
        for number, what in (
            (load.refused, "refused"),
            (load.broken, "broken"),
            (load.late, "without an answer"),
        )
        if number
    ]
    if not load.requests:
        return ("**no answer**", "", "", "")
    rate = f"{load.per_second:,.0f}" + (f" ({', '.join(wrong)})" if wrong else "")
    return (rate, f"{load.p50:,.1f}", f"{load.p99:,.1f}", f"{load.cpu:,.0f}")


def _crowds(crowds: Iterable[Crowd]) -> str:
    return table(
        "25-post topic, again and again, by|connections|beside them|requests/s|p50 ms|p99 ms|CPU µs",
        ((c.who, str(c.connections), c.slow or "nobody", *_speed(c.load)) for c in crowds),
    )


def _replies(replies: Replies) -> str:
    load = replies.replies
    return (
        f"Replies, eight members at once, each in a topic of their own: **{load.per_second:,.0f}/s** "
        f"(p50 {load.p50:.1f} ms, p99 {load.p99:.1f} ms, {load.cpu:,.0f} µs of CPU; {replies.published:,} published, "
        f"{load.refused} refused; {replies.durability}). Preview: {replies.preview_milliseconds:.1f} ms as a page, "
        f"{replies.fragment_milliseconds:.1f} ms as the piece that the script asks for (p50, one at a time)."
    )


def _start_up(start_up: StartUp) -> str:
    return (
        f"Start: {start_up.seconds:.2f} s from the command to the first answer; {start_up.processes} processes, "
        f"{start_up.megabytes:.0f} MB when it has answered once."
    )


def _growth(steps: Sequence[Step]) -> str:
    """Each page of each board against the same page of the smallest board."""
    smallest = min(step.posts for step in steps)
    base = {step.page: step.load for step in steps if step.posts == smallest}
    return table(
        "page, each asked for once|board|p50 ms|CPU µs|p50 against the smallest board",
        (
            (
                step.page,
                f"{step.posts:,}",
                f"{step.load.p50:.2f}",
                f"{step.load.cpu:,.0f}",
                f"{step.load.p50 / base[step.page].p50:.2f}" if step.page in base else "",
            )
            for step in steps
        ),
    )


def table(head: str, rows: Iterable[Sequence[str]]) -> str:
    """Markdown; a column is set to the right when every cell in it begins with a digit."""
    names, cells = head.split("|"), list(rows)
    numbers = [
        all((row[i] or "0").lstrip("*")[0].isdigit() for row in cells) for i in range(len(names))
    ]
    lines = [
        "| " + " | ".join(names) + " |",
        "|" + "|".join("--:" if is_number else "---" for is_number in numbers) + "|",
        *("| " + " | ".join(row) + " |" for row in cells),
    ]
    return "\n".join(lines)
