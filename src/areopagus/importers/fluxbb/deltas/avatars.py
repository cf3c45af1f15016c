"""Pictures that are new or others in the old board's folder. Whoever has chosen one here keeps it."""

from __future__ import annotations

from areopagus.accounts.models import User
from areopagus.importers.fluxbb.deltas.merging import CHANGED_ON_BOTH, Merge
from areopagus.importers.fluxbb.moving import avatars as moving
from areopagus.importers.fluxbb.moving.context import Move
from areopagus.importers.fluxbb.prints import print_of, split
from areopagus.importers.models import KeptRow

KIND = "avatars"


def keep_avatars(move: Move) -> None:
    """Of each member's picture two digests: of the file as it was, and of what was made of it."""
    paths = dict(User.objects.filter(pk__in=move.avatars).values_list("pk", "avatar"))
    KeptRow.objects.bulk_create(
        (
            KeptRow(kind=KIND, first=pk, print=file + print_of((paths[pk],)))
            for pk, file in move.avatars.items()
        ),
        update_conflicts=True,
        unique_fields=["kind", "first", "second"],
        update_fields=["print", "is_gone"],
    )


def merge_avatars(merge: Merge) -> None:
    """Only when the old board's folder is given: else nothing is known of them."""
    if merge.move.files is None:
        return
    kept = {row.first: split(bytes(row.print)) for row in KeptRow.objects.filter(kind=KIND)}
    here = dict(User.objects.values_list("pk", "avatar"))
    sums = merge.findings.sums[KIND]

    def is_wanted(member: int, file: bytes) -> bool:
        before = kept.get(member)
        if before is not None and before[0] == file:
            sums.unchanged += 1
            return False
        stands, was = here.get(member, ""), before[1] if before else print_of(("",))
        if print_of((stands,)) != was:
            merge.conflict(
                KIND, (member,), "", "picture", here=stands, there="", why=CHANGED_ON_BOTH
            )
            return False
        sums.new += before is None
        sums.changed += before is not None
        return True

    moving.move_avatars(merge.move, is_wanted)
    keep_avatars(merge.move)
    _let_go(merge, kept, here)


def _let_go(merge: Merge, kept: dict[int, list[bytes]], here: dict[int, str]) -> None:
    """Those whose files are gone, where the member has chosen no other.

    All of them at once would rather mean that it is another folder.
    """
    seen = merge.move.seen_avatars
    for member in kept.keys() - seen - merge.gone["users"] if seen else ():
        KeptRow.objects.filter(kind=KIND, first=member).delete()
        if print_of((here.get(member, ""),)) == kept[member][1]:
            merge.findings.sums[KIND].vanished += 1
            User.objects.filter(pk=member).update(avatar="")
