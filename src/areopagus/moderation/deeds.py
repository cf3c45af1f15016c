"""The kinds of deeds done to reports."""

from __future__ import annotations

from areopagus.core.ledger.kinds import kind

CASE_CLAIMED = kind("reports.claim", "took over the reports of {post}", undo="Nobody has them.")
CASE_NOTED = kind("reports.note", "noted something about {post}", undo="The note is as it was.")
CASE_SETTLED = kind("reports.settle", "settled the reports of {post}", undo="They are open again.")
