"""Every deed there is, done to something random. test_nothing_is_old proves that none is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from areopagus.accounts import actions as accounts
from areopagus.accounts import actors
from areopagus.accounts.models import Ban, Group, Invitation, User
from areopagus.administration.actions import (
    cleaning,
    forum_access,
    forums,
    groups,
    invitations,
    many,
    members,
    options,
    smilies,
)
from areopagus.boards import actions, tasks
from areopagus.boards.models import Category, Forum, ForumModerator, Ghost, Level, Post, Topic
from areopagus.core.clock import now
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.options import Option
from areopagus.core.options import current as current_options
from areopagus.homecoming import actions as homecoming
from areopagus.homecoming import letters
from areopagus.homecoming.models import Claim, MailProof, OldAccount, Plea
from areopagus.housekeeping import actions as housekeeping
from areopagus.housekeeping.models import Chosen, Sweep
from areopagus.leaving import actions as leaving
from areopagus.leaving import erasing
from areopagus.leaving.models import Farewell
from areopagus.moderation import actions as moderation
from areopagus.moderation.actions import appeals, standing
from areopagus.moderation.actions import bans as moderation_bans
from areopagus.moderation.actions import members as powers
from areopagus.moderation.actions import undoing as moderation_undoing
from areopagus.moderation.models import Appeal, Report
from areopagus.upkeep import actions as upkeep
from areopagus.uploads.models import Smiley
from tests import factories
from tests.pagecache.world import NothingThere, Role, World, categories, group_ids, soon

Deed = Callable[[World], object]
DEEDS: dict[str, Deed] = {}


def deed(action: Callable[..., Any]) -> Callable[[Deed], Deed]:
    """Says which action it tries."""

    def register(tries: Deed) -> Deed:
        DEEDS[tries.__name__] = tries
        TRIED.add(name_of(action))
        return tries

    return register


TRIED: set[str] = set()


def name_of(action: Callable[..., Any]) -> str:
    return f"{action.__module__}.{action.__qualname__}"


# Writing


@deed(actions.start_topic)
def start_topic(world: World) -> object:
    actor = world.anybody()
    draft = world.draft(actor, title=world.words(), subscribe=world.one([True, False]))
    return actions.start_topic(actor, world.forum(), draft)


@deed(actions.reply)
def reply(world: World) -> object:
    actor = world.anybody()
    return actions.reply(actor, world.topic(), world.draft(actor))


@deed(actions.edit_post)
def edit_post(world: World) -> object:
    return actions.edit_post(
        world.staff(),
        world.post(removed_at=None),
        world.words(),
        world.one(["bbcode", "markdown"]),
        reason=world.words(2),
        silently=world.one([True, False]),
    )


@deed(actions.edit_post)
def edit_title(world: World) -> object:
    post = world.post(number=1, removed_at=None, topic__removed_at=None)
    return actions.edit_post(
        world.ada, post, world.words(), "bbcode", title=world.one(["Aaa", "Zzz"]) + world.words(3)
    )


@deed(actions.edit_post)
def edit_title_of_what_has_a_stub(world: World) -> object:
    """Stubs stand in other forums, perhaps in order of title."""
    move_topics(world)
    world.settle()
    topic = world.topic(removed_at=None, stubs__isnull=False)
    title = world.one(["Aaa", "Zzz"]) + world.words(3)
    return actions.edit_post(
        world.ada, topic.posts.get(number=1), world.words(), "bbcode", title=title
    )


@deed(actions.delete_post)
def delete_post(world: World) -> object:
    return actions.delete_post(world.staff(), world.post(number__gt=1, removed_at=None), "Off.")


@deed(actions.delete_post)
def delete_topic(world: World) -> object:
    return actions.delete_post(world.ada, world.post(number=1, topic__removed_at=None), "Spam.")


@deed(actions.subscribe_to_topic)
def subscribe_to_topic(world: World) -> None:
    actions.subscribe_to_topic(world.cast.max, world.topic())


@deed(actions.read_forum)
def read_forum(world: World) -> None:
    actions.read_forum(factories.patient(world.cast.ada), world.forum(link="").pk)


@deed(actions.undo_read_forum)
def undo_read_forum(world: World) -> None:
    reader = factories.patient(world.cast.ada)
    _, token = actions.read_forum(reader, world.forum(link="").pk)
    world.settle()
    actions.undo_read_forum(reader, token)


@deed(actions.read_everything)
def read_everything(world: World) -> None:
    actions.read_everything(world.cast.nina)


@deed(actions.undo_read_everything)
def undo_read_everything(world: World) -> None:
    token = actions.read_everything(world.cast.nina)
    world.settle()
    actions.undo_read_everything(world.cast.nina, token)


@deed(actions.unsubscribe_from_topic)
def unsubscribe_from_topic(world: World) -> None:
    actions.unsubscribe_from_topic(world.cast.max, world.topic())


@deed(actions.subscribe_to_forum)
def subscribe_to_forum(world: World) -> None:
    actions.subscribe_to_forum(world.cast.max, world.forum())


@deed(actions.unsubscribe_from_forum)
def unsubscribe_from_forum(world: World) -> None:
    actions.unsubscribe_from_forum(world.cast.max, world.forum())


@deed(actions.change_subscriptions)
def change_subscriptions(world: World) -> None:
    level = world.one(list(Level))
    actions.change_subscriptions(world.cast.max, [world.topic().pk], [world.forum().pk], level)


# What moderators do


@deed(actions.lock_topics)
def lock_topics(world: World) -> object:
    return actions.lock_topics(world.ada, world.ids(Topic.objects.filter(is_stub=False)))


@deed(actions.unlock_topics)
def unlock_topics(world: World) -> object:
    return actions.unlock_topics(world.ada, world.ids(Topic.objects.filter(is_stub=False), 9))


@deed(actions.pin_topics)
def pin_topics(world: World) -> object:
    return actions.pin_topics(world.ada, world.ids(Topic.objects.filter(is_stub=False)))


@deed(actions.pin_topics_everywhere)
def pin_topics_everywhere(world: World) -> object:
    return actions.pin_topics_everywhere(world.ada, world.ids(Topic.objects.filter(is_stub=False)))


@deed(actions.unpin_topics)
def unpin_topics(world: World) -> object:
    return actions.unpin_topics(world.ada, world.ids(Topic.objects.filter(is_stub=False), 9))


@deed(actions.remove_topics)
def remove_topics(world: World) -> object:
    return actions.remove_topics(world.ada, world.ids(Topic.objects.all(), 2), "Spam.")


@deed(actions.restore_topics)
def restore_topics(world: World) -> object:
    return actions.restore_topics(world.ada, world.ids(Topic.objects.exclude(removed_at=None)))


@deed(actions.rename_topic)
def rename_topic(world: World) -> object:
    return actions.rename_topic(world.ada, world.topic().pk, world.one("AZ") + world.words(3))


@deed(actions.move_topics)
def move_topics(world: World) -> object:
    return actions.move_topics(
        world.ada,
        world.ids(Topic.objects.filter(is_stub=False)),
        world.forum(link="").pk,
        leave_stubs=world.one([True, True, False]),
        stub_days=world.one([None, 1]),
    )


@deed(actions.merge_topics)
def merge_topics(world: World) -> object:
    topics = Topic.objects.filter(is_stub=False, removed_at=None)
    ids = [*world.ids(topics, 2), world.one(topics).pk]
    stubs = world.one([True, False])
    return actions.merge_topics(world.ada, ids, ids[-1], leave_stubs=stubs)


@deed(actions.split_posts)
def split_posts(world: World) -> object:
    topic = world.topic(removed_at=None, last_number__gt=1)
    posts = world.ids(topic.posts.filter(number__gt=1), 2)
    return actions.split_posts(world.ada, posts, world.words(3), world.forum(link="").pk)


@deed(actions.move_posts)
def move_posts(world: World) -> object:
    topic = world.topic(removed_at=None, last_number__gt=1)
    posts = world.ids(topic.posts.filter(number__gt=1), 2)
    return actions.move_posts(world.ada, posts, world.topic(removed_at=None).pk)


@deed(actions.remove_posts)
def remove_posts(world: World) -> object:
    topic = world.topic(last_number__gt=1)
    return actions.remove_posts(world.ada, world.ids(topic.posts.filter(number__gt=1)), "Rude.")


@deed(actions.restore_posts)
def restore_posts(world: World) -> object:
    return actions.restore_posts(world.ada, [world.post(removed_at__isnull=False).pk])


@deed(actions.give_to_ghost)
def give_to_ghost(world: World) -> object:
    posts = world.post(author__isnull=False).topic.posts.filter(author__isnull=False)
    return actions.give_to_ghost(world.ada, world.ids(posts), "A sailor")


@deed(moderation_undoing.undo)
def undo_as_moderator(world: World) -> object:
    return moderation_undoing.undo(world.ada, world.one(Batch.objects.filter(undone_by=None)).pk)


@deed(undoing.undo)
def undo(world: World) -> object:
    return undoing.undo(world.ada, world.one(Batch.objects.filter(undone_by=None)).pk)


@deed(tasks.end_stubs.func)
def end_stubs(world: World) -> object:
    if not Topic.objects.filter(is_stub=True, removed_at=None).update(stub_until=now()):
        raise NothingThere("There is none.")
    return tasks.end_stubs.func()


def what_waits(world: World, *, edit: bool = False) -> int:
    """A reply or an edit of Nina's; the group she is in writes on approval from now on."""
    actor = factories.patient(actors.member(User.objects.select_related("group").get(name="Nina")))
    Group.objects.filter(pk=actor.group.pk).update(writes_on_approval=True)
    actor.group.writes_on_approval = True
    try:
        if edit:
            own = world.one(
                Post.objects.filter(author=actor.user_id, removed_at=None, topic__removed_at=None)
            )
            actions.edit_post(actor, own, world.words(), "bbcode")
        else:
            actions.reply(
                actor, world.topic(removed_at=None, is_stub=False), actions.Draft(world.words())
            )
    except actions.WaitsForApproval as waits:
        world.settle()
        return waits.held.pk
    raise NothingThere("It did not wait.")


@deed(actions.approve)
def approve_reply(world: World) -> object:
    return actions.approve(world.ada, what_waits(world))


@deed(actions.approve)
def approve_edit(world: World) -> object:
    return actions.approve(world.ada, what_waits(world, edit=True))


@deed(actions.reject)
def reject(world: World) -> object:
    return actions.reject(world.ada, what_waits(world), "Not here.")


@deed(actions.withdraw)
def withdraw(world: World) -> None:
    held_id = what_waits(world)
    nina = actors.member(User.objects.select_related("group").get(name="Nina"))
    actions.withdraw(nina, held_id)


@deed(actions.change_held)
def change_held(world: World) -> None:
    held_id = what_waits(world)
    nina = actors.member(User.objects.select_related("group").get(name="Nina"))
    actions.change_held(nina, held_id, world.words())


@deed(moderation.report)
def report(world: World) -> object:
    return moderation.report(factories.patient(world.cast.max), world.post(), "Rude.")


def an_open_report(world: World) -> int:
    """One made anew when all are settled."""
    if not Report.objects.filter(settled_at=None).exists():
        moderation.report(factories.patient(world.cast.max), world.post(), "Rude.")
    found: Report = world.one(Report.objects.filter(settled_at=None))
    return found.pk


@deed(moderation.settle)
def settle(world: World) -> object:
    return moderation.settle(world.ada, an_open_report(world), Report.Outcome.ACTED)


@deed(moderation.claim)
def claim(world: World) -> object:
    return moderation.claim(world.ada, an_open_report(world))


@deed(moderation.note)
def note(world: World) -> object:
    return moderation.note(world.ada, an_open_report(world), "Asked before.")


@deed(cleaning.clean_up)
def clean_up(world: World) -> object:
    return cleaning.clean_up(world.ada, [world.member().pk], "Spam.")


@deed(many.move_many)
def move_many(world: World) -> object:
    return many.move_many(
        world.ada,
        world.ids(User.objects.all()),
        world.one(group_ids("members", "newcomers", "moderators")),
    )


@deed(many.ban_many)
def ban_many(world: World) -> object:
    until = world.one([None, soon()])
    return many.ban_many(world.ada, world.ids(User.objects.all()), "Enough.", until)


@deed(many.lift_bans)
def lift_bans(world: World) -> object:
    many.ban_many(world.ada, [world.member().pk], "Enough.")
    world.settle()
    return many.lift_bans(world.ada, [*User.objects.values_list("pk", flat=True)])


@deed(many.put_to_rest)
def put_to_rest(world: World) -> object:
    return many.put_to_rest(world.ada, world.ids(User.objects.all()))


@deed(many.wake_many)
def wake_many(world: World) -> object:
    many.put_to_rest(world.ada, [world.member().pk])
    world.settle()
    return many.wake_many(world.ada, [*User.objects.values_list("pk", flat=True)])


@deed(many.hide_posts_of)
def hide_posts_of(world: World) -> object:
    return many.hide_posts_of(world.ada, world.ids(User.objects.all(), 2), "Spam.")


@deed(upkeep.prune_topics)
def prune_topics(world: World) -> object:
    old = world.ids(Topic.objects.filter(removed_at=None), 2)
    Topic.objects.filter(pk__in=old).update(last_post_at=now() - timedelta(days=400))
    world.settle()
    return upkeep.prune_topics(world.ada, upkeep.Pruning(365, with_pinned=True), "Old.")


# Bans


@deed(moderation_bans.add_ban)
def add_ban(world: World) -> object:
    return moderation_bans.add_ban(world.ada, addresses=f"198.51.100.{world.number() % 250}")


@deed(moderation_bans.change_ban)
def change_ban(world: World) -> object:
    moderation_bans.add_ban(world.ada, name=f"Rex {world.number()}")
    world.settle()
    ban = world.one(Ban.objects.all())
    return moderation_bans.change_ban(world.ada, ban.pk, name=f"Rex {world.number()}")


@deed(moderation_bans.lift_ban)
def lift_ban_of_nobody(world: World) -> object:
    moderation_bans.add_ban(world.ada, name=f"Rex {world.number()}")
    world.settle()
    return moderation_bans.lift_ban(world.ada, world.one(Ban.objects.all()).pk)


# How members stand


@deed(standing.warn)
def warn(world: World) -> object:
    return standing.warn(world.ada, world.member().pk, "Be kind.", points=world.one([1, 20]))


@deed(standing.silence)
def silence(world: World) -> object:
    return standing.silence(world.ada, world.member().pk, "Rude.", world.one([None, soon()]))


@deed(standing.lift_silence)
def lift_silence(world: World) -> object:
    member = world.member()
    standing.silence(world.ada, member.pk)
    world.settle()
    return standing.lift_silence(world.ada, member.pk)


@deed(standing.add_note)
def add_staff_note(world: World) -> object:
    return standing.add_note(world.ada, world.member().pk, "Writes at night.")


@deed(standing.remove_note)
def remove_staff_note(world: World) -> object:
    member = world.member()
    standing.add_note(world.ada, member.pk, "Writes at night.")
    world.settle()
    return standing.remove_note(world.ada, member.pk, world.one(member.staff_notes.all()).pk)


@deed(powers.rename)
def rename_member(world: World) -> object:
    return powers.rename(
        world.ada, world.member().pk, f"{world.one(['Aa', 'Zz'])} {world.number()}"
    )


@deed(powers.edit_profile)
def edit_profile(world: World) -> object:
    changes = {"title": world.words(2), "signature": f"[b]{world.words()}[/b]", "avatar": ""}
    return powers.edit_profile(world.ada, world.member().pk, changes)


@deed(powers.reset_password)
def reset_password(world: World) -> object:
    return powers.reset_password(world.ada, world.member().pk)


@deed(powers.promote)
def promote_member(world: World) -> object:
    member = world.member()
    Group.objects.filter(pk=member.group_id).update(promote_to=world.one(group_ids("members")))
    world.settle()
    return powers.promote(world.ada, member.pk)


@deed(appeals.answer)
def answer_appeal(world: World) -> object:
    member = world.member()
    batch = standing.silence(world.ada, member.pk, "Rude.").batch
    assert batch is not None
    asked = appeals.appeal(actors.member(member), batch.pk, "I was not.")
    world.settle()
    return appeals.answer(world.ada, asked.pk, world.one(list(Appeal.Outcome)), "Indeed.")


# Housekeeping


def a_sweep(world: World) -> Sweep:
    """Planned for one member; the one before it, if it is still planned, is called off."""
    Sweep.objects.filter(run_at=None, called_off_at=None).update(called_off_at=now())
    sweep = Sweep.objects.create(
        rules=["asleep"], asleep_years=3, planned_at=now(), planned_by_name="Ada", due_at=now()
    )
    state = world.one(["dormant", "quarantined", "quarantined"])
    member = world.member()
    # Somebody whom a sweep may touch, whatever was done to them before.
    newcomers = group_ids("newcomers")[0]
    User.objects.filter(pk=member.pk).update(dormant_at=None, quarantined_at=None, group=newcomers)
    world.settle()
    Chosen.objects.create(sweep=sweep, user=member, state=state, rules=["asleep"])
    return sweep


@deed(housekeeping.run_sweep)
def run_sweep(world: World) -> object:
    return housekeeping.run_sweep(world.ada, a_sweep(world).pk)


def a_run_sweep(world: World) -> Sweep:
    sweep = a_sweep(world)
    if housekeeping.run_sweep(world.ada, sweep.pk).batch is None:
        raise NothingThere("It touched nobody.")
    world.settle()
    sweep.refresh_from_db()
    return sweep


@deed(housekeeping.bring_back)
def bring_back(world: World) -> object:
    chosen = a_run_sweep(world).chosen.get()
    return housekeeping.bring_back(world.ada, chosen.sweep_id, chosen.user_id)


@deed(housekeeping.undo_rule)
def undo_rule(world: World) -> object:
    return housekeeping.undo_rule(world.ada, a_run_sweep(world).pk, "asleep")


@deed(housekeeping.undo_sweep)
def undo_sweep(world: World) -> object:
    return housekeeping.undo_sweep(world.ada, a_run_sweep(world).pk)


@deed(moderation_undoing.undo_for)
def undo_for_as_staff(world: World) -> object:
    sweep = a_run_sweep(world)
    members = [sweep.chosen.get().user_id]
    return moderation_undoing.undo_for(world.ada, sweep.batch_id or 0, members)


@deed(undoing.undo_for)
def undo_for(world: World) -> object:
    sweep = a_run_sweep(world)
    return undoing.undo_for(world.ada, sweep.batch_id or 0, [sweep.chosen.get().user_id])


# Ghosts

OLD_MAIL = "olga@old.example"


def a_ghost(world: World) -> Ghost:
    """One that nobody has claimed, with a post that stands."""
    ghost = Ghost.objects.create(
        name="Olga", name_key=f"olga {world.number()}", origin=Ghost.Origin.OLD_GUEST
    )
    post = world.one(Post.objects.filter(removed_at=None, topic__removed_at=None).order_by("pk"))
    Post.objects.filter(pk=post.pk).update(author=None, ghost=ghost, author_mail=OLD_MAIL)
    world.settle()
    return ghost


def a_claim(world: World) -> Claim:
    ghost, member = a_ghost(world), actors.member(world.member())
    homecoming.link(member, ghost.pk, Claim.Proof.MAIL, OLD_MAIL)
    world.settle()
    return Claim.objects.get(ghost=ghost)


@deed(homecoming.link)
def link(world: World) -> object:
    ghost = a_ghost(world)
    return homecoming.link(actors.member(world.member()), ghost.pk, Claim.Proof.MAIL, OLD_MAIL)


@deed(homecoming.claim_by_mail)
def claim_by_mail(world: World) -> object:
    member = world.member()
    proof = MailProof.objects.create(
        user=member, ghost=a_ghost(world), mail=OLD_MAIL, asked_at=now(), sent_at=now()
    )
    return homecoming.claim_by_mail(actors.member(member), letters.token_of(proof))


@deed(homecoming.claim_by_password)
def claim_by_password(world: World) -> object:
    ghost = a_ghost(world)
    Ghost.objects.filter(pk=ghost.pk).update(origin=Ghost.Origin.OLD_MEMBER)
    Post.objects.filter(ghost=ghost).update(author_mail="")
    OldAccount.objects.create(
        old_user_id=ghost.pk,
        name_key=ghost.name_key,
        password=make_password("old secret"),
        registered_at=datetime(2001, 1, 1, tzinfo=UTC),
    )
    world.settle()
    return homecoming.claim_by_password(actors.member(world.member()), ghost.pk, "old secret")


@deed(homecoming.let_go)
def let_go(world: World) -> object:
    claim = a_claim(world)
    return homecoming.let_go(actors.member(claim.user), claim.pk)


def a_plea(world: World, **fields: object) -> Plea:
    """A page was found, so nobody else need vouch."""
    plea = Plea(user=world.member(), proof=Claim.Proof.PAGE, found_at=now(), asked_at=now())
    for name, value in fields.items():
        setattr(plea, name, value)
    if plea.ghost_id is None:
        plea.ghost = a_ghost(world)
    plea.save()
    return plea


@deed(homecoming.accept)
def accept_plea(world: World) -> object:
    return homecoming.accept(world.ada, a_plea(world).pk, "It is they.")


def uphold_dispute(world: World) -> object:
    claim = a_claim(world)
    plea = a_plea(
        world,
        ghost=claim.ghost,
        against=claim,
        any_address=False,
        mail=OLD_MAIL,
        user=world.member(),
    )
    return homecoming.accept(world.ada, plea.pk, "It is not they.")


DEEDS["uphold_dispute"] = uphold_dispute


@deed(homecoming.refuse)
def refuse_plea(world: World) -> object:
    return homecoming.refuse(world.ada, a_plea(world).pk, "It is not they.")


# Members


@deed(accounts.save_profile)
def save_profile(world: World) -> object:
    location = world.words(1)
    changes = {"location": location, "website": f"https://example.org/{world.number()}"}
    return accounts.save_profile(world.member(), changes)


@deed(accounts.save_profile)
def save_signature(world: World) -> object:
    changes = {"signature": f"[i]{world.words()}[/i]", "signature_markup": "bbcode"}
    return accounts.save_profile(world.member(), changes)


@deed(accounts.set_avatar)
def set_avatar(world: World) -> None:
    picture = BytesIO()
    Image.new("RGB", (8, 8), (world.number() % 256, 80, 80)).save(picture, "PNG")
    accounts.set_avatar(world.member(), SimpleUploadedFile("me.png", picture.getvalue()))


@deed(accounts.letter_came_back)
def letter_came_back(world: World) -> None:
    accounts.letter_came_back(world.member().pk, said=world.words(2), is_for_good=True)


@deed(accounts.try_mail_again)
def try_mail_again(world: World) -> None:
    member = world.member()
    accounts.letter_came_back(member.pk, said="full", is_for_good=True)
    world.settle()
    accounts.try_mail_again(member)


@deed(accounts.remove_avatar)
def remove_avatar(world: World) -> None:
    accounts.remove_avatar(world.one(User.objects.exclude(avatar="")))


@deed(accounts.wake)
def wake(world: World) -> object:
    User.objects.filter(name="Dora").update(dormant_at=now())
    return accounts.wake(User.objects.get(name="Dora"))


@deed(accounts.begin_visit)
def begin_visit(world: World) -> None:
    accounts.begin_visit(world.member())


@deed(accounts.write_to_member)
def write_to_member(world: World) -> object:
    User.objects.update(last_letter_at=None, silenced_at=None)
    # What was prepared past the actions is nobody's deed.
    world.settle()
    return accounts.write_to_member(factories.patient(world.cast.max), world.member(), "Hi", "Aye.")


@deed(accounts.count_post)
def be_promoted(world: World) -> object:
    """Into the crew, who moderate what they are listed for."""
    crew = Group.objects.get(name="Crew")
    Group.objects.filter(role=Role.NEWCOMERS).update(promote_to=crew, promote_at_posts=1)
    nina = User.objects.get(name="Nina")
    ForumModerator.objects.get_or_create(forum=world.forum(name="Missions"), user=nina)
    User.objects.filter(pk=nina.pk).update(
        group=Group.objects.get(role=Role.NEWCOMERS), silenced_at=None, banned_at=None
    )
    # What was prepared past the actions is nobody's deed.
    world.settle()
    return factories.make_post(actors.member(nina), world.topic(removed_at=None, locked_at=None))


@deed(members.approve)
def approve(world: World) -> object:
    User.objects.filter(name="Appl").update(approved_at=None, is_active=True)
    world.settle()
    return members.approve(world.ada, User.objects.get(name="Appl").pk)


@deed(members.refuse)
def refuse(world: World) -> object:
    User.objects.filter(name="Appl").update(approved_at=None, is_active=True)
    world.settle()
    return members.refuse(world.ada, User.objects.get(name="Appl").pk)


@deed(members.change_group)
def change_group_of_member(world: World) -> object:
    group = world.one(Group.objects.exclude(role=Role.GUESTS).order_by("pk"))
    return members.change_group(world.ada, world.member().pk, group.pk)


@deed(members.change_group)
def make_a_listed_member_moderator_again(world: World) -> object:
    mona, forum = User.objects.get(name="Mona"), world.forum()
    ForumModerator.objects.get_or_create(forum=forum, user=mona)
    User.objects.filter(pk=mona.pk).update(group=group_ids("members")[0])
    world.settle()
    return members.change_group(world.ada, mona.pk, group_ids("moderators")[0])


@deed(members.ban)
def ban(world: World) -> object:
    return members.ban(world.ada, world.member().pk, "Rude.", world.one([None, soon()]))


@deed(members.lift_ban)
def lift_ban(world: World) -> object:
    return members.lift_ban(world.ada, world.one(User.objects.exclude(banned_at=None)).pk)


@deed(invitations.invite)
def invite(world: World) -> object:
    return invitations.invite(world.ada)


@deed(invitations.withdraw_invitation)
def withdraw_invitation(world: World) -> object:
    return invitations.withdraw_invitation(world.ada, world.one(Invitation.objects.all()).pk)


# Administration


@deed(options.save_options)
def save_options(world: World) -> None:
    changes: dict[str, Any] = world.one(
        [
            {"board.title": world.words(2)},
            {"board.description_html": world.words(2)},
            {"board.announcement_html": world.one(["", world.words(3)])},
            {"accounts.rules_html": world.one(["", world.words(3)])},
            {"board.posts_per_page": world.one([3, 4])},
            {"board.topics_per_page": world.one([3, 4])},
            {"board.show_views": world.one([True, False])},
            {"board.show_author_facts": world.one([True, False])},
            {"board.date_format": world.one(["Y-m-d", "d-m-Y"])},
            {"board.time_zone": world.one(["UTC", "+02:00"])},
            {"board.feed_length": world.one([2, 3])},
            {"accounts.registration": world.one(["open", "closed"])},
            {"boards.words": world.one(["", "mars = Venus", "who = what"])},
        ]
    )
    options.save_options(world.ada, changes)


def a_smiley(world: World, **which: Any) -> int:
    return world.one(Smiley.objects.filter(**which)).pk  # type: ignore[no-any-return]


@deed(smilies.add_smiley)
def add_smiley(world: World) -> None:
    picture = factories.make_picture(world.one(["red", "green", "blue"]))
    smilies.add_smiley(world.ada, f":s{world.number()}:", world.words(2), picture)


@deed(smilies.change_smiley)
def change_smiley(world: World) -> None:
    add_smiley(world)
    world.settle()
    code = f":s{world.number()}:"
    smilies.change_smiley(
        world.ada, a_smiley(world), code=code, name=world.words(2), position=world.number()
    )


@deed(smilies.switch_off_smiley)
def switch_off_smiley(world: World) -> None:
    add_smiley(world)
    world.settle()
    smilies.switch_off_smiley(world.ada, a_smiley(world, off_at=None))


@deed(smilies.switch_on_smiley)
def switch_on_smiley(world: World) -> None:
    switch_off_smiley(world)
    world.settle()
    smilies.switch_on_smiley(world.ada, a_smiley(world, off_at__isnull=False))


@deed(Option.set)
def close_and_open(world: World) -> None:
    was = current_options().get("board.maintenance", False)
    options.save_options(world.ada, {"board.maintenance": not was})


@deed(forums.add_category)
def add_category(world: World) -> object:
    return forums.add_category(world.ada, world.words(2))


@deed(forums.rename_category)
def rename_category(world: World) -> object:
    return forums.rename_category(world.ada, world.one(categories()).pk, world.words(2))


@deed(forums.remove_category)
def remove_category(world: World) -> object:
    Category.objects.get_or_create(name="Nothing stands here", defaults={"position": 99})
    return forums.remove_category(world.ada, world.one(Category.objects.filter(forums=None)).pk)


def place(world: World) -> forums.Place:
    below = forums.Place(parent_id=world.forum(link="").pk)
    return world.one([below, forums.Place(category_id=world.one(categories()).pk)])  # type: ignore[no-any-return]


@deed(forums.add_forum)
def add_forum(world: World) -> object:
    wishes = {"name": world.words(2), "description": world.words(), "place": place(world)}
    return forums.add_forum(world.ada, wishes)


@deed(forums.change_forum)
def announce_in_forum(world: World) -> object:
    said = {"announcement": world.words(), "announcement_until": world.one([None, soon()])}
    return forums.change_forum(world.ada, world.forum(link="").pk, said)


@deed(forums.change_forum)
def change_forum(world: World) -> object:
    changes: dict[str, Any] = world.one(
        [
            {"name": world.words(2)},
            {"description": world.words()},
            {"order": world.one(list(Forum.Order))},
        ]
    )
    return forums.change_forum(world.ada, world.forum().pk, changes)


@deed(forums.change_forum)
def order_by_title(world: World) -> object:
    for forum in Forum.objects.all():
        forums.change_forum(world.ada, forum.pk, {"order": Forum.Order.TITLE})
    return None


@deed(forums.change_forum)
def put_forum_elsewhere(world: World) -> object:
    return forums.change_forum(world.ada, world.forum().pk, {"place": place(world)})


@deed(forums.arrange)
def arrange(world: World) -> object:
    wishes = [
        {pk: world.chance.randint(1, 9) for pk in kind.objects.values_list("pk", flat=True)}
        for kind in (Category, Forum)
    ]
    return forums.arrange(world.ada, *wishes)


@deed(forums.move_topics)
def move_all_topics(world: World) -> object:
    return forums.move_topics(world.ada, world.forum(topics__isnull=False).pk, world.forum().pk)


@deed(forums.remove_forum)
def remove_forum(world: World) -> object:
    return forums.remove_forum(world.ada, world.forum(topics=None, subforums=None).pk)


@deed(forum_access.set_rights)
def set_rights(world: World) -> object:
    group = world.one(group_ids("guests", "guests", "members", "newcomers"))
    right = world.one(["may_read", "may_read", "may_reply", "may_start_topics"])
    changes = {(group, right): world.one([None, True, False])}
    return forum_access.set_rights(world.ada, world.forum().pk, changes)


@deed(forum_access.set_rights_of_group)
def set_rights_of_group(world: World) -> object:
    group = world.one(group_ids("guests", "members", "newcomers"))
    right = world.one(["may_read", "may_read", "may_reply", "may_start_topics"])
    changes = {(world.forum().pk, right): world.one([None, True, False]) for _ in range(2)}
    return forum_access.set_rights_of_group(world.ada, group, changes)


@deed(forum_access.appoint_moderator)
def appoint_moderator(world: World) -> object:
    # Whatever was done to the moderators before.
    mona = factories.make_user(f"Mona {world.number()}", Role.MODERATORS)
    world.settle()
    return forum_access.appoint_moderator(world.ada, world.forum().pk, mona.name)


@deed(forum_access.dismiss_moderator)
def dismiss_moderator(world: World) -> object:
    listed = world.one(ForumModerator.objects.all())
    return forum_access.dismiss_moderator(world.ada, listed.forum_id, listed.user_id)


@deed(groups.add_group)
def add_group(world: World) -> object:
    return groups.add_group(world.ada, world.words(2), group_ids("members")[0])


@deed(groups.change_group)
def change_title_of_group(world: World) -> object:
    group = world.one(Group.objects.order_by("pk"))
    return groups.change_group(world.ada, group.pk, {"member_title": world.words(2)})


@deed(groups.change_group)
def change_rights_of_group(world: World) -> object:
    group = world.one(Group.objects.exclude(role=Role.ADMINISTRATORS).order_by("pk"))
    flag = world.one(["may_read_board", "may_view_members", "may_reply", "may_start_topics"])
    changes = {flag: not getattr(group, flag)}
    return groups.change_group(world.ada, group.pk, changes)


@deed(groups.change_group)
def make_group_moderate(world: World) -> object:
    group = world.one(Group.objects.filter(role__in=["members", "moderators"]))
    return groups.change_group(world.ada, group.pk, {"is_moderator": not group.is_moderator})


@deed(groups.change_group)
def promote_all(world: World) -> object:
    changes = {"promote_to_id": Group.objects.get(name="Crew").pk, "promote_at_posts": 1}
    return groups.change_group(world.ada, group_ids("newcomers")[0], changes)


@deed(groups.remove_group)
def remove_group(world: World) -> object:
    own = Group.objects.filter(role=None).exclude(name="Crew")
    group = world.one(own)
    User.objects.filter(name="Max").update(group=group)
    world.settle()
    return groups.remove_group(world.ada, group.pk, group_ids("newcomers")[0])


# Leaving


@deed(leaving.ask_to_leave)
def leave_for_good(world: World) -> object:
    """And on the day the job does the rest, a piece at a time."""
    name = f"Leander {world.number()}"
    leander = factories.patient(actors.member(factories.make_user(name)))
    topic = factories.make_topic(leander, world.forum(link=""), f"Off {world.number()}", posts=2)
    factories.make_post(world.ada, topic, f"[quote={name}]Off.[/quote] @{name}")
    world.settle()
    farewell = leaving.ask_to_leave(leander)
    Farewell.objects.filter(pk=farewell.pk).update(due_at=now() - timedelta(days=1))
    while erasing.go_on(farewell.pk):
        pass
    return farewell
