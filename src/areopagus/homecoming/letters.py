"""The letter with the link that proves who reads the mail of an address."""

from __future__ import annotations

from email.utils import parseaddr

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage

from areopagus.core.options import current
from areopagus.core.verdict import NotFound
from areopagus.homecoming.models import HOURS_OF_A_LINK, MailProof

SALT = "homecoming.mail-proof"
FORM = """\
Hello,

{member} is a member of {board} and says that these posts are theirs: what {ghost} wrote there with this mail address.

If you are {member}, open this page within {hours} hours, signed in, and press the button on it:

{link}

If you are not, do nothing. Without you nothing happens, and {member} is not told that the address is right.
"""


def compose(proof: MailProof) -> EmailMessage:
    """Wants `user` and `ghost` selected along."""
    board = str(current().get("board.title", "")).strip() or settings.SITE_URL
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    body = FORM.format(
        member=proof.user.name,
        board=board,
        ghost=proof.ghost.name or "somebody without a name",
        hours=HOURS_OF_A_LINK,
        link=f"{settings.SITE_URL}/come-home/{token_of(proof)}/",
    )
    return EmailMessage(
        subject=" ".join(f"[{board}] Are these posts yours?".split()),
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
