"""A letter to oneself, to see whether mails go out."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from dataclasses import dataclass

from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext, gettext_lazy

from areopagus.accounts.actors import Actor
from areopagus.accounts.mail_language import in_language_of
from areopagus.core.options import current
from areopagus.core.verdict import NotFound, Refused, TooSoon
from areopagus.upkeep import mailing, permissions

# So many in so many seconds, and so long the server has time to answer: somebody waits for the page.
MOST, WITHIN = 5, 600
PATIENCE = 10
TEXT = gettext_lazy("""\
Hello {name},

this letter was sent from {board} to see whether its mails arrive. They do.
""")


@dataclass(frozen=True, slots=True)
class Outcome:
    has_gone: bool
    words: str


def send_test_letter(actor: Actor) -> Outcome:
    """To the address of whoever asks, and to no other."""
    permissions.insist_on_administrator(actor)
    if actor.user is None:
        raise NotFound
    if not actor.user.email:
        raise Refused("Your account has no mail address. Set one under Settings, Mail address.")
    _insist_on_patience(actor.user.pk)
    with in_language_of(actor.user):
        board = str(current().get("board.title", "")).strip() or gettext("your board")
        subject = gettext("Do letters arrive?")
        body = TEXT.format(name=actor.user.name, board=board)
    connection = get_connection(timeout=PATIENCE)
    letter = EmailMessage(
        subject=" ".join(f"[{board}] {subject}".split()),
        body=body,
        to=[actor.user.email],
        connection=connection,
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        letter.send()
    except (smtplib.SMTPException, OSError) as error:
        return Outcome(has_gone=False, words=mailing.meaning_of(error))
    finally:
        # Django leaves it open when the server does not know us.
        with suppress(smtplib.SMTPException, OSError):
            connection.close()
    return Outcome(has_gone=True, words=_where_it_is(actor.user.email))


def _where_it_is(address: str) -> str:
    if mailing.settings_used().is_sent:
        return (
            f"The mail server has taken the letter to {address}. Look whether it arrives, and whether among what is "
            "taken for spam."
        )
    return "No mail server is set, so the letter was put into outbox/ in the board's folder."


def _insist_on_patience(user_id: int) -> None:
    key = f"upkeep.test-letters:{user_id}"
    sent = cache.get(key, 0)
    if sent >= MOST:
        raise TooSoon("You have sent several in a few minutes. Wait ten minutes.", WITHIN)
    cache.set(key, sent + 1, WITHIN)
