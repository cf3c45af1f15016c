from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from areopagus.boards.models import Ghost

HOURS_OF_A_LINK = 48


class Claim(models.Model):
    """A ghost, or one of several people who shared its name, is this member.

    It holds for the posts that came with one mail address, or for those without any; so two claims
    on a ghost never hold for the same post. The row is there, or the claim does not stand.
    """

    class Proof(models.TextChoices):
        MAIL = "mail", "by the mail address on the posts"

    ghost = models.ForeignKey(Ghost, models.PROTECT, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    proof = models.CharField(max_length=12, choices=Proof)
    # In small letters; "" for the posts without an address. Shown to nobody.
    mail = models.CharField(max_length=254, blank=True)
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ghost", "mail"], name="one_claim_for_each")]

    def __str__(self) -> str:
        return f"{self.user_id} is ghost {self.ghost_id}"


class MailProof(models.Model):
    """A link that a member asked for, to show that they read the mail of an address. Good for one use."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    ghost = models.ForeignKey(Ghost, models.CASCADE, related_name="+")
    # In small letters.
    mail = models.EmailField(max_length=254)
    asked_at = models.DateTimeField()
    # Null for ever where the address is not on the posts: then nobody is written to.
    sent_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-asked_at"], name="mail_proof_by_member"),
            models.Index(fields=["mail", "-sent_at"], name="mail_proof_by_mail"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} asks for ghost {self.ghost_id}"

    @property
    def over_at(self) -> datetime:
        return (self.sent_at or self.asked_at) + timedelta(hours=HOURS_OF_A_LINK)
