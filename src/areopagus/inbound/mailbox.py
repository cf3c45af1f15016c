"""The mailbox by IMAP (RFC 3501): what we have dealt with is deleted, what is for a person stays, marked as read."""

from __future__ import annotations

import imaplib
import re
import ssl
from datetime import timedelta
from typing import Any

from django.conf import settings
from django_tasks import task

from areopagus.core.jobs.backend import enqueue_once
from areopagus.core.jobs.periodic import periodically
from areopagus.core.verdict import TooSoon
from areopagus.inbound import actions

PATIENCE_SECONDS = 30
# Of a mail that is larger (it has pictures) only so much is read: words stand before attachments.
MOST_BYTES = 2_000_000
MOST_AT_ONCE = 200


# A mail server may be away for most of a day.
@task(most_attempts=9)
def read_mailbox() -> None:
    read()


@task()
def look_for_mail() -> None:
    """While the mail server is away one job waits for it, and not one for each minute."""
    enqueue_once(read_mailbox, "inbound")


if settings.IMAP_HOST:
    periodically(every=timedelta(minutes=1))(look_for_mail)


def read() -> int:
    """Deals with what is new in the mailbox; how many mails that were. OSError or imaplib's errors when it cannot."""
    server = _connected()
    try:
        server.login(settings.IMAP_USER, settings.IMAP_PASSWORD)
        _ask(server.select("INBOX"))
        return _take_all(server, _new(server))
    finally:
        server.shutdown()


def _connected() -> imaplib.IMAP4:
    host, port = settings.IMAP_HOST, settings.IMAP_PORT
    if settings.IMAP_SECURITY == "tls":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=PATIENCE_SECONDS)
    server = imaplib.IMAP4(host, port, timeout=PATIENCE_SECONDS)
    if settings.IMAP_SECURITY == "starttls":
        server.starttls(ssl.create_default_context())
    return server


def _new(server: imaplib.IMAP4) -> list[str]:
    """Their numbers, which stay the same while others are deleted."""
    found = _ask(server.uid("SEARCH", "UNSEEN"))
    return (found[0] or b"").decode("ascii").split()[:MOST_AT_ONCE]


def _take_all(server: imaplib.IMAP4, numbers: list[str]) -> int:
    """One that fails stays unread and does not hold up those behind it; the first failure is told at the end."""
    count, failure = 0, None
    for number in numbers:
        try:
            count += _take(server, number)
        except (OSError, imaplib.IMAP4.error):
            # The mail server itself: none of the others would go better.
            raise
        except Exception as error:  # noqa: BLE001 - raised below, whatever it is.
            failure = failure or error
    if failure is not None:
        raise failure
    return count


def _take(server: imaplib.IMAP4, number: str) -> bool:
    answer = _ask(server.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST_BYTES}>)"))
    raw = next((part[1] for part in answer if isinstance(part, tuple)), None)
    if not isinstance(raw, bytes):
        # Somebody else has deleted it.
        return False
    try:
        done = actions.take(raw)
    except TooSoon:
        # It stays unread, and is taken up with the next look.
        return False
    if done is None:
        _ask(server.uid("STORE", number, "+FLAGS", r"(\Seen)"))
        return False
    _ask(server.uid("STORE", number, "+FLAGS", r"(\Seen \Deleted)"))
    _ask(server.expunge())
    return True


def _ask(answer: tuple[str, list[Any]]) -> list[Any]:
    """What the server said; an error when it said no."""
    status, said = answer
    if status != "OK":
        words = b" ".join(part for part in said if isinstance(part, bytes))
        raise imaplib.IMAP4.error(re.sub(rb"[^\x20-\x7e]", b"?", words).decode("ascii")[:200])
    return said
