"""The kinds of deeds done to reports, and to who has no account."""

from __future__ import annotations

from areopagus.core.ledger.kinds import kind

CASE_CLAIMED = kind("reports.claim", "took over the reports of {post}", undo="Nobody has them.")
CASE_NOTED = kind("reports.note", "noted something about {post}", undo="The note is as it was.")
CASE_SETTLED = kind("reports.settle", "settled the reports of {post}", undo="They are open again.")
BAN_ADDED = kind("bans.add", "banned {ban}", undo="The ban is gone.")
BAN_CHANGED = kind("bans.change", "changed the ban of {ban}", undo="The ban is as it was before.")
BAN_REMOVED = kind("bans.remove", "lifted the ban of {ban}", undo="The ban is there again.")
