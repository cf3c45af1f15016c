"""One message to one browser, judged once more when it is sent."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus

from areopagus.accounts import actors
from areopagus.accounts.notices import Line, kind_named
from areopagus.boards import options
from areopagus.boards.permissions import can_see_post
from areopagus.notifications import permissions, wishes
from areopagus.notifications.channels import NO, channel_named
from areopagus.notifications.kinds import OF_POSTS
from areopagus.notifications.lines import lines
from areopagus.notifications.models import Notice, PushSubscription
from areopagus.notifications.push import endpoints, keys, sessions
from areopagus.notifications.push.encryption import encrypted
from areopagus.notifications.sending import still_concerns

# Seconds for which a push service keeps a message for a browser that is not there.
KEPT = 24 * 60 * 60
GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.FORBIDDEN}
LATER = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
# What stands on a locked screen is read by others; so only what guests could read says what it is about.
DISCREET = "There is something new for you."
logger = logging.getLogger(__name__)


def push(notice_id: int, subscription_id: int) -> None:
    """Raises Unreachable when it is to be tried again."""
    browser = PushSubscription.objects.select_related("user").filter(pk=subscription_id).first()
    notices = Notice.objects.select_related("user__group", "post__topic__forum")
    notice = notices.filter(pk=notice_id, read_at=None).first()
    if browser is None or notice is None or browser.user_id != notice.user_id:
        return
    line = _wanted(notice)
    if line is None or not sessions.is_kept(browser):
        return
    try:
        status = endpoints.send(browser.endpoint, _body(browser, notice, line), _headers(browser))
    except endpoints.Unfit:
        status = HTTPStatus.GONE
    if status in GONE:
        # The browser wants no more, or has forgotten the board.
        browser.delete()
    elif status in LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise endpoints.Unreachable(f"The push service answers {status}.")
    elif status >= HTTPStatus.BAD_REQUEST:
        logger.warning("A push service refuses a message with %s", int(status))


def _wanted(notice: Notice) -> Line | None:
    """None when nothing is to be said any more."""
    user, kind = notice.user, kind_named(notice.kind)
    said = wishes.said_by([user.pk]).get(user.pk, {})
    if (
        kind is None
        or wishes.wish(said, kind, channel_named("push")) == NO
        or not permissions.can_be_told(user)
    ):
        return None
    if notice.kind in OF_POSTS and not still_concerns(notice):
        return None
    return lines(actors.member(user), [notice]).get(notice.pk)


def _body(browser: PushSubscription, notice: Notice, line: Line) -> bytes:
    is_public = notice.post is not None and can_see_post(actors.guest(), notice.post)
    said = {
        "title": options.TITLE.get(),
        "body": line.text[:1000] if is_public else DISCREET,
        "url": f"/notices/{notice.pk}/" if notice.on_board else line.url,
        "tag": f"notice-{notice.pk}",
    }
    message = json.dumps(said, ensure_ascii=False).encode()
    return encrypted(message, keys.decoded(browser.point), keys.decoded(browser.secret))


def _headers(browser: PushSubscription) -> dict[str, str]:
    return {
        "Authorization": keys.authorization(browser.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT),
        "Urgency": "normal",
    }
