"""A whole invented board: nearly all spam is found, nobody who is real."""

from __future__ import annotations

from areopagus.accounts.models import User
from areopagus.core.ledger import undoing
from areopagus.housekeeping import actions
from areopagus.housekeeping.gathering import gather_evidence
from areopagus.housekeeping.rules import RULES
from bench.spam.old_board import build
from tests.conftest import Cast
from tests.housekeeping.test_sweeps import board_rows
from tests.moderation.random_boards import insist_on_right_counters

FOUND = 0.95


def test_spam_is_found_and_no_person_hit_and_all_of_it_undone(cast: Cast) -> None:
    board = build(1500, seed=4)
    real, spam = set().union(*board.real.values()), set().union(*board.spam.values())
    gather_evidence()
    sweep = actions.plan_sweep(cast.ada, [rule.id for rule in RULES], 3, 0)
    before = board_rows()
    deed = actions.run_sweep(cast.ada, sweep.pk)
    aside = set(User.objects.filter(quarantined_at__isnull=False).values_list("pk", flat=True))
    assert not aside & real
    assert len(aside & spam) >= FOUND * len(spam)
    insist_on_right_counters()
    assert deed.batch
    undoing.undo(cast.ada, deed.batch.pk)
    assert before == board_rows()
