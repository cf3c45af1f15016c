"""The letter with the link that proves who reads the mail of an address, and news of what people decided."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.utils.translation import gettext, gettext_lazy

from areopagus.accounts.mail_language import in_language_of
from areopagus.accounts.models import User
from areopagus.core.options import current
from areopagus.core.verdict import NotFound
from areopagus.homecoming.models import HOURS_OF_A_LINK, MailProof, Plea

SALT = "homecoming.mail-proof"
FORM = gettext_lazy("""\
Hello,

{member} is a member of {board} and says that these posts are theirs: what {ghost} wrote there with this mail address.

If you are {member}, open this page within {hours} hours, signed in, and press the button on it:

{link}

If you are not, do nothing. Without you nothing happens, and {member} is not told that the address is right.
""")


def compose(proof: MailProof) -> EmailMessage:
    """Wants `user` and `ghost` selected along."""
    board = str(current().get("board.title", "")).strip() or settings.SITE_URL
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    with in_language_of(proof.user):
        subject = gettext("Are these posts yours?")
        body = FORM.format(
            member=proof.user.name,
            board=board,
            ghost=proof.ghost.name or gettext("somebody without a name"),
            hours=HOURS_OF_A_LINK,
            link=f"{settings.SITE_URL}/come-home/{token_of(proof)}/",
        )
    return EmailMessage(
        subject=" ".join(f"[{board}] {subject}".split()),
        body=body,
        to=[proof.mail],
        headers={"Message-ID": f"<claim.{proof.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def token_of(proof: MailProof) -> str:
    return signing.dumps(proof.pk, salt=SALT)


def proof_of(token: str) -> int:
    """The number of the row that a link speaks for. NotFound when it was not made here."""
    try:
        return int(signing.loads(token, salt=SALT))
    except signing.BadSignature as error:
        raise NotFound from error


NEWS = {
    "disputed": gettext_lazy(
        "{member} says that they wrote posts which are shown as yours: what {ghost} wrote. Staff look at it; until they have decided, nothing changes."
    ),
    "accepted": gettext_lazy(
        "Staff have decided whose the posts of {ghost} are, as {member} had asked."
    ),
    "refused": gettext_lazy(
        "Staff have not found that the posts of {ghost} are {member}'s. Nothing has changed."
    ),
}
TOLD = gettext_lazy("""\
Hello {name},

{news}
{reason}{link}
If you think that this is wrong, say so under Settings, “Decisions about you”, or write to an administrator.
""")


def tell(plea: Plea, user: User, news: str) -> EmailMessage:
    """What became of a plea, to its member or to whose claim it disputes. Wants `user` and `ghost` selected along."""
    board = str(current().get("board.title", "")).strip() or settings.SITE_URL
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    with in_language_of(user):
        ghost = plea.ghost.name or gettext("somebody without a name")
        subject = gettext("Whose posts {ghost}'s are").format(ghost=ghost)
        why = gettext("Why: {reason}").format(reason=plea.reason)
        body = TOLD.format(
            name=user.name,
            news=NEWS[news].format(member=plea.user.name, ghost=ghost),
            reason=f"\n{why}\n" if plea.reason and news != "disputed" else "",
            link=f"\n{settings.SITE_URL}{plea.url}\n" if settings.SITE_URL else "",
        )
    return EmailMessage(
        subject=" ".join(f"[{board}] {subject}".split()),
        body=body,
        to=[user.email],
        headers={
            "Message-ID": f"<plea.{plea.pk}.{user.pk}.{news}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
