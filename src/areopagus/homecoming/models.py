from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from areopagus.boards.models import Ghost
from areopagus.boards.models.ghost import LONGEST_KEY

HOURS_OF_A_LINK = 48


class Claim(models.Model):
    """A ghost, or one of several people who shared its name, is this member.

    It holds for the posts that came with one mail address, or for those without any; or, decided by
    people, for all that nobody has by their address. Several who shared a name may have a stretch of
    time each. Two claims on a ghost never hold for the same post: `ledger._insist_on_one_owner`.
    The row is there, or the claim does not stand.
    """

    class Proof(models.TextChoices):
        MAIL = "mail", "by the mail address on the posts"
        PASSWORD = "password", "by the password of the old account"
        PAGE = "page", "by a page that the old profile linked to"
        WORD = "word", "by the word of members who knew them"

    ghost = models.ForeignKey(Ghost, models.PROTECT, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    proof = models.CharField(max_length=12, choices=Proof)
    # In small letters; "" for the posts without an address. Shown to nobody.
    mail = models.CharField(max_length=254, blank=True)
    # Whatever the address; `mail` says nothing then. Who has shown an address has its posts all the same.
    any_address = models.BooleanField(default=False, db_default=False)
    # From this moment on, and before that one. Null: from the first, to the last.
    since = models.DateTimeField(null=True, blank=True)
    before = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} is ghost {self.ghost_id}"


class OldAccount(models.Model):
    """What an older dump knows of an account that did not move in. Evidence, and nothing more: it signs nobody in."""

    old_user_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=LONGEST_KEY)
    # As accounts keep it: the old digest wrapped in argon2. "" when it was of no known kind.
    password = models.CharField(max_length=255, blank=True)
    # The page that its profile linked to.
    website = models.CharField(max_length=200, blank=True, db_default="")
    registered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name_key", "old_user_id"], name="one_old_account")
        ]
        indexes = [models.Index(fields=["old_user_id"], name="old_account_by_id")]

    def __str__(self) -> str:
        return self.name


class PasswordTry(models.Model):
    """One guess at the password of a ghost's old account; they are counted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    ghost = models.ForeignKey(Ghost, models.CASCADE, related_name="+")
    tried_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["user", "-tried_at"], name="password_try_by_member"),
            models.Index(fields=["ghost", "-tried_at"], name="password_try_by_ghost"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} tried ghost {self.ghost_id}"


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


class Pair(models.Model):
    """A ghost and a member who registered after its last post and may be the same person. It proves nothing.

    `evidence` says what speaks for it: words of `Likeness`, the strongest first.
    """

    class Likeness(models.TextChoices):
        MAIL = "mail", "the posts came with the member's mail address"
        NAME = "name", "the same name"
        LOOK = "look", "names that look alike"
        NEAR = "near", "names that differ in numbers or marks only"
        ADDRESS = "address", "posts from the same network address"

    ghost = models.ForeignKey(Ghost, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    evidence = models.JSONField(default=list)
    found_at = models.DateTimeField()
    # "That was not me", said by the member.
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ghost", "user"], name="one_pair_each")]

    def __str__(self) -> str:
        return f"{self.user_id} may be ghost {self.ghost_id}"

    @property
    def likenesses(self) -> list[str]:
        """In words."""
        return [str(self.Likeness(one).label) for one in self.evidence]
