"""Deeds of staff, done one after another and taken back in any order."""

from __future__ import annotations

import random

import pytest
from django.apps import apps
from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist

from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch, Change
from areopagus.core.ledger.tables import field_of, table_of, told
from areopagus.core.verdict import NotFound, Refused
from tests.conftest import Cast, Places
from tests.moderation.random_boards import (
    Board,
    board_at_random,
    differences,
    everything,
    insist_on_right_counters,
    refresh,
)
from tests.moderation.test_every_deed import SCENARIOS

pytestmark = pytest.mark.django_db
DEEDS = 6
# What a board at random holds without being prepared for it.
KINDS = sorted(
    kind
    for kind in SCENARIOS
    if kind.startswith(("topics.", "posts.", "members.")) and kind != "topics.prune"
)


def do_some(board: Board) -> list[Batch]:
    """Deeds one upon another; what does not fit the board any more is left out."""
    done: list[Batch] = []
    while len(done) < DEEDS:
        refresh(board)
        newest = Batch.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        try:
            SCENARIOS[board.chance.choice(KINDS)](board)
        # Nothing to choose from, no such row, or not allowed: another deed is done instead.
        except (
            Refused,
            NotFound,
            ObjectDoesNotExist,
            MultipleObjectsReturned,
            LookupError,
            ValueError,
        ):
            continue
        done += Batch.objects.filter(pk__gt=newest).order_by("pk")
    return done


@pytest.mark.parametrize("seed", range(500, 506))
def test_each_is_undone_cleanly_or_says_what_stands_in_the_way(
    cast: Cast, places: Places, seed: int
) -> None:
    board = board_at_random(cast, places, seed)
    done = do_some(board)
    order = random.Random(seed).sample(done, len(done))  # noqa: S311 - An example, not a secret.
    for batch in order:
        as_it_stands = everything()
        foreseen = undoing.obstacles(batch)
        try:
            undoing.undo(cast.ada, batch.pk)
        except Refused as reason:
            assert str(reason).endswith("."), reason
            assert not differences(as_it_stands, everything())
        else:
            assert not foreseen, "It was said that it could not be undone."
            _insist_on_what_stood_there(batch)
        insist_on_right_counters()


def _insist_on_what_stood_there(batch: Batch) -> None:
    """Places are closed up afterwards; all else a deed has set is as it found it."""
    for change in batch.changes.filter(did=Change.Did.CHANGED):
        model = apps.get_model(change.table)
        row, table = model._base_manager.get(pk=change.row_id), table_of(model)
        for name, value in (change.before or {}).items():
            if name not in table.derived and name not in table.place:
                assert told(row, field_of(model, name)) == value, f"{change}: {name}"
