"""Who may report, who sees what was reported and what was done, and who may take it back.

Moderators in their forums, administrators everywhere.
"""

from areopagus.moderation.permissions.ledger import (
    APPEALED,
    can_answer,
    can_appeal,
    can_see_batch,
    can_undo,
    decisions_about,
    has_ledger,
    insist_on_ledger,
    published_batches,
    visible_appeals,
    visible_batches,
)
from areopagus.moderation.permissions.members import (
    can_ban,
    can_discipline,
    can_edit_profile,
    can_promote,
    can_rename,
    can_reset_password,
    has_power,
    insist_on_banning,
    looks_after_members,
)
from areopagus.moderation.permissions.sight import (
    can_report,
    can_see_report,
    insist_on_addresses,
    insist_on_moderator,
    may_see_addresses,
    moderated_forums,
    moderators_of,
    posts_with_addresses,
    staff,
    visible_reports,
)

__all__ = [
    "APPEALED",
    "can_answer",
    "can_appeal",
    "can_ban",
    "can_discipline",
    "can_edit_profile",
    "can_promote",
    "can_rename",
    "can_report",
    "can_reset_password",
    "can_see_batch",
    "can_see_report",
    "can_undo",
    "decisions_about",
    "has_ledger",
    "has_power",
    "insist_on_addresses",
    "insist_on_banning",
    "insist_on_ledger",
    "insist_on_moderator",
    "looks_after_members",
    "may_see_addresses",
    "moderated_forums",
    "moderators_of",
    "posts_with_addresses",
    "published_batches",
    "staff",
    "visible_appeals",
    "visible_batches",
    "visible_reports",
]
