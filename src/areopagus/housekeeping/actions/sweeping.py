"""Running a sweep: one batch for everybody, or nothing at all."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.boards.models import Post, Topic
from areopagus.core.clock import now
from areopagus.core.ledger import recording
from areopagus.core.ledger.recording import Deed
from areopagus.core.verdict import Refused
from areopagus.housekeeping import choosing, deeds, permissions
from areopagus.housekeeping.actions.planning import planned
from areopagus.housekeeping.evidence.shields import STRONG
from areopagus.housekeeping.models import Canary, Evidence, State, Sweep

REASON = "Hidden with the account that wrote it, on evidence of spam."
SHOWN = 10


@transaction.atomic
def run_sweep(actor: Actor, sweep_id: int, reason: str = "") -> Deed:
    """Everybody who is still to be touched. Refused when a canary is among those chosen."""
    permissions.insist_on_administrator(actor)
    sweep = planned(sweep_id)
    permissions.can_run(sweep).insist()
    _insist_on_no_canary(sweep)
    # Members before topics before posts, each in the order of their numbers, as everywhere.
    members = _held(sweep)
    resting = [m for m, state in members if state == State.DORMANT]
    set_aside = [m for m, state in members if state == State.QUARANTINED]
    topics, posts = _written_by(set_aside)
    with recording.batch(actor, deeds.SWEPT, reason) as deed:
        deed.details = {
            "dormant": f"{len(resting):,}",
            "quarantined": f"{len(set_aside):,}",
            "sweep": sweep.pk,
        }
        at = now()
        deed.change(*resting, dormant_at=at)
        deed.change(*set_aside, quarantined_at=at)
        deed.change(*topics, removed_at=at, removal_reason=REASON)
        deed.change(*posts, removed_at=at, removal_reason=REASON)
        deed.concerns(
            member=[m.pk for m, _ in members],
            topic={*(topic.pk for topic in topics), *(post.topic_id for post in posts)},
            forum={*(topic.forum_id for topic in topics), *(post.topic.forum_id for post in posts)},
        )
    sweep.run_at, sweep.batch = at, deed.batch
    sweep.save(update_fields=["run_at", "batch"])
    return deed


def _insist_on_no_canary(sweep: Sweep) -> None:
    hit = sweep.chosen.filter(user__in=Canary.objects.values("user"), spared_at=None)
    names = list(hit.order_by("user").values_list("user__name", flat=True)[:SHOWN])
    if names:
        raise Refused(
            f"This sweep would hit {', '.join(names)}, who must not be hit. Rules that do are wrong: look at "
            "the evidence, and plan anew. Nothing was changed."
        )


def _held(sweep: Sweep) -> list[tuple[User, State]]:
    """Held. Strong shields that were found since the sweep was planned keep their members too."""
    state_of = {one.user_id: State(one.state) for one in choosing.still_to_touch(sweep)}
    shielded = {
        pk
        for pk, shields in Evidence.objects.filter(
            user__in=sweep.chosen.values("user")
        ).values_list("user_id", "shields")
        if state_of.get(pk) == State.QUARANTINED and STRONG & {name for name, _ in shields}
    }
    held = (
        User.objects.select_for_update(of=("self",), no_key=True)
        .select_related("group")
        .filter(pk__in=sweep.chosen.values("user"))
        .order_by("pk")
    )
    return [
        (member, state_of[member.pk])
        for member in held
        if member.pk in state_of
        and member.pk not in shielded
        and permissions.can_be_touched(member)
    ]


def _written_by(members: Sequence[User]) -> tuple[list[Topic], list[Post]]:
    """What stands of theirs: topics they began, and their posts elsewhere."""
    if not members:
        return [], []
    pks = [member.pk for member in members]
    begun: list[Topic] = []
    posts: list[Post] = []
    for start in range(0, len(pks), 500):
        some = pks[start : start + 500]
        mine = Post.objects.standing().filter(author__in=some)
        begun += Topic.objects.filter(pk__in=mine.filter(number=1).values("topic"), removed_at=None)
        posts += mine.exclude(number=1).select_related("topic")
    return begun, posts
