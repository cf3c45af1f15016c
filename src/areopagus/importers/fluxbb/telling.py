"""What an import says at its end, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from areopagus.importers.fluxbb.deltas.findings import Findings, Found
from areopagus.importers.fluxbb.staging import Staging
from areopagus.importers.ledger import Ledger

SHOWN_EXAMPLES = 3
SHOWN_CONFLICTS = 20


def told(old: Staging, seconds: float, findings: Findings | None) -> str:
    """`findings` are those of a delta."""
    posts = old.ledger.tables["posts"].imported
    return "\n".join(
        (
            f"FluxBB {old.version}: {posts:,} posts in {seconds:.1f} s.",
            "",
            *(_sums(old.ledger) if findings is None else _delta(findings)),
            "",
            *_changes(old.ledger),
            f"Texts by character set: {_charsets(old)}.",
            "Every row is accounted for."
            if old.ledger.is_right
            else "SOME ROWS ARE NOT ACCOUNTED FOR: this is a fault, please report it.",
            "",
        )
    )


def _sums(ledger: Ledger) -> list[str]:
    lines = [f"{'table':<22}{'rows':>10}{'imported':>10}  left out"]
    for table, entry in ledger.sums():
        reasons = "; ".join(f"{n:,} {why}" for why, n in entry.left_out.most_common())
        lines.append(f"{table:<22}{entry.read:>10,}{entry.imported:>10,}  {reasons}".rstrip())
    return lines


def _changes(ledger: Ledger) -> list[str]:
    if not ledger.changed:
        return []
    lines = ["Came over, but not as it was:"]
    for what, times in ledger.changed.most_common():
        examples = ", ".join(repr(one) for one in ledger.examples[what][:SHOWN_EXAMPLES])
        lines.append(f"  {times:,} × {what}" + (f": {examples}" if examples else ""))
    return [*lines, ""]


def _charsets(old: Staging) -> str:
    return ", ".join(f"{n:,} {name}" for name, n in old.decoder.counted.most_common()) or "none"


def _delta(findings: Findings) -> Iterator[str]:
    yield (
        f"{'table':<22}{'new':>10}{'changed':>10}{'unchanged':>11}{'vanished':>10}{'conflicts':>11}"
    )
    for table, found in findings.sums.items():
        yield (
            f"{table:<22}{found.new:>10,}{found.changed:>10,}{found.unchanged:>11,}"
            f"{found.vanished:>10,}{found.conflicts:>11,}"
        )
    yield from _listed("Conflicts: what stands here holds.", findings.listed, findings.conflicts)
    yield from _listed(
        "Gone on the old board, and still here:", findings.stayed, findings.stayed_in_all
    )


def _listed(title: str, found: list[Found], in_all: int) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield title
    for one in found[:SHOWN_CONFLICTS]:
        values = f": here {one.here!r}, there {one.there!r}" if one.here or one.there else ""
        yield f"  {one.table} {one.key} {one.named!r} {one.aspect}{values} ({one.why})"
    if in_all > SHOWN_CONFLICTS:
        yield f"  and {in_all - SHOWN_CONFLICTS:,} more"
