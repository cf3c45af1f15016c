"""Letters about mails that came in."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext, gettext_lazy

from areopagus.accounts.mail_language import in_language_of
from areopagus.accounts.models import User
from areopagus.boards.models import Post
from areopagus.core.options import current
from areopagus.inbound.models import Mail

NOT_PUBLISHED = gettext_lazy("""\
Hello {name},

your answer by mail was not published. {reason}
{words}
-- \n\
{board}
""")
WORDS = gettext_lazy("What you wrote:")
LEFT_OUT = gettext_lazy("""\
Hello {name},

your answer is published:

{url}

Files cannot be sent by mail, so these are not in it: {names}.

-- \n\
{board}
""")


def not_published(mail: Mail, member: User, words: str) -> EmailMessage:
    """The reason may be one that its rule says in English only."""
    with in_language_of(member):
        said = f"\n{WORDS}\n\n{words}\n" if words else ""
        reason = gettext(mail.reason)
        body = NOT_PUBLISHED.format(name=member.name, reason=reason, words=said, board=_board())
        return _letter(mail, member, gettext("Your answer was not published"), body)


def without_attachments(mail: Mail, member: User, post: Post, names: Sequence[str]) -> EmailMessage:
    url = f"{settings.SITE_URL}{post.url}"
    with in_language_of(member):
        body = LEFT_OUT.format(name=member.name, url=url, names=", ".join(names), board=_board())
        subject = gettext("Your answer is published, without its files")
        return _letter(mail, member, subject, body)


def _letter(mail: Mail, member: User, subject: str, body: str) -> EmailMessage:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return EmailMessage(
        subject=" ".join(f"[{_board()}] {subject}".split()),
        body=body,
        to=[member.email],
        headers={
            # The same at every attempt, so that one that was sent twice is known to be one.
            "Message-ID": f"<inbound.{mail.key[:32]}@{host}>",
            "Auto-Submitted": "auto-replied",
        },
    )


def _board() -> str:
    title = str(current().get("board.title", "")).strip()
    return title or urlsplit(settings.SITE_URL).netloc or gettext("The board")
