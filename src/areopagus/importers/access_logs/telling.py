"""The report of a check, for a terminal. Addresses come from strangers: only plain characters pass."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from areopagus.importers.access_logs.outcomes import Outcome
from areopagus.importers.access_logs.wanted import Counts, Wanted

LISTED = (Outcome.FAILED, Outcome.LOST, Outcome.HIDDEN, Outcome.REMOVED, Outcome.NEVER)
WIDEST = 160
RIGHT = "Nothing that the old board answered is lost here.\n"
WRONG = (
    "Look at the addresses in capitals: was it deleted on the old board after the log was written, "
    "was something left out when moving in, or is it a fault of this board?\n"
)
ADVICE = "Avatars come over with `import fluxbb … --files FOLDER`.\n"


class Findings:
    """Counted by answer and by outcome; of each outcome the first `listed` addresses are kept."""

    def __init__(self, listed: int) -> None:
        self._listed = listed
        self.by_steps: dict[str, Counter[str]] = {"requests": Counter(), "addresses": Counter()}
        self.by_outcome: dict[str, Counter[str]] = {"requests": Counter(), "addresses": Counter()}
        self.examples: defaultdict[Outcome, list[tuple[Wanted, str]]] = defaultdict(list)

    def add(self, wanted: Wanted, steps: tuple[int, ...], outcome: Outcome) -> None:
        shown = " → ".join(map(str, steps))
        for counter, name in ((self.by_steps, shown), (self.by_outcome, str(outcome))):
            counter["requests"][name] += wanted.requests
            counter["addresses"][name] += 1
        if len(self.examples[outcome]) < self._listed:
            self.examples[outcome].append((wanted, shown))

    def of(self, outcome: Outcome) -> int:
        return self.by_outcome["addresses"][str(outcome)]


def report(findings: Findings, counts: Counts, damaged: Sequence[Path]) -> str:
    lost = findings.of(Outcome.LOST) or findings.of(Outcome.FAILED)
    lines = [
        *_what_was_read(counts, damaged),
        "",
        *_table("Answers", findings.by_steps),
        "",
        *_table("That is", findings.by_outcome),
        *_lists(findings),
        "\n",
    ]
    avatars = any("/img/avatars/" in one.address for one, _ in findings.examples[Outcome.LOST])
    return "\n".join(lines) + (WRONG + (ADVICE if avatars else "") if lost else RIGHT)


def plain(address: str) -> str:
    """What was sent, readable, on one line, and unable to steer a terminal."""
    text = address.encode("latin-1", "replace").decode("utf-8", "replace")
    safe = "".join(c if c.isprintable() else "\ufffd" for c in text)
    return safe if len(safe) <= WIDEST else f"{safe[: WIDEST - 1]}…"


def _what_was_read(counts: Counts, damaged: Sequence[Path]) -> Iterator[str]:
    yield f"{counts.lines:,} lines: {counts.old:,} asked the old board for something to read."
    for number, what in (
        (counts.own_files, "for files of the old software (style sheets, smilies, install.php)"),
        (counts.sent, "sent something to the old board; they are not sent again"),
        (counts.other, "for other things than the old board"),
        (counts.unreadable, "not understood"),
    ):
        if number:
            yield f"{number:>12,} {what}"
    for path in damaged:
        yield f"{plain(str(path))} is damaged and was read up to there."


def _table(heading: str, counted: dict[str, Counter[str]]) -> Iterator[str]:
    requests, addresses = counted["requests"], counted["addresses"]
    yield f"{heading:<50}{'requests':>20}{'addresses':>20}"
    for name, number in requests.most_common():
        yield (
            f"{name:<50}{_share(number, requests.total())}"
            f"{_share(addresses[name], addresses.total())}"
        )


def _share(number: int, total: int) -> str:
    return f"{number:>12,}{number / total:>8.1%}"


def _lists(findings: Findings) -> Iterator[str]:
    for outcome in LISTED:
        if not (shown := findings.examples[outcome]):
            continue
        more = findings.of(outcome) - len(shown)
        yield f"\n{outcome[0].upper()}{outcome[1:]}:"
        yield from (f"{one.requests:>10,}  {plain(one.address)}  ({steps})" for one, steps in shown)
        if more:
            yield f"{'':>10}  … and {more:,} more; --list shows them."
