"""What a run has measured, as tables in Markdown with the words they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from connections import Crowd
from crawl import Slice
from growth import Step
from load import Load
from pages import Measured
from replies import Replies
from results import Results
from startup import StartUp
from storm import ADDRESSES, Browsing, Storm


def as_markdown(results: Results, level: str = "##") -> str:
    """Everything, under headings of this level."""
    return "\n\n".join(_sections(results, level))


def circumstances(results: Results) -> str:
    is_busy = results.load_before > results.processors / 2
    return (
        f"{results.machine}. {results.versions}. {results.date}, `{results.command}`; "
        f"{results.workers} web processes and the job worker. Load average of the machine before we "
        f"began: {results.load_before:.1f}."
        + (
            " **It was busy with other work: read the ratios and the CPU, not the rates.**"
            * is_busy
        )
    )


def _sections(results: Results, level: str) -> Iterator[str]:
    for board in results.boards:
        yield f"{level} {board.posts:,} posts in {board.database}"
        if board.pages:
            yield from _pages(board.pages)
        if board.crowds:
            yield _crowds(board.crowds)
        if board.replies:
            yield _replies(board.replies)
        if board.start_up:
            yield _start_up(board.start_up)
    if results.growth:
        yield f"{level} Growth"
        yield _growth(results.growth)
    for storm in results.storms:
        yield f"{level} A storm of scrapers, {storm.database}"
        yield from _storm(storm)
    if results.crawl:
        yield f"{level} A crawler that takes everything"
        yield from _crawl(results.crawl)


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
    if (limit := measured.limit) is not None:
        yield (
            f"The limit: nginx {limit.version} sends the very bytes of the topic page as a guest is sent them, from a file, "
            f"{limit.nginx.per_second:,.0f} times a second ({limit.nginx.cpu:,.0f} µs each); by turns with it the house "
            f"sends the page that it has kept {limit.house.per_second:,.0f} times a second ({limit.house.cpu:,.0f} µs): "
            f"**{limit.share:.2f}** of the limit. With deploy/nginx.conf in front of the house it is {_speed(limit.shipped)[0]} "
            f"times a second: **{limit.shipped_share:.2f}**. The server itself, Granian with an application that does nothing but "
            f"answer with these bytes, does so {limit.empty.per_second:,.0f} times a second ({limit.empty.cpu:,.0f} µs): "
            f"**{limit.empty_share:.2f}**; no page of the house can reach more of the limit than that."
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
    refused = "".join(f", {count:,} × {status}" for status, count in replies.refusals.items())
    return (
        f"Replies, eight members at once, each in a topic of their own: **{load.per_second:,.0f}/s** "
        f"(p50 {load.p50:.1f} ms, p99 {load.p99:.1f} ms, {load.cpu:,.0f} µs of CPU; {replies.published:,} published"
        f"{refused}; {replies.durability}). One member alone: {replies.alone_milliseconds:.1f} ms. Preview: {replies.preview_milliseconds:.1f} ms as a page, "
        f"{replies.fragment_milliseconds:.1f} ms as the piece that the script asks for (p50, one at a time)."
    )


def _start_up(start_up: StartUp) -> str:
    return (
        f"Start: {start_up.seconds:.2f} s from the command to the first answer; {start_up.processes} processes, "
        f"{start_up.megabytes:.0f} MB when it has answered once."
    )


def _growth(steps: Sequence[Step]) -> str:
    return table(
        "page, each asked for once|board|p50 ms|CPU µs|against the smallest board|against the first pages",
        (
            (
                step.page,
                f"{step.posts:,}",
                f"{step.load.p50:.2f}",
                f"{step.load.cpu:,.0f}",
                *("" if ratio is None else f"{ratio:.2f}" for ratio in ratios(step, steps)),
            )
            for step in steps
        ),
    )


def ratios(step: Step, steps: Iterable[Step]) -> tuple[float | None, float | None]:
    """CPU of the page against the smallest board's, and of last pages against the first ones."""
    cpu = {(one.posts, one.page): one.load.cpu for one in steps}
    smallest = min(posts for posts, _ in cpu)
    small = cpu.get((smallest, step.page)) if step.posts != smallest else None
    early = step.page.replace("last pages", "first pages")
    first = cpu.get((step.posts, early)) if early != step.page else None
    return small and step.load.cpu / small, first and step.load.cpu / first


def _storm(storm: Storm) -> Iterator[str]:
    guests = storm.guests
    yield (
        f"{guests['sent'] / storm.seconds:,.0f} requests a second for {storm.seconds} s from "
        f"{ADDRESSES:,} client addresses behind a trusted proxy, for pages that nobody has asked for before, on a board of "
        f"{storm.posts:,} posts; meanwhile a member turns a page ten times a second at most. "
        f"{storm.megabytes:.0f} MB afterwards. The program that asked used {guests['own_cpu']:.0%} of a processor and was never "
        f"more than {guests['most_behind']:.0f} ms late."
    )
    yield table(
        "who|answers|p50 ms|p95 ms|p99 ms",
        [
            _browsing("the member before", storm.before),
            _browsing("the member meanwhile", storm.during),
            *(
                (
                    f"scrapers: {kind}",
                    f"{count:,}",
                    *(f"{found:,.1f}" for found in guests["latencies"].get(kind, ())),
                )
                for kind, count in sorted(guests["answers"].items())
                if count
            ),
        ],
    )


def _browsing(who: str, got: Browsing) -> tuple[str, ...]:
    statuses = ", ".join(f"{count:,} × {status}" for status, count in sorted(got.statuses.items()))
    return (
        f"{who}: {statuses}",
        f"{sum(got.statuses.values()):,}",
        *(f"{ms:,.1f}" for ms in (got.p50, got.p95, got.p99)),
    )


def _crawl(slices: Sequence[Slice]) -> Iterator[str]:
    yield (
        "By turns a post's permalink, the same post as FluxBB addressed it, and a page of a topic, none twice, over eight "
        f"connections; {sum(one.refused for one in slices)} answers were refusals or errors. It took "
        f"{slices[-1].asked:,} of the board's {slices[-1].all:,} addresses; the rest was not asked for."
    )
    # A dozen lines show whether it stays flat.
    shown = slices[:: max(1, len(slices) // 12)]
    yield table(
        "after|requests/s|CPU µs|memory",
        (
            (
                f"{one.at / 60:.1f} min",
                f"{one.per_second:,.0f}",
                f"{one.cpu:,.0f}",
                f"{one.megabytes:.0f} MB",
            )
            for one in shown
        ),
    )


def table(head: str, rows: Iterable[Sequence[str]]) -> str:
    """Markdown; a column is set to the right when every cell in it begins with a digit."""
    names = head.split("|")
    # A row may be short: its last cells are empty then.
    cells = [(*row, *[""] * (len(names) - len(row))) for row in rows]
    numbers = [
        all((row[i] or "0").lstrip("*")[0].isdigit() for row in cells) for i in range(len(names))
    ]
    lines = [
        "| " + " | ".join(names) + " |",
        "|" + "|".join("--:" if is_number else "---" for is_number in numbers) + "|",
        *("| " + " | ".join(row) + " |" for row in cells),
    ]
    return "\n".join(lines)
