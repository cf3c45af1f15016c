from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from areopagus.accounts import wording
from areopagus.accounts.models.group import Group
from areopagus.accounts.ranks import rank_of
from areopagus.core.addresses import slug_of
from areopagus.core.clock import now


class UserManager(BaseUserManager["User"]):
    """Django and allauth ask for this much."""

    def create_user(
        self, name: str, email: str = "", password: str | None = None, **fields: Any
    ) -> User:
        from areopagus.accounts.names import key_of, skeleton_of

        user = self.model(
            name=name, name_key=key_of(name), name_skeleton=skeleton_of(name), email=email, **fields
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        from areopagus.accounts.names import key_of

        return self.get(name_key=key_of(username or ""))


class User(AbstractBaseUser):
    """A member. The id is kept at import, so every old profile address stays true.

    Times say states: `banned_at`, `dormant_at`, `quarantined_at`, `approved_at`. Nobody loses their
    name, password or posts by any of them.
    """

    class MailPrivacy(models.IntegerChoices):
        """FluxBB's three settings, same numbers."""

        SHOWN = 0, "Show my address to members"
        FORM = 1, "Members may write to me through the board"
        HIDDEN = 2, "Nobody may write to me"

    class Theme(models.TextChoices):
        SYSTEM = "system"
        LIGHT = "light"
        DARK = "dark"

    class WhenWriting(models.IntegerChoices):
        """How closely a topic is followed by whoever writes in it: the numbers of `boards.Level`."""

        NOTHING = 1, "Leave it as it is"
        FOLLOW = 2, "Follow it quietly: answers are told on the board only"
        WATCH = 3, "Watch it: answers are told as I wish, by mail as well"

    # Longer than Django's 128: a wrapped digest from an old board names both schemes.
    password = models.CharField(max_length=255)
    name = models.CharField(max_length=200)
    # Case-folded NFKC of the name, and its look-alike skeleton: nobody else may have either.
    name_key = models.CharField(max_length=220, unique=True)
    name_skeleton = models.CharField(max_length=260, unique=True)
    # Kept equal to allauth's primary address. Old boards allowed one address for several accounts.
    email = models.EmailField(max_length=254, blank=True, db_index=True)
    # Since when staff has asked that a new password be set; no password is right until it is.
    password_reset_at = models.DateTimeField(null=True, blank=True)
    group = models.ForeignKey(Group, models.PROTECT, related_name="members")
    is_active = models.BooleanField(default=True)

    registered_at = models.DateTimeField(db_index=True)
    registered_from = models.CharField(max_length=45, blank=True)
    # Null while an application waits, where the board approves newcomers by hand.
    approved_at = models.DateTimeField(null=True, blank=True)
    application = models.TextField(blank=True)
    banned_at = models.DateTimeField(null=True, blank=True)
    banned_until = models.DateTimeField(null=True, blank=True)
    ban_message = models.TextField(blank=True)
    # They may read and sign in, and not write.
    silenced_at = models.DateTimeField(null=True, blank=True)
    silenced_until = models.DateTimeField(null=True, blank=True)
    silence_reason = models.CharField(max_length=500, blank=True)
    # Since when a warning waits for them to say that they have read it.
    warned_at = models.DateTimeField(null=True, blank=True)
    # The newest version of the rules they have accepted; null when they came before there were versions.
    rules_version = models.PositiveIntegerField(null=True, blank=True)
    rules_accepted_at = models.DateTimeField(null=True, blank=True)
    # Away for years: out of the list of members until they sign in as ever.
    dormant_at = models.DateTimeField(null=True, blank=True)
    # Set aside on evidence of spam: shut out and unseen until somebody finds that they are a person.
    quarantined_at = models.DateTimeField(null=True, blank=True)

    # The profile (FluxBB fact sheet §6.7).
    title = models.CharField(max_length=50, blank=True)
    real_name = models.CharField(max_length=40, blank=True)
    location = models.CharField(max_length=60, blank=True)
    website = models.CharField(max_length=200, blank=True)
    # Messenger name to address, such as {"jabber": "ada@example.org"}; see accounts.profile_fields.
    contacts = models.JSONField(default=dict, blank=True)
    signature = models.TextField(blank=True)
    signature_markup = models.CharField(max_length=12, default="bbcode")
    signature_html = models.TextField(blank=True)
    signature_html_version = models.PositiveSmallIntegerField(default=0)
    # Path below media/, empty when there is none.
    avatar = models.CharField(max_length=120, blank=True)
    staff_note = models.CharField(max_length=200, blank=True)

    # Preferences. Empty or null means "as the board does".
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=40, blank=True)
    date_format = models.CharField(max_length=12, blank=True)
    time_format = models.CharField(max_length=12, blank=True)
    theme = models.CharField(max_length=8, choices=Theme.choices, default=Theme.SYSTEM)
    markup = models.CharField(max_length=12, blank=True)
    topics_per_page = models.PositiveSmallIntegerField(null=True, blank=True)
    posts_per_page = models.PositiveSmallIntegerField(null=True, blank=True)
    show_avatars = models.BooleanField(default=True)
    show_signatures = models.BooleanField(default=True)
    show_images = models.BooleanField(default=True)
    show_signature_images = models.BooleanField(default=True)
    show_smilies = models.BooleanField(default=True)
    mail_privacy = models.PositiveSmallIntegerField(
        choices=MailPrivacy.choices, default=MailPrivacy.FORM
    )
    level_when_writing = models.PositiveSmallIntegerField(
        choices=WhenWriting.choices,
        default=WhenWriting.NOTHING,
        db_default=WhenWriting.NOTHING,
    )
    notify_with_text = models.BooleanField(default=False)
    mail_language = models.CharField(max_length=10, blank=True, default="", db_default="")

    # Counters and moments kept by actions. post_count never falls: it is the number of this member's
    # posts here, removed ones too, plus `posts_elsewhere`: what an old board had counted beyond them,
    # plus `posts_claimed`: those that stand under another name and were shown to be theirs.
    post_count = models.PositiveIntegerField(default=0)
    posts_elsewhere = models.IntegerField(default=0)
    posts_claimed = models.PositiveIntegerField(default=0, db_default=0)
    last_post_at = models.DateTimeField(null=True, blank=True)
    last_letter_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    # On so many days (UTC) they were here, since this is counted.
    days_here = models.PositiveIntegerField(default=0, db_default=0)
    # The end of the visit before this one: what is newer is new to them.
    last_visit_at = models.DateTimeField(null=True, blank=True)
    # What the bell says; kept by `notifications`. Here because it is read with every page anyway.
    unread_notices = models.PositiveIntegerField(default=0, db_default=0)
    # What was written before counts as read. Null until they have read something here.
    read_before = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "name_key"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["-post_count"], name="user_by_posts"),
            models.Index(fields=["group"], name="user_by_group"),
        ]

    def __str__(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_reset_at = None

    def check_password(self, raw_password: str | None) -> bool:
        # It takes as long as ever, and may give the digest a newer scheme, which is no new password.
        was = self.password_reset_at
        is_right = super().check_password(raw_password)
        self.password_reset_at = was
        return is_right and was is None

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Whoever signs in while staff makes the password void gets a session that is void at once.
        own: str = super()._get_session_auth_hash(secret)  # type: ignore[misc]
        reset_at = self.password_reset_at
        return own if reset_at is None else own + reset_at.isoformat()

    def get_username(self) -> str:
        return self.name

    @property
    def is_banned(self) -> bool:
        """For ever, or until a moment that has not come."""
        return self.banned_at is not None and (
            self.banned_until is None or self.banned_until > now()
        )

    @property
    def is_silenced(self) -> bool:
        return self.silenced_at is not None and (
            self.silenced_until is None or self.silenced_until > now()
        )

    @property
    def is_waiting(self) -> bool:
        """Whether the application has not been decided on."""
        return bool(self.application) and self.approved_at is None

    @property
    def is_shut_out(self) -> bool:
        """Whether they may only read why they may not come in."""
        return self.is_banned or self.is_waiting or self.quarantined_at is not None

    @property
    def shown_title(self) -> str:
        """Wants `group` selected along."""
        return title_of(
            wording.shown(self.title),
            self.group.member_title,
            self.post_count,
            is_banned=self.is_banned,
        )

    @property
    def slug(self) -> str:
        return slug_of(self.name)

    @property
    def url(self) -> str:
        return address_of(self.pk, self.name)


def address_of(user_id: int, name: str) -> str:
    """A member's public page, such as "/members/7-mona/"."""
    slug = slug_of(name)
    return f"/members/{user_id}-{slug}/" if slug else f"/members/{user_id}/"


def title_of(own: str, group_title: str, post_count: int, *, is_banned: bool) -> str:
    """What stands under a name, in FluxBB's order: own title, Banned, the group's title, the rank, Member."""
    return own or ("Banned" if is_banned else group_title or rank_of(post_count)) or "Member"
