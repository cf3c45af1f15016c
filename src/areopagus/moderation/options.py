"""What an administrator may change about moderation."""

from __future__ import annotations

from areopagus.core.options import option

TELL_BY_MAIL = option(
    "moderation.tell_by_mail",
    True,
    "Whether members are told by mail what became of their reports, and what was decided about them.",
)
SILENCE_AT_POINTS = option(
    "moderation.silence_at_points",
    10,
    "Whoever has this many warning points is silenced by the warning that makes it so. 0: nobody is.",
    at_least=0,
    at_most=1000,
)
SILENCE_DAYS = option(
    "moderation.silence_days",
    7,
    "How many days somebody is silenced who has that many warning points.",
    at_least=1,
    at_most=3650,
)
NAMES_MODERATORS = option(
    "moderation.names_moderators",
    False,
    "Whether members read who decided something about them, and not only that staff did.",
)
PUBLIC_LOG = option(
    "moderation.public_log",
    "off",
    "Whether everybody may read what was done to topics and posts of the forums they read, with the reason given: also what was done before, so look through the ledger first.",
    choices=("off", "without names", "with names"),
)
