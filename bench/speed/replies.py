"""Replies a second, each on disk before it is answered, and previews; eight members at once."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import processes
from house import Answer, Board, Served, member, serving
from load import CONNECTIONS, HERE, Load, Pace, load_of, run_wrk

TEXT = """\
[quote={name}]When was this seen for the first time?[/quote]

I found it in the [b]report[/b] of that year, a few pages behind the drawing of the antenna, and it has
been counted twice since then. The other sources that I know are no older. :)

https://www.example.org/archive/42?page=1&size=large
"""

# Seconds: as with pages, and as long as jobs take to begin beside the replies that come.
WARM_UP, AT_LEAST = 1, 5


@dataclass(frozen=True)
class Replies:
    """`durability` is what the database promises of a reply that was answered; `alone_milliseconds` is
    how long one takes while nobody else writes (p50).

    `refusals` counts the answers that were none of the expected by their status.
    """

    replies: Load
    published: int
    refusals: Mapping[str, int]
    alone_milliseconds: float
    preview_milliseconds: float
    fragment_milliseconds: float
    durability: str


def measure(board: Board, pace: Pace) -> Replies:
    with serving(board, pace.port, pace.workers) as served:
        # Some topics are locked; a writer for whom there is no form takes the next one.
        topics = reversed(dict.fromkeys(p.split("page/")[0] for p in board.places["full_pages"]))
        writers = [_writer(served, number, topics) for number in range(CONNECTIONS)]
        alone, preview, fragment = _one_at_a_time(served)
        _replies(served, writers, WARM_UP)
        load, published, refusals = _replies(served, writers, max(pace.seconds, AT_LEAST))
    return Replies(load, published, refusals, alone, preview, fragment, _durability(board))


def _writer(served: Served, number: int, topics: Iterator[str]) -> dict[str, str]:
    """A member with a topic of their own to write in, and what their form says."""
    # Member 1 is an administrator; the member of the pages is 100.
    somebody = member(served, 110 + number)
    address = next(a for a in map(_replies_of, topics) if somebody.ask(a).status == 200)
    return {
        "address": address,
        "token": somebody.token(address),
        "cookie": somebody.headers["Cookie"],
    }


def _replies_of(topic: str) -> str:
    found = re.match(r"/topics/([0-9]+)", topic)
    if found is None:
        raise SystemExit(f"{topic} is no topic")
    return f"/topics/{found[1]}/replies/"


def _form(token: str) -> dict[str, str]:
    return {
        "csrfmiddlewaretoken": token,
        "source": TEXT.format(name="Albraa"),
        "markup": "bbcode",
        "with_smilies": "on",
    }


def _one_at_a_time(served: Served, times: int = 50) -> tuple[float, float, float]:
    """Milliseconds until a reply is published, and a preview is there: as a page, and as the piece a script asks for."""
    # Not the member of the pages: whoever has written lately has marks and notices, in the next run as well.
    somebody = member(served, 110 + CONNECTIONS)
    address = _replies_of(served.board.places["full_pages"][0])
    form = _form(somebody.token(address))
    return (
        _median(
            [somebody.ask(address, form | {"submission": str(uuid4())}) for _ in range(times)], 302
        ),
        _median([somebody.ask(address, form | {"preview": "1"}) for _ in range(times)], 200),
        _median([somebody.ask("/preview/", form) for _ in range(times)], 200),
    )


def _median(answers: Sequence[Answer], wanted: int) -> float:
    """Milliseconds."""
    if found := {answer.status for answer in answers} - {wanted}:
        raise SystemExit(f"A reply or its preview is answered {found}")
    return statistics.median(answer.seconds for answer in answers) * 1000


def _replies(
    served: Served, writers: list[dict[str, str]], seconds: float
) -> tuple[Load, int, Mapping[str, int]]:
    """One thread of wrk for each writer, so that each has a form of their own."""
    form = _form("TOKEN")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(
            f"writers = {{{', '.join(map(_lua_table, writers))}}}\nform = {_lua_table(form)}\n"
        )
        file.flush()
        clock = processes.ProcessorTime(served.pid)
        said = run_wrk(
            [
                *(f"-t{len(writers)}", f"-c{len(writers)}", f"-d{max(1, round(seconds))}s"),
                *("--timeout", "30s", "-s", str(HERE / "reply.lua"), served.address),
            ],
            {"SPEED_WRITERS": file.name},
        )
    lines = dict(line.split(" ", 1) for line in said.splitlines() if line[:3] in {"PUB", "REF"})
    refusals = Counter(lines["REFUSED"].split())
    return load_of(said, clock.seconds()), int(lines["PUBLISHED"]), refusals


def _lua_table(values: dict[str, str]) -> str:
    # A JSON string is a string of Lua too, for the characters we use.
    pairs = (f"[{json.dumps(key)}] = {json.dumps(value)}" for key, value in values.items())
    return "{" + ", ".join(pairs) + "}"


def _durability(board: Board) -> str:
    said = subprocess.run(
        [board.python, str(Path(__file__).with_name("durability.py")), str(board.folder)],
        capture_output=True, text=True, check=True, env=board.environment,
    )  # fmt: skip
    return said.stdout.strip()
