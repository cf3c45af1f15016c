"""What is told of a later import: what was new, what both boards had changed, what stays."""

from __future__ import annotations

from areopagus.importers.fluxbb.deltas.findings import Findings, Found
from areopagus.importers.fluxbb.report.delta_facts import Delta, DeltaSum, Told
from areopagus.importers.models import Moved


def delta_of(findings: Findings, moved: Moved) -> Delta:
    times = Moved.objects.filter(pk__lte=moved.pk).count()
    before = Moved.objects.filter(pk__lt=moved.pk).last()
    return Delta(
        number=times,
        since=before.finished_at.isoformat(timespec="seconds") if before else "",
        sums=[
            DeltaSum(
                name, found.new, found.changed, found.unchanged, found.vanished, found.conflicts
            )
            for name, found in findings.sums.items()
        ],
        conflicts=_told(findings.listed),
        conflicts_in_all=findings.conflicts,
        stayed=_told(findings.stayed),
        stayed_in_all=findings.stayed_in_all,
        owned=_told(findings.owned),
        owned_in_all=findings.owned_in_all,
    )


def _told(found: list[Found]) -> list[Told]:
    return [
        Told(one.table, one.key, one.named, one.aspect, one.here, one.there, one.why)
        for one in found
    ]
