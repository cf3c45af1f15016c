"""Letters that allauth writes (codes, word of a new password) go out by a job, not while their reader waits.

A mail server that does not answer would hold up whoever asks for a code, and how long it takes would tell
whether there is an account. A code in the arguments of a job must not be read in a copy of the database, so
letters lie there sealed. See decision 0011.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from areopagus.accounts import letters, tasks
from areopagus.core.sealing import sealed


class LaterBackend(BaseEmailBackend):
    """What is not sent by `until` is of no use any more."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            tasks.send_sealed.enqueue(sealed(json.dumps(_said(message))), self.until.isoformat())
        return len(email_messages)


def _said(message: EmailMessage) -> dict[str, object]:
    """What makes the same message again, also at a second attempt: by its Message-ID it is one."""
    others = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return {
        "subject": message.subject,
        "body": message.body,
        "from_email": message.from_email,
        "to": message.to,
        "headers": {"Message-ID": letters.new_id(), **message.extra_headers},
        "alternatives": [list(other) for other in others],
    }
