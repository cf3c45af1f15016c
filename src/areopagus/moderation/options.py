"""What an administrator may change about moderation."""

from __future__ import annotations

from areopagus.core.options import option

TELL_BY_MAIL = option(
    "moderation.tell_by_mail",
    True,
    "Whether whoever has reported a post is told by mail what became of it.",
)
