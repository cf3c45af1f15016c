"""Letters that came back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from areopagus.accounts.events import MemberChanged
from areopagus.accounts.mail_trouble import STOPPED
from areopagus.accounts.models import MailTrouble, User
from areopagus.core.clock import now
from areopagus.core.events import announce

# Full mailboxes and mail servers that are away for a day are no reason to stop; these are.
MOST, WITHIN = 3, timedelta(days=30)
LONGEST_WORDS = 300


@transaction.atomic
def letter_came_back(user_id: int, *, said: str, is_for_good: bool) -> None:
    """Notes it, and stops the mail when there is no such address or too much came back lately."""
    member = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if member is None or not member.email:
        return
    at = now()
    trouble = MailTrouble.objects.filter(user=member).first()
    if trouble is None or trouble.address != member.email or trouble.last_at < at - WITHIN:
        MailTrouble.objects.filter(user=member).delete()
        trouble = MailTrouble(user=member, address=member.email, first_at=at)
    trouble.count += 1
    trouble.last_at, trouble.said = at, " ".join(said.split())[:LONGEST_WORDS]
    if trouble.stopped_at is None and (is_for_good or trouble.count >= MOST):
        trouble.stopped_at = at
        STOPPED.forget()
        announce(MemberChanged(member.pk))
    trouble.save()


@transaction.atomic
def try_mail_again(user: User) -> None:
    """The member says that their address is right: as if nothing had come back."""
    MailTrouble.objects.filter(user=user).delete()
    STOPPED.forget()
    announce(MemberChanged(user.pk))
