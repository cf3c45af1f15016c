"""Every kind of deed, on boards at random: undoing it leaves all tables as they were before it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Ban, Group, User
from areopagus.administration.actions import cleaning, many, members
from areopagus.boards import actions, counts, tasks
from areopagus.boards.models import Ghost, HeldWriting, Post, Topic
from areopagus.core.clock import now
from areopagus.core.ledger import undoing
from areopagus.core.ledger.kinds import REDONE, UNDONE, UNDONE_IN_PART, kinds
from areopagus.core.ledger.models import Batch
from areopagus.homecoming import actions as homecoming
from areopagus.homecoming.covering import Stretch
from areopagus.homecoming.models import Claim, Plea
from areopagus.housekeeping.actions import run_sweep
from areopagus.housekeeping.models import Chosen, Sweep
from areopagus.moderation.actions import appeals, bans, reports, standing
from areopagus.moderation.actions import members as powers
from areopagus.moderation.models import Appeal, Report, StaffNote
from areopagus.upkeep.actions import Pruning, prune_topics
from tests.conftest import Cast, Places
from tests.moderation import administering
from tests.moderation.random_boards import (
    Board,
    board_at_random,
    differences,
    everything,
    insist_on_right_counters,
    refresh,
)

pytestmark = pytest.mark.django_db
Scenario = Callable[[Board], object]
HOUSE = Path(__file__).resolve().parents[2] / "src/areopagus"


def ids(rows: list[Topic] | list[Post]) -> list[int]:
    return [row.pk for row in rows]


def lock(board: Board) -> None:
    actions.lock_topics(board.cast.mona, ids(board.some_topics()), "Enough said.")


def unlock(board: Board) -> None:
    actions.unlock_topics(board.cast.mona, ids(board.topics))


def pin(board: Board) -> None:
    actions.pin_topics(board.cast.mona, ids(board.some_topics()))


def pin_everywhere(board: Board) -> None:
    actions.pin_topics_everywhere(board.cast.ada, ids(board.some_topics()))


def unpin(board: Board) -> None:
    actions.unpin_topics(board.cast.mona, ids(board.topics))


def remove(board: Board) -> None:
    actions.remove_topics(board.cast.mona, ids(board.some_topics()), "Spam.")


def restore(board: Board) -> None:
    actions.restore_topics(board.cast.mona, ids(board.topics))


def rename(board: Board) -> None:
    actions.rename_topic(board.cast.mona, board.topics[1].pk, "A better title")


def move(board: Board) -> None:
    leave = board.chance.random() < 0.5
    days = board.chance.choice([None, 30])
    target = board.places.archive.pk
    actions.move_topics(
        board.cast.ada, ids(board.some_topics()), target, leave_stubs=leave, stub_days=days
    )


def merge(board: Board) -> None:
    some = board.some_topics(at_least=2)
    target = board.chance.choice(some).pk
    actions.merge_topics(
        board.cast.ada, ids(some), target, leave_stubs=board.chance.random() < 0.5, stub_days=7
    )


def split(board: Board) -> None:
    actions.split_posts(board.cast.mona, ids(board.some_posts()), "Apart", board.places.missions.pk)


def move_posts(board: Board) -> None:
    posts = board.some_posts()
    others = [topic for topic in board.topics if topic.pk != posts[0].topic_id]
    actions.move_posts(board.cast.mona, ids(posts), board.chance.choice(others).pk)


def remove_posts(board: Board) -> None:
    actions.remove_posts(board.cast.mona, ids(board.some_posts()), "Rude.")


def restore_posts(board: Board) -> None:
    actions.restore_posts(board.cast.mona, ids(list(Post.objects.exclude(removed_at=None))))


def give_to_ghost(board: Board) -> None:
    actions.give_to_ghost(board.cast.mona, ids(list(Post.objects.all())), "A sailor", "They asked.")


def edit(board: Board) -> None:
    post = board.chance.choice(list(Post.objects.exclude(author=board.cast.mona.user_id)))
    title = "Retitled" if post.number == 1 else None
    actions.edit_post(board.cast.mona, post, "Kinder [b]words[/b].", "bbcode", title=title)


def end_stubs(board: Board) -> None:
    tasks.end_stubs.func()


def ban(board: Board) -> None:
    also = board.chance.choice(["", "198.51.100.7"])
    members.ban(board.cast.mona, board.cast.max.member_id, "Sold rockets.", addresses=also)


def lift_ban(board: Board) -> None:
    members.lift_ban(board.cast.ada, board.cast.boris.member_id)


def change_group(board: Board) -> None:
    moderators = with_role(Group.Role.MODERATORS)
    members.change_group(board.cast.ada, board.cast.nina.member_id, moderators.pk)


def approve(board: Board) -> None:
    members.approve(board.cast.ada, board.cast.dora.member_id)


def refuse(board: Board) -> None:
    members.refuse(board.cast.ada, board.cast.dora.member_id)


def apply(board: Board) -> None:
    User.objects.filter(pk=board.cast.dora.member_id).update(application="Please.")


def report(board: Board) -> None:
    """Two members report one post."""
    post = Post.objects.order_by("pk")[0]
    for actor in (board.cast.dora, board.cast.nina):
        reports.report(actor, post, "Rude.")


def claim(board: Board) -> None:
    reports.claim(board.cast.mona, Report.objects.earliest("pk").pk)


def note(board: Board) -> None:
    reports.note(board.cast.mona, Report.objects.earliest("pk").pk, "Asked before.")


def settle(board: Board) -> None:
    reports.settle(
        board.cast.mona, Report.objects.earliest("pk").pk, Report.Outcome.ACTED, "Thanks"
    )


def clean_up(board: Board) -> None:
    people = [board.cast.max, board.cast.dora, board.cast.nina]
    some = board.chance.sample(people, board.chance.randint(1, 3))
    cleaning.clean_up(board.cast.mona, [spammer.member_id for spammer in some], "Spam.")


def everybody(board: Board) -> list[int]:
    """Those too who must be left out."""
    return list(User.objects.values_list("pk", flat=True))


def move_many(board: Board) -> None:
    newcomers = with_role(Group.Role.NEWCOMERS)
    many.move_many(board.cast.ada, everybody(board), newcomers.pk)


def ban_many(board: Board) -> None:
    many.ban_many(board.cast.ada, everybody(board), "Enough.")


def lift_bans(board: Board) -> None:
    many.lift_bans(board.cast.ada, everybody(board))


def put_to_rest(board: Board) -> None:
    many.put_to_rest(board.cast.ada, everybody(board))


def wake_many(board: Board) -> None:
    many.wake_many(board.cast.ada, everybody(board))


def hide_posts(board: Board) -> None:
    many.hide_posts_of(board.cast.ada, everybody(board), "Spam.")


def plan_sweep(board: Board) -> None:
    """For two, so that one is set to rest and one is set aside."""
    planned = Sweep.objects.create(
        rules=["asleep"], asleep_years=3, planned_at=now(), planned_by_name="Ada", due_at=now()
    )
    for state, actor in (("dormant", board.cast.max), ("quarantined", board.cast.nina)):
        Chosen.objects.create(sweep=planned, user_id=actor.member_id, state=state, rules=["asleep"])


def sweep(board: Board) -> None:
    run_sweep(board.cast.ada, Sweep.objects.get().pk)


def become_a_ghosts(board: Board) -> None:
    """One post on the board is by somebody without an account."""
    ghost = Ghost.objects.create(name="Olga", name_key="olga", origin=Ghost.Origin.OLD_GUEST)
    Post.objects.filter(pk=board.some_posts()[0].pk).update(
        author=None, ghost=ghost, author_name="Olga", author_mail="olga@old.example"
    )
    counts.rebuild()


def claim_ghost(board: Board) -> None:
    proof = Claim.Proof.MAIL
    homecoming.link(board.cast.max, Ghost.objects.get().pk, proof, "olga@old.example")


def come_home(board: Board) -> None:
    become_a_ghosts(board)
    claim_ghost(board)


def give_ghost_back(board: Board) -> None:
    homecoming.let_go(board.cast.max, Claim.objects.get().pk)


def plead(board: Board) -> None:
    """By the page of an old profile, so that nobody need vouch."""
    become_a_ghosts(board)
    Plea.objects.create(
        ghost=Ghost.objects.get(),
        user_id=board.cast.max.member_id,
        proof=Claim.Proof.PAGE,
        found_at=now(),
        asked_at=now(),
    )


def dispute_claim(board: Board) -> None:
    come_home(board)
    homecoming.dispute(board.cast.nina, Claim.objects.get().pk, "That was me.", Stretch())


def accept_plea(board: Board) -> None:
    homecoming.accept(board.cast.ada, Plea.objects.get().pk, "It is they.")


def refuse_plea(board: Board) -> None:
    homecoming.refuse(board.cast.ada, Plea.objects.get().pk, "It is not they.")


def grow_old(board: Board) -> None:
    chosen = ids(board.some_topics())
    old = now() - timedelta(days=400)
    Post.objects.filter(topic__in=chosen).update(posted_at=old)
    Topic.objects.filter(pk__in=chosen).update(started_at=old)
    counts.rebuild()
    Topic.objects.filter(pk__in=chosen, is_stub=True).update(last_post_at=old)


def prune(board: Board) -> None:
    prune_topics(board.cast.ada, Pruning(365, with_pinned=True), "Old.")


def turn_away(board: Board) -> None:
    bans.add_ban(board.cast.ada, name=f"Rex {board.chance.random()}", addresses="198.51.100.")


def change_ban(board: Board) -> None:
    bans.change_ban(board.cast.ada, Ban.objects.get().pk, mail="example.net", message="Enough.")


def let_in_again(board: Board) -> None:
    bans.lift_ban(board.cast.ada, Ban.objects.get().pk)


def wait(board: Board) -> None:
    """Something that has been approved and taken back once: its post is there, and not shown."""
    group = board.cast.nina.group
    group.writes_on_approval, group.post_interval = True, 0
    group.save(update_fields=["writes_on_approval", "post_interval"])
    with suppress(actions.WaitsForApproval):
        actions.reply(board.cast.nina, board.topics[0], actions.Draft("Hello."))
    actions.approve(board.cast.ada, HeldWriting.objects.get().pk)
    undoing.undo(board.cast.ada, Batch.objects.order_by("-pk")[0].pk)


def let_through(board: Board) -> None:
    actions.approve(board.cast.ada, HeldWriting.objects.get().pk, "Hello, mended.")


def turn_down(board: Board) -> None:
    actions.reject(board.cast.ada, HeldWriting.objects.get().pk, "Not here.")


def warn(board: Board) -> None:
    standing.warn(
        board.cast.mona, board.cast.max.member_id, "Be kind.", points=board.chance.choice([1, 50])
    )


def silence(board: Board) -> None:
    standing.silence(board.cast.mona, board.cast.max.member_id, "Rude.")


def lift_silence(board: Board) -> None:
    standing.lift_silence(board.cast.ada, board.cast.max.member_id)


def note_about(board: Board) -> None:
    standing.add_note(board.cast.mona, board.cast.max.member_id, "Writes at night.")


def remove_note(board: Board) -> None:
    found = StaffNote.objects.get()
    standing.remove_note(board.cast.mona, found.member_id, found.pk)


def rename_member(board: Board) -> None:
    powers.rename(board.cast.mona, board.cast.max.member_id, "Maxim", reason="He asked.")


def edit_profile(board: Board) -> None:
    changes = {
        "location": "Phobos", "contacts": {"matrix": "@max"}, "avatar": "", "signature": "[b]Aye[/b]",
    }  # fmt: skip
    powers.edit_profile(board.cast.mona, board.cast.max.member_id, changes)


def reset_password(board: Board) -> None:
    powers.reset_password(board.cast.mona, board.cast.max.member_id)


def be_new(board: Board) -> None:
    """However much she has written."""
    newcomers = with_role(Group.Role.NEWCOMERS)
    User.objects.filter(pk=board.cast.nina.member_id).update(group=newcomers)


def promote(board: Board) -> None:
    powers.promote(board.cast.mona, board.cast.nina.member_id)


def appeal(board: Board) -> None:
    warn(board)
    appeals.appeal(board.cast.max, Batch.objects.order_by("-pk")[0].pk, "I was kind.")


def answer(board: Board) -> None:
    # To take the decision back is a batch of its own, done before the answer.
    outcome = board.chance.choice([Appeal.Outcome.UPHELD, Appeal.Outcome.CHANGED])
    appeals.answer(board.cast.ada, Appeal.objects.get().pk, outcome, "We looked again.")


# What must have happened before, outside of the deed itself.
BEFOREHAND: dict[str, Scenario] = {
    **administering.BEFOREHAND,
    "housekeeping.sweep": plan_sweep,
    "ghosts.claim": become_a_ghosts,
    "ghosts.let-go": come_home,
    "ghosts.accept": plead,
    "ghosts.refuse": plead,
    "ghosts.uphold": dispute_claim,
    "bans.change": turn_away,
    "bans.remove": turn_away,
    "members.lift-silence": silence,
    "members.remove-note": note_about,
    "members.promote": be_new,
    "appeals.answer": appeal,
    "topics.prune": grow_old,
    "held.approve": wait,
    "held.reject": wait,
    "topics.unlock": lock,
    "topics.unpin": pin,
    "topics.pin-everywhere": pin,
    "topics.restore": remove,
    "reports.claim": report,
    "reports.note": report,
    "reports.settle": report,
    "members.approve": apply,
    "members.refuse": apply,
    "posts.restore": remove_posts,
    "stubs.end": lambda board: (
        actions.move_topics(
            board.cast.ada,
            ids(board.topics),
            board.places.archive.pk,
            leave_stubs=True,
            stub_days=1,
        ),
        Topic.objects.filter(is_stub=True).update(stub_until=now() - timedelta(days=1)),
    ),
}
SCENARIOS: dict[str, Scenario] = {
    **administering.SCENARIOS,
    "topics.lock": lock,
    "topics.unlock": unlock,
    "topics.pin": pin,
    "topics.pin-everywhere": pin_everywhere,
    "topics.unpin": unpin,
    "topics.remove": remove,
    "topics.restore": restore,
    "topics.rename": rename,
    "topics.move": move,
    "topics.merge": merge,
    "stubs.end": end_stubs,
    "posts.remove": remove_posts,
    "posts.restore": restore_posts,
    "posts.split": split,
    "posts.move": move_posts,
    "posts.ghost": give_to_ghost,
    "posts.edit": edit,
    "held.approve": let_through,
    "held.reject": turn_down,
    "reports.claim": claim,
    "reports.note": note,
    "reports.settle": settle,
    "members.approve": approve,
    "members.refuse": refuse,
    "members.group": change_group,
    "members.ban": ban,
    "members.lift-ban": lift_ban,
    "members.clean": clean_up,
    "members.group-many": move_many,
    "members.ban-many": ban_many,
    "members.lift-bans": lift_bans,
    "members.rest": put_to_rest,
    "members.wake": wake_many,
    "members.hide-posts": hide_posts,
    "housekeeping.sweep": sweep,
    "ghosts.claim": claim_ghost,
    "ghosts.let-go": give_ghost_back,
    "ghosts.accept": accept_plea,
    "ghosts.refuse": refuse_plea,
    "ghosts.uphold": accept_plea,
    "members.warn": warn,
    "members.silence": silence,
    "members.lift-silence": lift_silence,
    "members.note": note_about,
    "members.remove-note": remove_note,
    "members.rename": rename_member,
    "members.edit": edit_profile,
    "members.reset-password": reset_password,
    "members.promote": promote,
    "appeals.answer": answer,
    "bans.add": turn_away,
    "bans.change": change_ban,
    "bans.remove": let_in_again,
    "topics.prune": prune,
}


def do(board: Board, kind: str) -> Batch:
    SCENARIOS[kind](board)
    batch = Batch.objects.order_by("-pk")[0]
    assert batch.kind == kind
    return batch


def prepared(cast: Cast, places: Places, seed: int, kind: str) -> Board:
    board = board_at_random(cast, places, seed)
    if kind in BEFOREHAND:
        BEFOREHAND[kind](board)
        refresh(board)
    return board


def test_every_kind_of_deed_has_its_scenario() -> None:
    own = {name for name in kinds() if not name.startswith("test.")}
    assert own - {UNDONE.name, UNDONE_IN_PART.name, REDONE.name} == SCENARIOS.keys()


def test_every_kind_of_deed_says_what_it_is_and_what_undoing_does() -> None:
    for kind in kinds().values():
        assert kind.says and kind.undo.endswith("."), kind.name


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("kind", SCENARIOS)
def test_a_deed_undone_leaves_everything_as_it_was(
    cast: Cast, places: Places, kind: str, seed: int
) -> None:
    board = prepared(cast, places, seed, kind)
    before = everything()
    batch = do(board, kind)
    after = everything()
    insist_on_right_counters()
    undone = undoing.undo(cast.ada, batch.pk)
    assert not differences(before, everything())
    insist_on_right_counters()
    # An undo undone is the deed once more.
    undoing.undo(cast.ada, undone.pk)
    assert not differences(after, everything())
    insist_on_right_counters()


@pytest.mark.parametrize("seed", range(100, 102))
@pytest.mark.parametrize("kind", SCENARIOS)
def test_life_goes_on_between_deed_and_undo(
    cast: Cast, places: Places, kind: str, seed: int
) -> None:
    """Either it is undone and all counters are right, or it says why not and nothing has changed."""
    board = prepared(cast, places, seed, kind)
    batch = do(board, kind)
    for _ in range(3):
        board.write()
    before = everything()
    try:
        undoing.undo(cast.ada, batch.pk)
    except undoing.Obstructed as reason:
        assert str(reason)
        assert not differences(before, everything())
    insist_on_right_counters()


def test_every_action_of_staff_opens_a_batch() -> None:
    silent = {
        node.name
        for path in sorted(HOUSE.glob("boards/actions/*.py"))
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and node.name in actions.__all__
        and "batch(" not in ast.unparse(node)
    }
    # Marks open theirs together, and what is approved is rendered before it is; the rest are deeds of members on what is their own, or call the above.
    marks = {"lock_topics", "unlock_topics", "pin_topics"}
    marks.add("approve")
    own = {"reply", "start_topic", "delete_post", "edit_post", "withdraw", "change_held"}
    own |= {"read_everything", "undo_read_everything", "read_forum", "undo_read_forum"}
    subscribing = {
        f"{deed}_{what}"
        for deed in ("subscribe_to", "unsubscribe_from")
        for what in ("topic", "forum")
    }
    subscribing.add("change_subscriptions")
    assert silent == marks | own | subscribing
