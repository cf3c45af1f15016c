"""A letter from one member to another, as the mail it becomes."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from areopagus.accounts.models import User
from areopagus.core.options import current

FORM = """\
{sender} writes to you through {board}:

{text}

-- \n\
Answer this mail and it goes to {sender} at {address}, who will then know your address.
{hint}"""
# Only where the board knows its own address: what a request said is not to be believed in a mail.
HINT = "Who may write to you is for you to say: {site}/settings/privacy/\n"


def compose(sender: User, receiver: User, subject: str, text: str, key: str) -> EmailMessage:
    """`key` is the letter's own, so that one that was sent twice can be told to be the same."""
    board = str(current().get("board.title", "")).strip()
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    body = FORM.format(
        sender=sender.name,
        board=board or host,
        text=text.replace("\r\n", "\n").strip("\n"),
        address=sender.email,
        hint=HINT.format(site=settings.SITE_URL) if settings.SITE_URL else "",
    )
    return EmailMessage(
        subject=f"[{board}] {subject}" if board else subject,
        body=body,
        to=[receiver.email],
        reply_to=[sender.email],
        headers={"Message-ID": f"<letter.{key}@{host}>"},
    )
