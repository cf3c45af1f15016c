"""Titles by number of posts: each line of our option against each row of FluxBB's table."""

from __future__ import annotations

from areopagus.accounts.options import RANKS
from areopagus.importers.fluxbb.verification.boards import Boards
from areopagus.importers.fluxbb.verification.tally import Tally, shown

LONGEST = 50


def compare_ranks(boards: Boards, tally: Tally) -> None:
    here = dict(line.split(" ", 1) for line in RANKS.get().splitlines() if " " in line)
    is_on = boards.old.config.get("o_ranks") == "1"
    seen: set[str] = set()
    for row in boards.old.rows("SELECT * FROM ranks ORDER BY id"):
        posts = str(max(row["min_posts"] or 0, 0))
        title = " ".join(boards.old.meant("ranks.rank", row["rank"]).split())[:LONGEST]
        name = f"ranks {row['id']}"
        if not is_on:
            tally.left_out("ranks", "ranks were switched off")
        elif not title or posts in seen:
            tally.left_out("ranks", "no title, or one too many")
        elif posts in here:
            now = here[posts].strip()
            differs = now != title and not boards.since.has_deltas
            told = [f"{name}: the title was {shown(title)}, is {shown(now)}"] if differs else []
            tally.row("ranks", (), told)
        elif boards.since.has_deltas:
            tally.left_out("ranks", "taken away on this board")
        else:
            tally.missing("ranks", name)
        seen |= {posts} if title else set()
    lost = boards.old.lost("ranks")
    tally.left_out("ranks", "its key stood twice, or it had none: the first row counts", lost)
