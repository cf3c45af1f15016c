from __future__ import annotations

from django.db import models


class Group(models.Model):
    """A set of members who share rights; every member is in exactly one. Guests are one too.

    The flags are FluxBB's (fact sheet §5.1) under our names. A forum's permission rows may override
    reading, replying and starting topics there. Administrators may do everything whatever their
    flags say.
    """

    class Role(models.TextChoices):
        """The groups the house itself relies on. A board may rename them, not delete them."""

        ADMINISTRATORS = "administrators"
        MODERATORS = "moderators"
        GUESTS = "guests"
        MEMBERS = "members"
        NEWCOMERS = "newcomers"

    name = models.CharField(max_length=60, unique=True)
    role = models.CharField(max_length=20, choices=Role.choices, unique=True, null=True, blank=True)
    # Shown under the name of each member who has no title of their own.
    member_title = models.CharField(max_length=60, blank=True)

    promote_at_posts = models.PositiveIntegerField(null=True, blank=True)
    promote_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")

    may_read_board = models.BooleanField(default=True)
    may_view_members = models.BooleanField(default=True)
    may_reply = models.BooleanField(default=True)
    may_start_topics = models.BooleanField(default=True)
    may_edit_own_posts = models.BooleanField(default=True)
    may_delete_own_posts = models.BooleanField(default=True)
    may_delete_own_topics = models.BooleanField(default=True)
    may_post_links = models.BooleanField(default=True)
    # What they write is shown once a moderator has approved it.
    writes_on_approval = models.BooleanField(default=False)
    may_set_title = models.BooleanField(default=False)
    may_search = models.BooleanField(default=True)
    may_search_members = models.BooleanField(default=True)
    may_send_mail = models.BooleanField(default=True)

    # Seconds a member waits between two of the same deed; 0 is no wait.
    post_interval = models.PositiveIntegerField(default=30)
    search_interval = models.PositiveIntegerField(default=30)
    mail_interval = models.PositiveIntegerField(default=60)
    report_interval = models.PositiveIntegerField(default=60)
    # Minutes after posting during which an own post may be edited or deleted; 0 is for ever.
    edit_minutes = models.PositiveIntegerField(default=0)

    is_moderator = models.BooleanField(default=False)
    may_edit_members = models.BooleanField(default=False)
    may_rename_members = models.BooleanField(default=False)
    may_change_passwords = models.BooleanField(default=False)
    may_ban_members = models.BooleanField(default=False)
    may_promote_members = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_administrators(self) -> bool:
        return self.role == self.Role.ADMINISTRATORS

    @property
    def is_staff(self) -> bool:
        return self.is_administrators or self.is_moderator
