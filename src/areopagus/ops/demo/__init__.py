"""`areopagus demo`: a board full of people, for looking around, for screenshots and browser tests.

The same texts, names and numbers every time; only the dates move, so that something has always just
been said. It is written in bulk, as an importer writes, and then counted.
"""

from __future__ import annotations

import argparse
import sys

__all__ = ["PASSWORD", "SIGN_IN", "add_arguments", "run"]

PASSWORD = "one small step"  # noqa: S105 - it is told to everybody.
SIGN_IN = f"""\
Sign in as Ada (administrator), Mona (moderates Missions), Max (member) or Nina (new here).
Boris is banned, Dora has been asleep for years. The password of all: {PASSWORD}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beyond the folder, which every command has."""


def run(options: argparse.Namespace) -> int:  # noqa: ARG001 - every command is called like this.
    """Fills the empty board of these settings. 0: it is a demo board now; 1: it is another board."""
    from areopagus.ops.demo.making import NotEmpty, is_made, make

    if is_made():
        sys.stdout.write("The demo board is there already.\n" + SIGN_IN)
        return 0
    try:
        made = make()
    except NotEmpty as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    sys.stdout.write(
        f"A board full of people: {made.members} members, {made.forums} forums, "
        f"{made.topics} topics, {made.posts:,} posts in {made.seconds:.1f} s.\n" + SIGN_IN
    )
    return 0
