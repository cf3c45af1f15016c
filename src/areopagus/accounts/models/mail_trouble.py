from __future__ import annotations

from django.conf import settings
from django.db import models


class MailTrouble(models.Model):
    """Letters to a member that came back. It is about one address: with another one it is over."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    address = models.EmailField(max_length=254)
    # How many came back, the first and the last of them.
    count = models.PositiveSmallIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    # The mail server's words for the last one.
    said = models.CharField(max_length=300, blank=True)
    # Since when nothing is sent but what the member asks for by hand, such as a new password.
    stopped_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.count} letters to member {self.user_id} came back"
