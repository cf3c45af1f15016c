"""Random deeds, and after each of them what is kept is compared with what would be made anew.

Whatever is done on a board is done by an action. Here every action is tried, in an order that chance
has chosen, on a board where guests and members have just read everything; nobody may be shown
anything that is not so any more.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from random import Random

import pytest
from django.db import connection

import areopagus
from areopagus.accounts.models import User
from areopagus.boards.actions import WaitsForApproval
from areopagus.core.ledger import undoing
from areopagus.core.remembered import Remembered
from areopagus.core.verdict import NotFound, Refused
from tests.conftest import Cast, Places
from tests.pagecache.deeds import DEEDS, TRIED, name_of
from tests.pagecache.reading import Reading, one_connection
from tests.pagecache.world import World, make_world

# Answers put together of what many share; each part has hundreds.
LEAST_SHARED = 100
# Each part starts with a new board, so that none takes minutes.
PARTS = 12
# What a deed says of what it changes is the same for every database: PostgreSQL's commits are proved on a quarter.
PARTS_HERE = range(0, PARTS, 1 if connection.vendor == "sqlite" else 4)
# After these the pages from before lack something and show nothing that is not so any more.
ADDING = {"start_topic", "reply", "be_promoted"}
# So often chance may choose something that cannot be done.
TRIES = 40
# Modules of pieces that actions share; they change nothing by themselves. And single such pieces.
PIECES = {
    "areopagus.boards.actions.drafts",
    "areopagus.boards.actions.holding",
    "areopagus.boards.actions.selecting",
    "areopagus.boards.actions.writers",
}
NO_DEEDS = {
    "areopagus.accounts.actions.rules.accept_rules",  # Only staff see it, on pages that are never kept.
    "areopagus.accounts.actions.profile.forget_avatar",  # Only the file, which nobody is shown any more.
    "areopagus.accounts.actions.profile.render_signature",
    "areopagus.accounts.actions.profile.signature_fields",
    "areopagus.accounts.actions.standing.end_session",  # Nobody sees another's sessions.
    "areopagus.administration.actions.set_up.set_up",  # Happens once; see below.
    "areopagus.administration.actions.set_up.read_forums",
    "areopagus.boards.actions.ghosting.fitting_name",
    "areopagus.boards.actions.posting.publish_reply",
    "areopagus.boards.actions.posting.publish_topic",
    "areopagus.boards.actions.removing.insist_on_power_over",
    "areopagus.boards.actions.subscribing.level_when_ticked",
    "areopagus.boards.actions.subscribing.subscribe_on_writing",
    "areopagus.boards.actions.topics.target_forum",
    "areopagus.core.ledger.undoing.obstacles",
    "areopagus.moderation.actions.bans.new_ban",
    # Takes mails, and lets the deeds above do the rest.
    "areopagus.inbound.actions.take",
    "areopagus.homecoming.actions.mailing.ask_by_mail",  # A letter to somebody outside.
    # What waits is on pages of members, which are never kept.
    "areopagus.homecoming.actions.pleading.ask_by_page",
    "areopagus.homecoming.actions.pleading.ask_by_word",
    "areopagus.homecoming.actions.pleading.dispute",
    "areopagus.homecoming.actions.pleading.look",
    "areopagus.homecoming.actions.pleading.withdraw",
    "areopagus.homecoming.actions.vouching.take_back",
    "areopagus.homecoming.actions.vouching.vouch",
    # Pieces of the deeds above them.
    "areopagus.homecoming.actions.linking.hold_ghost",
    "areopagus.homecoming.actions.linking.hold_members",
    "areopagus.homecoming.actions.linking.how_many",
    "areopagus.homecoming.actions.linking.name_of",
    # What a member does on their own page, which is never kept.
    "areopagus.notifications.push.actions.subscribe",
    "areopagus.notifications.push.actions.unsubscribe",
    "areopagus.moderation.actions.appeals.appeal",
    "areopagus.moderation.actions.standing.acknowledge",
    # Their own bell and list, which are never kept.
    "areopagus.notifications.actions.lose_notices",
    "areopagus.notifications.actions.read_notice",
    "areopagus.notifications.actions.read_notices",
    "areopagus.notifications.actions.save_wishes",
    "areopagus.notifications.actions.undo_read_notices",
    # Newcomers wait from then on; what stands, stands.
    "areopagus.antispam.actions.raids.end_raid",
    "areopagus.antispam.actions.raids.raid_by_rule",
    "areopagus.antispam.actions.raids.start_raid",
    # Their own business; what becomes of it is tried with `ask_to_leave`.
    "areopagus.leaving.actions.copies.ask_for_copy",
    "areopagus.leaving.actions.copies.hand_out",
    "areopagus.leaving.actions.farewells.stay",
    "areopagus.leaving.actions.farewells.stay_by_link",
    "areopagus.homecoming.pairs.actions.decline",
    # A plan, a letter and a word in answer change nothing that anybody is shown.
    "areopagus.housekeeping.actions.canaries.name_canary",
    "areopagus.housekeeping.actions.canaries.release_canary",
    "areopagus.housekeeping.actions.gathering.gather_in_background",
    "areopagus.housekeeping.actions.keeping.keep_me",
    "areopagus.housekeeping.actions.keeping.spare",
    "areopagus.housekeeping.actions.planning.announce_sweep",
    "areopagus.housekeeping.actions.planning.call_off",
    "areopagus.housekeeping.actions.planning.plan_sweep",
    "areopagus.housekeeping.actions.planning.planned",
    # What a round itself changes is told by its pieces; see tests/upkeep.
    "areopagus.upkeep.actions.jobs.let_go",
    "areopagus.upkeep.actions.jobs.try_again",
    "areopagus.upkeep.actions.mail.send_test_letter",
    "areopagus.upkeep.actions.rounds.begin_round",
    "areopagus.upkeep.actions.rounds.resume_round",
    "areopagus.upkeep.actions.rounds.stop_round",
    "areopagus.upkeep.actions.statistics.sum_up_anew",
}


@pytest.fixture(autouse=True)
def fleeting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What may be a second old is made anew at once: here it is about what may never be old."""
    # So that all there is to be remembered is known.
    importlib.import_module("areopagus.config.urls")
    monkeypatch.setattr("areopagus.core.shown.note_fleeting", _over_at_once)
    # To look whether a list is right would make it another: what was looked at is read.
    monkeypatch.setattr("areopagus.boards.reading_marks.note", lambda *_: None)
    for remembered in Remembered.everything:
        if remembered._seconds is not None:
            monkeypatch.setattr(remembered, "_seconds", 1e-9)
    with one_connection():
        yield


def _over_at_once(_seconds: float) -> None:
    from areopagus.core import shown

    noted = shown._collected.get()
    if noted is not None:
        noted.seconds = 1e-9


def test_every_deed_is_tried() -> None:
    """A deed that is missing here: add it to deeds.py."""
    known = TRIED | NO_DEEDS
    assert {name for name in actions() if name not in known} == set()
    assert set(actions()) >= NO_DEEDS, "What is gone need not be excused"


def actions() -> Iterator[str]:
    """Every public function of a module of actions, in whatever room."""
    for module in pkgutil.walk_packages(areopagus.__path__, "areopagus."):
        is_of_actions = "actions" in module.name.split(".") or module.name == undoing.__name__
        if is_of_actions and module.name not in PIECES:
            for name, thing in vars(importlib.import_module(module.name)).items():
                if (
                    inspect.isfunction(thing)
                    and not name.startswith("_")
                    and thing.__module__ == module.name
                ):
                    yield name_of(thing)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("part", PARTS_HERE)
def test_nothing_kept_is_old(cast: Cast, places: Places, part: int) -> None:
    order = sorted(DEEDS)
    Random(20).shuffle(order)  # noqa: S311 - the same order each time, so that a failure can be repeated.
    world, reading = make_world(cast, places, seed=part), Reading()
    old: list[str] = []
    # Two of one kind, and somebody else, who may want some things otherwise.
    known = ["Max", "Nils"]
    others = User.objects.exclude(name__in=known).order_by("pk")
    members = [*User.objects.filter(name__in=known), world.one(others)]
    world.settle = lambda: reading.keep(members)
    world.settle()
    for name in order[part::PARTS]:
        # What `differences` read last has been kept since.
        do(world, name)
        if name not in ADDING:
            assert reading.shown_though_old() == [], f"{name} may have taken something away"
        for (reader, address), difference in reading.differences(members).items():
            old.append(f"after {name} {reader} at {address} was shown {difference}")
    assert not old, "\n".join(old)
    assert reading.shared.answered > LEAST_SHARED, "Hardly anybody shares anything"


def do(world: World, name: str) -> None:
    """Until it could be done."""
    for _ in range(TRIES):
        try:
            DEEDS[name](world)
        except (Refused, WaitsForApproval, NotFound) as refusal:
            # Also what this one may not see: chance chooses again.
            reason = refusal
        else:
            return
    pytest.fail(f"{name} could not be done: {reason}")
