"""How well and how fast a sweep works: `python bench/spam/sweep.py [ACCOUNTS] [--seed N] [--database postgresql://…]`.

Fills a new board (see old_board.py for what is assumed), gathers the evidence, runs every rule that
quarantines and the one that sets to rest, undoes it, and compares with what each account is.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
# With no error among n, the true rate is below 3/n with 95 % confidence (the rule of three).
RULE_OF_THREE = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("accounts", type=int, nargs="?", default=20_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--database")
    said = parser.parse_args()
    if said.database:
        os.environ["AREOPAGUS_DATABASE"] = said.database
    with tempfile.TemporaryDirectory() as folder:
        _open(Path(folder) / "board")
        _measure(said)


def _measure(said: argparse.Namespace) -> None:
    from old_board import build

    from areopagus.accounts import actors
    from areopagus.accounts.groups import with_role
    from areopagus.accounts.models import Group, User
    from areopagus.boards.models import Post
    from areopagus.core.clock import now
    from areopagus.core.ledger import undoing
    from areopagus.housekeeping import actions
    from areopagus.housekeeping.gathering import gather_evidence
    from areopagus.housekeeping.models import Chosen
    from areopagus.housekeeping.rules import RULES

    ada = User.objects.create_user(
        "Ada", group=with_role(Group.Role.ADMINISTRATORS), registered_at=now()
    )
    actor = actors.member(ada)
    board = _timed("made", lambda: build(said.accounts, said.seed))
    print(f"{User.objects.count():,} accounts, {Post.objects.count():,} posts")
    _timed("evidence gathered", gather_evidence)
    sweep = _timed("planned", lambda: actions.plan_sweep(actor, [r.id for r in RULES], 3, 0))
    hit = {
        s: set(Chosen.objects.filter(sweep=sweep, state=s).values_list("user", flat=True))
        for s in ("quarantined", "dormant")
    }
    deed = _timed("run", lambda: actions.run_sweep(actor, sweep.pk, "Measured."))
    assert deed.batch is not None  # noqa: S101
    _timed("undone", lambda: undoing.undo(actor, deed.batch.pk))
    _report(board, hit)


def _report(board: Any, hit: dict[str, set[int]]) -> None:
    print(f"\n{'':16}{'accounts':>10}{'quarantined':>14}{'set to rest':>14}{'neither':>10}")
    for kind, members in [*board.real.items(), *board.spam.items()]:
        aside, resting = len(members & hit["quarantined"]), len(members & hit["dormant"])
        print(
            f"{kind:16}{len(members):>10,}{aside:>14,}{resting:>14,}{len(members) - aside - resting:>10,}"
        )
    real = set().union(*board.real.values())
    spam = set().union(*board.spam.values())
    wrong = len(real & hit["quarantined"])
    bound = (
        f", below {1000 * RULE_OF_THREE / len(real):.2f} with 95 % confidence" if not wrong else ""
    )
    print(
        f"\nwrongly quarantined: {wrong} of {len(real):,} people, {1000 * wrong / len(real):.2f} in a thousand{bound}"
    )
    both = hit["quarantined"] | hit["dormant"]
    print(
        f"spam quarantined: {len(spam & hit['quarantined']) / len(spam):.2%}; quarantined or set to rest: {len(spam & both) / len(spam):.2%}"
    )


def _timed(what: str, work: Callable[[], T]) -> T:
    began, cpu = time.perf_counter(), time.process_time()
    done = work()
    print(
        f"{what:20}{time.perf_counter() - began:8.2f} s, {time.process_time() - cpu:8.2f} s of processor time"
    )
    return done


def _open(folder: Path) -> None:
    from areopagus.ops import folder as boards
    from areopagus.ops.command import _open_board

    boards.make(folder)
    _open_board(folder)


if __name__ == "__main__":
    main()
