from __future__ import annotations

from django.db import models


class Ban(models.Model):
    """Who may not come in though they have no account here: by name, by network, by mail, as in FluxBB.

    Any of the three is enough. `addresses` is a list with spaces of addresses, networks ("192.0.2.0/24")
    and beginnings ("192.0.2."); `mail` an address or a domain. A member is banned by `User.banned_at`.
    """

    name = models.CharField(max_length=200, blank=True)
    addresses = models.TextField(blank=True)
    mail = models.CharField(max_length=254, blank=True)
    # Whoever is turned away reads this.
    message = models.TextField(blank=True)
    until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name and f"“{self.name}”", self.addresses, self.mail)))

    @property
    def url(self) -> str:
        return f"/moderation/bans/{self.pk}/"
