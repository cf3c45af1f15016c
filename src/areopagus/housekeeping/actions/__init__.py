"""What housekeeping does: gather evidence, plan a sweep, write to those it chose, run it."""

from areopagus.housekeeping.actions.bringing_back import bring_back, undo_rule, undo_sweep
from areopagus.housekeeping.actions.canaries import name_canary, release_canary
from areopagus.housekeeping.actions.gathering import gather_in_background
from areopagus.housekeeping.actions.keeping import keep_me, spare
from areopagus.housekeeping.actions.planning import announce_sweep, call_off, plan_sweep
from areopagus.housekeeping.actions.sweeping import run_sweep

__all__ = [
    "announce_sweep",
    "bring_back",
    "call_off",
    "gather_in_background",
    "keep_me",
    "name_canary",
    "plan_sweep",
    "release_canary",
    "run_sweep",
    "spare",
    "undo_rule",
    "undo_sweep",
]
