"""What writing does to an account."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from areopagus.accounts.events import MemberPromoted, MemberWrote
from areopagus.accounts.models import Group, User
from areopagus.core.events import announce
from areopagus.core.prepared import given
from areopagus.core.prepared_writes import PreparedUpdate


def count_post(user_id: int, group: Group, at: datetime) -> None:
    """One more post by this member; promotes them when their group says so. Call inside a transaction."""
    _COUNT.run(user=user_id, at=at)
    announce(MemberWrote(user_id))
    if group.promote_to_id and group.promote_at_posts:
        _promote_if_due(user_id)


_COUNT = PreparedUpdate(
    lambda: User.objects.filter(pk=given("user", int)),
    post_count=F("post_count") + 1,
    last_post_at=given("at", datetime),
)


def _promote_if_due(user_id: int) -> None:
    user = User.objects.select_related("group").only("post_count", "group").get(pk=user_id)
    group = user.group
    if group.promote_to_id and group.promote_at_posts and user.post_count >= group.promote_at_posts:
        User.objects.filter(pk=user_id).update(group=group.promote_to_id)
        announce(MemberPromoted(user_id, group.pk, group.promote_to_id))
