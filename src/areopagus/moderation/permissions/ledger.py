"""Who sees what was done, who takes it back, and what members read about themselves."""

from __future__ import annotations

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from areopagus.accounts.actors import Actor
from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group, User
from areopagus.boards.deeds import TOPICS_MERGED
from areopagus.boards.models import Post, Topic
from areopagus.boards.permissions import access
from areopagus.core.ledger.kinds import kind_named, kinds
from areopagus.core.ledger.models import Batch, Change, Subject
from areopagus.core.verdict import ALLOWED, NotFound, Refused, Verdict, denied
from areopagus.moderation.deeds import ABOUT_MEMBERS, PUBLISHED
from areopagus.moderation.models import Appeal
from areopagus.moderation.permissions.members import has_power
from areopagus.moderation.permissions.sight import insist_on_moderator, moderated_forums

APPEALED = (
    "You have asked already that this be looked at again. One appeal is answered for each decision."
)


# What members read about themselves


def decisions_about(actor: Actor) -> QuerySet[Batch]:
    """What staff or a rule decided about this member or what they wrote."""
    if actor.is_guest:
        raise Refused("Sign in to see what was decided about you.")
    telling = [name for name, kind in kinds().items() if kind.tells]
    mine = Subject.objects.filter(batch=OuterRef("pk"), name="member", subject_id=actor.member_id)
    # A merge is told to those who began one of the topics; whose answers stand in it need not be.
    begun = Topic.objects.filter(author=actor.member_id).values("pk")
    theirs = Subject.objects.filter(batch=OuterRef("pk"), name="topic", subject_id__in=begun)
    found = Batch.objects.filter(
        Exists(mine), ~Q(kind=TOPICS_MERGED.name) | Exists(theirs), kind__in=telling
    )
    # Whoever decided it themselves has nobody to ask.
    return found.exclude(actor_id=actor.member_id)


def can_appeal(actor: Actor, batch: Batch) -> Verdict:
    """Of a decision about them."""
    if Batch.objects.filter(undoes=batch).exists():
        return denied("This decision was taken back.")
    if Appeal.objects.filter(batch=batch, member=actor.member_id).exists():
        return denied(APPEALED)
    return ALLOWED


def visible_appeals(actor: Actor) -> QuerySet[Appeal]:
    insist_on_moderator(actor)
    return Appeal.objects.filter(batch__in=visible_batches(actor))


def can_answer(actor: Actor, appeal: Appeal) -> Verdict:
    """Whoever might take the decision back."""
    if appeal.answered_at is not None:
        return denied(f"{appeal.answered_by_name} has answered this already.")
    if appeal.member_id == actor.user_id:
        return denied("Nobody answers their own appeal.")
    return can_undo(actor, appeal.batch)


# The ledger


def has_ledger(actor: Actor) -> bool:
    """Whoever moderates a forum, or whose group has a power over members."""
    return actor.is_staff and bool(moderated_forums(actor) or _about_members(actor))


def insist_on_ledger(actor: Actor) -> None:
    """It looks absent to everybody else."""
    if not has_ledger(actor):
        raise NotFound


def visible_batches(actor: Actor) -> QuerySet[Batch]:
    """Administrators see all; moderators what concerns a forum of theirs and none they cannot read, and what
    was done to members.

    What was done to the board itself (its forums, its groups, its options) is for administrators.
    """
    if actor.is_administrator:
        return Batch.objects.all()
    forums = Subject.objects.filter(batch=OuterRef("pk"), name="forum")
    mine = forums.filter(subject_id__in=moderated_forums(actor))
    hidden = forums.exclude(subject_id__in=access(actor))
    board = Subject.objects.filter(batch=OuterRef("pk"), name="board")
    return Batch.objects.filter(
        Q(Exists(mine)) | Q(first_kind__in=_about_members(actor)),
        ~Exists(hidden),
        ~Exists(board),
    )


def published_batches(actor: Actor) -> QuerySet[Batch]:
    """What the public log shows them: only of forums they read, also when a topic was moved since."""
    readable = access(actor)
    subjects = Subject.objects.filter(batch=OuterRef("pk"))
    forums = subjects.filter(name="forum")
    elsewhere = Topic.objects.filter(pk=OuterRef("subject_id")).exclude(forum__in=readable)
    return Batch.objects.filter(
        Exists(forums),
        ~Exists(forums.exclude(subject_id__in=readable)),
        ~Exists(subjects.filter(Exists(elsewhere), name="topic")),
        kind__in=PUBLISHED,
    )


def can_see_batch(actor: Actor, batch: Batch) -> Verdict:
    if actor.is_administrator:
        return ALLOWED
    if batch.subjects.filter(name="board").exists():
        return denied("This was done to the board itself; only administrators see it.")
    about_members = batch.first_kind in _about_members(actor)
    forums = _forums_of(batch)
    if (about_members or forums & moderated_forums(actor)) and forums <= set(access(actor)):
        return ALLOWED
    return denied("This concerns no forum of yours.")


def can_undo(actor: Actor, batch: Batch) -> Verdict:
    """Moderators take back what was done in forums of theirs alone, and not by an administrator.

    What has been moved since must not stand in another's forum either.
    """
    if actor.is_administrator:
        return ALLOWED
    if not (may := can_see_batch(actor, batch)):
        return may
    mine = moderated_forums(actor)
    if not _forums_of(batch) <= mine:
        return denied("It concerns a forum that is not yours to look after.")
    if _is_administrators(batch):
        return denied("An administrator did this; only administrators take it back.")
    if not _forums_now(batch) <= mine:
        return denied("Some of it stands in a forum by now that is not yours to look after.")
    return _has_power_over(actor, batch)


def _about_members(actor: Actor) -> list[str]:
    """What is done to members is seen by all who moderate a forum; what asks a power, by who has it."""
    able = [name for name, kind in kinds().items() if kind.power and has_power(actor, kind.power)]
    return [*ABOUT_MEMBERS, *able] if moderated_forums(actor) else able


def _has_power_over(actor: Actor, batch: Batch) -> Verdict:
    """What their group may not do to these members it may not take back either."""
    power = kind_named(batch.first_kind).power
    if not power:
        return ALLOWED
    if not has_power(actor, power):
        return denied("Your group may not do this to members.")
    about = batch.subjects.filter(name="member").values("subject_id")
    staff = Group.objects.filter(Q(is_moderator=True) | Q(role=Group.Role.ADMINISTRATORS))
    if User.objects.filter(group__in=staff, pk__in=about).exists():
        return denied("Staff are changed by administrators only.")
    # Since somebody left it, a group may have become one of staff.
    changes = batch.changes.filter(table=User._meta.label_lower)
    if changes.filter(before__group_id__in=[group.pk for group in staff]).exists():
        return denied("Moderators are made by administrators only.")
    return ALLOWED


def _forums_of(batch: Batch) -> set[int]:
    return set(batch.subjects.filter(name="forum").values_list("subject_id", flat=True))


def _forums_now(batch: Batch) -> set[int]:
    """Where what it concerns or has changed stands now."""
    topics = Topic.objects.filter(_concerned(batch, "topic") | _changed(batch, Topic))
    posts = Post.objects.filter(_concerned(batch, "post") | _changed(batch, Post))
    return {
        *topics.order_by().values_list("forum", flat=True).distinct(),
        *posts.order_by().values_list("topic__forum", flat=True).distinct(),
    }


def _concerned(batch: Batch, name: str) -> Q:
    return Q(pk__in=batch.subjects.filter(name=name).values("subject_id"))


def _changed(batch: Batch, model: type[Topic | Post]) -> Q:
    rows = Change.objects.filter(batch=batch, table=model._meta.label_lower)
    return Q(pk__in=rows.values(key=Cast("row_id", BigIntegerField())))


def _is_administrators(batch: Batch) -> bool:
    if batch.actor_id is None:
        return False
    administrators = with_role(Group.Role.ADMINISTRATORS)
    return User.objects.filter(pk=batch.actor_id, group=administrators).exists()
