from __future__ import annotations

from django.conf import settings
from django.db import models

from areopagus.accounts.models import Group
from areopagus.boards.models.forum import Forum


class ForumPermission(models.Model):
    """Where one group's rights in one forum differ from the group's own. Null: as the group has it.

    It overrides in both directions, as in FluxBB: a group that may not post anywhere else can be
    allowed to post here.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="forum_permissions")
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="permissions")
    may_read = models.BooleanField(null=True)
    may_reply = models.BooleanField(null=True)
    may_start_topics = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "forum"], name="one_permission_row_each")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} in {self.forum_id}"


class ForumModerator(models.Model):
    """One member who looks after one forum; has power there only while their group is a moderators' group."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="moderators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="moderates")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "user"], name="one_moderator_row_each")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.forum_id}"
