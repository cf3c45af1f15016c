"""Reporting a post, and settling what was reported."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards.models import Post
from areopagus.core.clock import now
from areopagus.core.events import announce
from areopagus.core.verdict import Refused, TooSoon
from areopagus.moderation import events, permissions
from areopagus.moderation.models import Report


@transaction.atomic
def report(actor: Actor, post: Post, reason: str) -> Report:
    """Tells the moderators of the post's forum. The same member reports an open case only once."""
    permissions.can_report(actor, post).insist()
    if not reason.strip():
        raise Refused("Please say in a few words what is wrong with the post.")
    # Held, so that two reports at once cannot both pass the interval.
    User.objects.select_for_update(no_key=True).get(pk=actor.member_id)
    mine = Report.objects.filter(reporter=actor.user_id)
    if (open_case := mine.filter(post=post, settled_at=None).first()) is not None:
        return open_case
    _insist_on_patience(actor, mine.order_by("-reported_at").first())
    made = Report.objects.create(
        post=post,
        reporter_id=actor.member_id,
        reporter_name=actor.name,
        reason=reason.strip(),
        reported_at=now(),
        source=post.source,
    )
    announce(events.PostReported(made.pk, post.pk))
    return made


@transaction.atomic
def settle(actor: Actor, report_id: int) -> None:
    """Closes a report; settling it twice changes nothing."""
    found = permissions.visible_reports(actor).filter(pk=report_id, settled_at=None)
    found.update(settled_at=now(), settled_by_name=actor.name)


def _insist_on_patience(actor: Actor, last: Report | None) -> None:
    interval = timedelta(seconds=actor.group.report_interval)
    if last is None or actor.is_staff or not interval:
        return
    left = int((last.reported_at + interval - now()).total_seconds()) + 1
    if left > 0:
        raise TooSoon(
            f"Between two reports there must be {actor.group.report_interval} seconds; "
            f"please try again in {left}.",
            left,
        )
