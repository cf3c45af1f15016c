"""The letters of this room: a copy is there, somebody asked to be forgotten, and it is done."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.utils.translation import gettext, gettext_lazy

from areopagus.accounts.mail_language import day, in_language_of
from areopagus.accounts.models import User
from areopagus.core.options import current
from areopagus.core.verdict import NotFound
from areopagus.leaving.models import Copy, Farewell

SALT = "leaving.stay"
COPY = gettext_lazy("""\
Hello {name},

the copy of your data that you have asked {board} for is made. It is there until {until}, and your password is asked for. {where}
""")
ASKED = gettext_lazy("""\
Hello {name},

you have asked {board} to forget you. On {due} your account is erased: name, mail address, password, profile and settings. What you wrote stays, under another name. Then there is no way back.

If you have thought better of it, or if it was not you, take it back. {where}

If it was not you, change your password as well.
""")
DONE = gettext_lazy("""\
Hello {name},

you have asked {board} to forget you, and now it does. This is its last letter; your address is erased with the rest.

Thank you for having been there.
""")
FETCH = gettext_lazy("Open this page:")
STAY = gettext_lazy("Open this page and press the button on it; you need not sign in:")
NO_LINK = gettext_lazy("Sign in, and open Settings, Your data.")


def copy_made(copy: Copy, member: User) -> EmailMessage:
    """Wants `over_at` to be there: the copy is made."""
    assert copy.over_at is not None  # noqa: S101
    with in_language_of(member):
        where = _where(str(FETCH), "/settings/data/")
        until = day(copy.over_at, member)
        body = COPY.format(name=member.name, board=_board(), until=until, where=where)
        return _letter(member, f"copy.{copy.pk}", gettext("The copy of your data is made"), body)


def asked(farewell: Farewell, member: User) -> EmailMessage:
    with in_language_of(member):
        where = _where(str(STAY), f"/stay/{token_of(farewell)}/")
        due = day(farewell.due_at, member)
        body = ASKED.format(name=member.name, board=_board(), due=due, where=where)
        subject = gettext("You have asked to be forgotten")
        return _letter(member, f"leaving.{farewell.pk}", subject, body)


def done(farewell: Farewell, member: User) -> EmailMessage:
    with in_language_of(member):
        body = DONE.format(name=member.name, board=_board())
        return _letter(member, f"left.{farewell.pk}", gettext("Farewell"), body)


def token_of(farewell: Farewell) -> str:
    """It speaks for this wish only: not for a later one of the same member."""
    return signing.dumps([farewell.pk, int(farewell.asked_at.timestamp())], salt=SALT)


def farewell_of(token: str) -> tuple[int, int]:
    """The row a link speaks for and when it was asked. NotFound when it was not made here."""
    try:
        pk, asked_at = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise NotFound from error
    return pk, asked_at


def _board() -> str:
    return (
        str(current().get("board.title", "")).strip() or settings.SITE_URL or gettext("the board")
    )


def _where(says: str, path: str) -> str:
    """Only a board that knows its own address can lead there."""
    return f"{says}\n\n{settings.SITE_URL}{path}" if settings.SITE_URL else str(NO_LINK)


def _letter(member: User, key: str, subject: str, body: str) -> EmailMessage:
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return EmailMessage(
        subject=" ".join(f"[{_board()}] {subject}".split()),
        body=body,
        to=[member.email],
        headers={"Message-ID": f"<{key}@{host}>", "Auto-Submitted": "auto-generated"},
    )
