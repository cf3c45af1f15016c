"""A letter from one member to another, as the mail it becomes."""

from __future__ import annotations

from email.utils import make_msgid, parseaddr

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext, gettext_lazy

from areopagus.accounts.mail_language import in_language_of
from areopagus.accounts.models import User
from areopagus.core.options import current

FORM = gettext_lazy("""\
{sender} writes to you through {board}:

{text}

-- \n\
Answer this mail and it goes to {sender} at {address}, who will then know your address.
{hint}""")
# Only where the board knows its own address: what a request said is not to be believed in a mail.
HINT = gettext_lazy("Who may write to you is for you to say: {site}/settings/privacy/\n")


NAMED = gettext_lazy("""\
Hello {name},

you were called {was} at {board}. The staff has given you another name: you are {name} now.

Sign in with this name from now on, or with your mail address; your password is the same as before.
What you wrote stands under it.{kept}
{hint}""")
KEPT = gettext_lazy("Your former name is kept for you: nobody else gets it.")
WHY = gettext_lazy("Why, and how to have it looked at again: {site}/settings/decisions/")


def about_name(member: User, was: str) -> EmailMessage:
    """To somebody who has another name now."""
    with in_language_of(member):
        kept = f" {KEPT}" if member.former_names.filter(name=was).exists() else ""
        body = NAMED.format(name=member.name, was=was, board=_board(), kept=kept, hint=_why())
        return _from_the_board(member, gettext("Your name"), body)


def _why() -> str:
    site = settings.SITE_URL
    return f"\n{WHY.format(site=site)}\n" if site else ""


RESET = gettext_lazy("""\
Hello {name},

the staff of {board} asks you to set a new password. Your old one does not work any more, and you are
signed out everywhere. Nobody but you learns the new one.

{how}
{hint}""")
BY_LINK = gettext_lazy("""\
Set it here, within three days: {site}/password/new/{key}/
Later ask for a code with this mail address: {site}/password/forgotten/""")
BY_HAND = gettext_lazy(
    "Choose “Forgotten your password?” where you sign in, and give this mail address: you get a code."
)
AS_BEFORE = gettext_lazy("""\
Hello {name},

the staff of {board} had asked you to set a new password, and has taken that back: your old password
works again.
""")


def about_password(member: User) -> EmailMessage:
    """To somebody who is to set a new one, or is not after all. The link is good for this account alone."""
    with in_language_of(member):
        if member.password_reset_at is None:
            body = AS_BEFORE.format(name=member.name, board=_board())
            return _from_the_board(member, gettext("Your password"), body)
        site = settings.SITE_URL
        how = BY_LINK.format(site=site, key=_key_of(member)) if site else str(BY_HAND)
        body = RESET.format(name=member.name, board=_board(), how=how, hint=_why())
        return _from_the_board(member, gettext("Set a new password"), body)


def _key_of(member: User) -> str:
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(member)
    return f"{user_pk_to_url_str(member)}-{token}"


def _from_the_board(member: User, subject: str, body: str) -> EmailMessage:
    return EmailMessage(
        subject=" ".join(f"[{_board()}] {subject}".split()),
        body=body,
        to=[member.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _board() -> str:
    """Its title; without one the name of the host that its mails come from."""
    return str(current().get("board.title", "")).strip() or _host()


def new_id() -> str:
    return make_msgid(domain=_host())


def _host() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def compose(sender: User, receiver: User, subject: str, text: str, key: str) -> EmailMessage:
    """`key` is the letter's own, so that one that was sent twice can be told to be the same."""
    board = str(current().get("board.title", "")).strip()
    with in_language_of(receiver):
        body = FORM.format(
            sender=sender.name,
            board=_board(),
            text=text.replace("\r\n", "\n").strip("\n"),
            address=sender.email,
            hint=HINT.format(site=settings.SITE_URL) if settings.SITE_URL else "",
        )
    return EmailMessage(
        subject=f"[{board}] {subject}" if board else subject,
        body=body,
        to=[receiver.email],
        reply_to=[sender.email],
        headers={"Message-ID": f"<letter.{key}@{_host()}>"},
    )
