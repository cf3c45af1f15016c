"""Who accepts the rules."""

from __future__ import annotations

from areopagus.accounts.models import RulesVersion, User
from areopagus.core.clock import now


def accept_rules(user: User, version: RulesVersion) -> None:
    """Only the member themselves and staff are shown it, whose pages are never kept."""
    user.rules_version, user.rules_accepted_at = version.number, now()
    user.save(update_fields=["rules_version", "rules_accepted_at"])
