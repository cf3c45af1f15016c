"""The kinds of deeds of housekeeping."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from areopagus.core.ledger.kinds import kind

SWEPT = kind(
    "housekeeping.sweep",
    "swept the list of members: {dormant} set to rest, {quarantined} quarantined",
    undo="Everybody is as before, and the hidden posts are there again.",
    tells=gettext_noop(
        "Your account was set to rest, or set aside with what it had written, when the list of members was swept."
    ),
)
