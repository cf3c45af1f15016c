"""A browser is on its member's list for as long as they are signed in there, and no longer."""

from __future__ import annotations

from areopagus.accounts.sessions import signed_in_by
from areopagus.notifications.models import PushSubscription


def is_kept(browser: PushSubscription) -> bool:
    """False: its member is not signed in there any more, and it is on no list from now on. Wants `user`."""
    if signed_in_by(browser.user, [browser.session_key]):
        return True
    browser.delete()
    return False


def forget_ended() -> None:
    """Browsers in which nobody is signed in any more."""
    for browser in list(PushSubscription.objects.select_related("user").order_by("pk")):
        is_kept(browser)


def follow(was: str, key: str) -> None:
    """The session goes on under another key."""
    PushSubscription.objects.filter(session_key=was).update(session_key=key)
