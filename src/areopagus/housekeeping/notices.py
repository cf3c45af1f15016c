"""The letter to whoever a sweep has chosen, with the link by which they keep themselves."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.utils.translation import gettext, gettext_lazy

from areopagus.accounts.mail_language import in_language_of
from areopagus.core.options import current
from areopagus.core.verdict import NotFound
from areopagus.housekeeping.models import Chosen, State

SALT = "housekeeping.keep"
FORM = gettext_lazy("""\
Hello {name},

{board} is looking through its list of members. {about}

If you want to stay, open this page and press the button on it; you need not sign in:

{link}

Nothing about you is deleted, whatever you do. {after}
""")
ABOUT = {
    State.DORMANT: gettext_lazy(
        "You have not been there for a long time, so your account would be set to rest."
    ),
    State.QUARANTINED: gettext_lazy(
        "Your account looks to us like one that was made to advertise, and would be set aside."
    ),
}
AFTER = {
    State.DORMANT: gettext_lazy("An account at rest wakes when you sign in as ever."),
    State.QUARANTINED: gettext_lazy(
        "Should you find your account set aside, an administrator brings it back with one click."
    ),
}


def compose(chosen: Chosen) -> EmailMessage:
    """Only a board that knows its own address can write such a letter: ValueError otherwise."""
    if not settings.SITE_URL:
        raise ValueError("The board does not know its own address; set site_url.")
    board = str(current().get("board.title", "")).strip() or settings.SITE_URL
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    state = State(chosen.state)
    with in_language_of(chosen.user):
        subject = gettext("Do you want to stay?")
        body = FORM.format(
            name=chosen.user.name,
            board=board,
            about=ABOUT[state],
            after=AFTER[state],
            link=f"{settings.SITE_URL}/keep-me/{signing.dumps(chosen.pk, salt=SALT)}/",
        )
    return EmailMessage(
        subject=f"[{board}] {subject}",
        body=body,
        to=[chosen.user.email],
        headers={"Message-ID": f"<keep.{chosen.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def chosen_by(token: str) -> int:
    """The number of the row that a link speaks for. NotFound when it was not made here."""
    try:
        return int(signing.loads(token, salt=SALT))
    except signing.BadSignature as error:
        raise NotFound from error
