from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

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


class Plea(models.Model):
    """A member says that posts of a ghost are theirs, and people decide. With `against` it disputes a claim.

    It is open until it is accepted, refused or withdrawn; what is not open is kept for whoever asks later.
    """

    ghost = models.ForeignKey(Ghost, models.PROTECT, related_name="pleas")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="pleas")
    proof = models.CharField(max_length=12, choices=Claim.Proof)
    against = models.ForeignKey(
        Claim, models.SET_NULL, null=True, blank=True, related_name="disputes"
    )
    # Which posts it is about, as for a claim.
    any_address = models.BooleanField(default=True)
    mail = models.CharField(max_length=254, blank=True)
    since = models.DateTimeField(null=True, blank=True)
    before = models.DateTimeField(null=True, blank=True)
    words = models.TextField(blank=True)
    # What the old profile linked to, and the mark that its owner puts there.
    page = models.CharField(max_length=200, blank=True)
    mark = models.CharField(max_length=60, blank=True)
    # When the mark was seen, and where in the end.
    found_at = models.DateTimeField(null=True, blank=True)
    found_on = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_at"],
                name="plea_open",
                condition=Q(accepted_at=None, refused_at=None, withdrawn_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} pleads for ghost {self.ghost_id}"

    @property
    def url(self) -> str:
        return f"/pleas/{self.pk}/"

    @property
    def is_open(self) -> bool:
        return not (self.accepted_at or self.refused_at or self.withdrawn_at)

    @property
    def by_page(self) -> bool:
        return self.proof == Claim.Proof.PAGE

    @property
    def is_ready(self) -> bool:
        """Whether there is something to decide."""
        return self.is_open and (not self.by_page or self.found_at is not None)

    @property
    def last_day(self) -> datetime | None:
        """The last moment it is about; None when that is only the day on which it was asked."""
        if self.before is None or self.before > self.asked_at - timedelta(hours=1):
            return None
        return self.before - timedelta(seconds=1)

    def as_claim(self) -> Claim:
        """The claim that would come of it, not stored."""
        return Claim(
            ghost=self.ghost,
            user=self.user,
            proof=self.proof,
            mail=self.mail,
            any_address=self.any_address,
            since=self.since,
            before=self.before,
        )


class Word(models.Model):
    """A member vouches: somebody is who they say they are. One for each plea; it can be taken back."""

    plea = models.ForeignKey(Plea, models.CASCADE, related_name="vouched")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.CharField(max_length=500)
    said_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plea", "user"], name="one_word_each")]

    def __str__(self) -> str:
        return f"{self.user_id} vouches in plea {self.plea_id}"


class Look(models.Model):
    """The board was asked to look at a page; looks are counted."""

    plea = models.ForeignKey(Plea, models.CASCADE, related_name="looks")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    # Why the mark was not found; "" when it was.
    trouble = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"A look at {self.plea.page}"
