"""Push as one more channel of notices: it hands new ones to a job for each of their readers' browsers."""

from __future__ import annotations

from collections.abc import Sequence

from areopagus.notifications.channels import channel
from areopagus.notifications.models import Notice, PushSubscription


def hand_over(notices: Sequence[Notice]) -> None:
    from areopagus.notifications.push import tasks

    of_user = {notice.user_id: notice.pk for notice in notices}
    browsers = PushSubscription.objects.filter(user__in=of_user.keys())
    for pk, user_id in browsers.order_by("pk").values_list("pk", "user_id"):
        tasks.push.enqueue(of_user[user_id], pk)


PUSH = channel("push", "In the browser", hand_over=hand_over)
