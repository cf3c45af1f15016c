"""All administration stands in the ledger, for administrators, and can be taken back or says why not."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import CodeType

import pytest

from areopagus.accounts.actors import Actor
from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group, Invitation, User
from areopagus.administration import actions
from areopagus.administration.actions import forum_access, forums, groups, invitations, options
from areopagus.administration.actions.forums import Place
from areopagus.boards import actions as board_actions
from areopagus.boards.models import Category, Forum, Topic
from areopagus.boards.options import TITLE
from areopagus.boards.permissions import can_reply
from areopagus.boards.structure import places as remembered_places
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound, Refused
from areopagus.moderation import permissions
from areopagus.moderation.actions import undo
from tests import factories
from tests.conftest import Cast, Places

pytestmark = pytest.mark.django_db
Role = Group.Role
# With the first set-up there is nobody yet who could take anything back.
NO_DEEDS_OF_ADMINISTRATORS = {"set_up.set_up", "set_up.read_forums"}


def actions_of_this_room() -> Iterator[tuple[str, Callable[..., object]]]:
    for found in iter_modules(actions.__path__):
        module = import_module(f"{actions.__name__}.{found.name}")
        for name, action in inspect.getmembers(module, inspect.isfunction):
            if action.__module__ == module.__name__ and not name.startswith("_"):
                yield f"{found.name}.{name}", action


def names_in(code: CodeType) -> set[str]:
    """With those of what is defined inside, such as a comprehension."""
    inside = (const for const in code.co_consts if isinstance(const, CodeType))
    return set(code.co_names).union(*map(names_in, inside))


def opens_a_batch(action: Callable[..., object]) -> bool:
    """Itself, or a function of its module that it calls."""
    module = inspect.getmodule(action)
    seen: set[str] = set()
    waiting = [inspect.unwrap(action)]
    while waiting:
        body = inspect.unwrap(waiting.pop())
        names = names_in(body.__code__)
        if names & {"administering", "batch"}:
            return True
        for name in names - seen:
            called = getattr(module, name, None)
            if inspect.isfunction(called) and called.__module__ == body.__module__:
                waiting.append(called)
        seen |= names
    return False


def test_every_action_of_administration_opens_a_batch() -> None:
    found = dict(actions_of_this_room())
    assert len(found) > 20
    silent = {name for name, action in found.items() if not opens_a_batch(action)}
    assert silent == NO_DEEDS_OF_ADMINISTRATORS


def latest() -> Batch:
    return Batch.objects.order_by("-pk")[0]


def test_the_sentences_say_what_happened(cast: Cast, places: Places) -> None:
    ada, missions = cast.ada, places.missions.pk
    members = with_role(Role.MEMBERS)
    forums.add_category(ada, "Attic")
    assert str(latest()) == "Ada added the category “Attic”"
    forums.move_topics(ada, missions, places.archive.pk)
    factories.make_topic(cast.max, places.missions, "Alone")
    forums.move_topics(ada, missions, places.archive.pk, "Closing.")
    assert str(latest()) == "Ada moved all that stood in “Missions” (1 topic) to “Archive”"
    assert latest().reason == "Closing."
    forum_access.set_rights(ada, missions, {(members.pk, "may_reply"): False})
    assert str(latest()) == "Ada changed what Members may do in “Missions”"
    forum_access.dismiss_moderator(ada, missions, cast.mona.member_id)
    assert str(latest()) == "Ada took “Missions” from Mona as its moderator"
    elders = groups.add_group(ada, "Elders", members.pk)
    assert str(latest()) == "Ada added the group Elders, a copy of Members"
    User.objects.filter(name="Max").update(post_count=50)
    groups.change_group(ada, members.pk, {"promote_to_id": elders.pk, "promote_at_posts": 50})
    assert str(latest()) == "Ada changed the group Members and promoted 1 member by it"
    groups.remove_group(ada, elders.pk, members.pk)
    assert str(latest()) == "Ada removed the group Elders and moved 1 member to Members"
    invitations.invite(ada, note="For Lin")
    assert str(latest()) == "Ada made an invitation (For Lin)"
    options.save_options(ada, {"board.title": "Mars"})
    assert str(latest()) == "Ada changed the option board.title"


def test_what_changes_nothing_writes_nothing(cast: Cast, places: Places) -> None:
    forum_access.appoint_moderator(cast.ada, places.missions.pk, "Mona")
    forum_access.dismiss_moderator(cast.ada, places.archive.pk, cast.mona.member_id)
    options.save_options(cast.ada, {"board.title": TITLE.get()})
    groups.change_group(cast.ada, cast.max.group.pk, {"may_reply": True})
    assert not Batch.objects.exists()


def test_undoing_shows_everywhere_at_once(cast: Cast, places: Places, topic: Topic) -> None:
    """What processes remember is read anew, without a restart."""
    was = TITLE.get()
    options.save_options(cast.ada, {"board.title": "Mars"})
    assert TITLE.get() == "Mars"
    undo(cast.ada, latest().pk)
    assert TITLE.get() == was
    members = with_role(Role.MEMBERS).pk
    forum_access.set_rights(cast.ada, places.missions.pk, {(members, "may_reply"): False})
    assert not can_reply(afresh(cast.max), topic)
    undo(cast.ada, latest().pk)
    assert can_reply(afresh(cast.max), topic)
    forums.add_forum(cast.ada, {"name": "Landers", "place": Place(parent_id=places.missions.pk)})
    assert "Landers" in {place.name for place in remembered_places()}
    undo(cast.ada, latest().pk)
    assert "Landers" not in {place.name for place in remembered_places()}


def afresh(actor: Actor) -> Actor:
    actor.memo.clear()
    return actor


def test_only_administrators_see_and_undo_it(cast: Cast, places: Places) -> None:
    """Mona moderates Missions, and yet what was done to it as a forum is not hers to take back."""
    forums.change_forum(cast.ada, places.missions.pk, {"name": "Journeys"})
    done = latest()
    undone = undo(cast.ada, done.pk)
    for batch in (done, undone):
        assert permissions.can_see_batch(cast.ada, batch)
        for actor in cast.everybody():
            if actor is cast.ada:
                continue
            assert not permissions.can_see_batch(actor, batch)
            assert batch not in permissions.visible_batches(actor)
            assert not permissions.can_undo(actor, batch)
            with pytest.raises(NotFound):
                undo(actor, batch.pk)
    topic = factories.make_topic(cast.max, places.missions, "Hers")
    board_actions.lock_topics(cast.mona, [topic.pk])
    assert latest() in permissions.visible_batches(cast.mona)


def refuses_to_undo(cast: Cast, batch: Batch, reason: str) -> None:
    before = Batch.objects.count()
    with pytest.raises(Refused, match=reason):
        undo(cast.ada, batch.pk)
    assert Batch.objects.count() == before


def test_topics_that_were_written_since_keep_a_new_forum(cast: Cast, places: Places) -> None:
    forum = forums.add_forum(
        cast.ada, {"name": "Landers", "place": Place(parent_id=places.missions.pk)}
    )
    batch = latest()
    factories.make_topic(cast.max, forum, "First")
    refuses_to_undo(cast, batch, "“First” would lose its place")


def test_topics_do_not_go_back_to_a_forum_that_is_gone(cast: Cast, places: Places) -> None:
    landers = factories.make_forum("Landers")
    topic = factories.make_topic(cast.max, landers, "First")
    forums.move_topics(cast.ada, landers.pk, places.archive.pk)
    moved = latest()
    forums.remove_forum(cast.ada, landers.pk)
    removed = latest()
    refuses_to_undo(cast, moved, f"forum {landers.pk}, which is gone")
    undo(cast.ada, removed.pk)
    undo(cast.ada, moved.pk)
    topic.refresh_from_db()
    assert topic.forum_id == landers.pk
    assert Forum.objects.get(pk=landers.pk).topic_count == 1


def test_topics_moved_again_stay_where_they_are(cast: Cast, places: Places, topic: Topic) -> None:
    forums.move_topics(cast.ada, places.missions.pk, places.archive.pk)
    batch = latest()
    board_actions.move_topics(cast.ada, [topic.pk], places.subforum.pk, leave_stubs=False)
    refuses_to_undo(cast, batch, "has been changed since: Ada moved")


def test_no_undo_puts_a_forum_below_itself(cast: Cast, places: Places) -> None:
    ada, missions, archive = cast.ada, places.missions, places.archive
    below = Place(parent_id=missions.pk)
    forums.change_forum(ada, archive.pk, {"place": below})
    on_top = Place(category_id=missions.category_id)
    forums.change_forum(ada, archive.pk, {"place": on_top})
    batch = latest()
    forums.change_forum(ada, missions.pk, {"place": Place(parent_id=archive.pk)})
    refuses_to_undo(cast, batch, "would stand below itself")


def test_no_undo_tears_a_family_of_forums_apart(cast: Cast, places: Places) -> None:
    attic = forums.add_category(cast.ada, "Attic")
    forums.change_forum(cast.ada, places.subforum.pk, {"place": Place(category_id=attic.pk)})
    batch = latest()
    cellar = forums.add_category(cast.ada, "Cellar")
    forums.change_forum(cast.ada, places.missions.pk, {"place": Place(category_id=cellar.pk)})
    refuses_to_undo(cast, batch, "another category than “Missions” above it")


def test_no_undo_makes_a_link_of_a_forum_with_topics(cast: Cast, places: Places) -> None:
    forums.change_forum(cast.ada, places.elsewhere.pk, {"link": ""})
    batch = latest()
    places.elsewhere.refresh_from_db()
    factories.make_topic(cast.ada, places.elsewhere, "Here now")
    refuses_to_undo(cast, batch, "“Here now” would stand in a forum that only leads")


def test_no_undo_promotes_around_in_a_circle(cast: Cast) -> None:
    members = with_role(Role.MEMBERS)
    elders = groups.add_group(cast.ada, "Elders", members.pk)
    there = {"promote_to_id": elders.pk, "promote_at_posts": 900}
    groups.change_group(cast.ada, members.pk, there)
    groups.change_group(cast.ada, members.pk, {"promote_to_id": None})
    batch = latest()
    groups.change_group(cast.ada, elders.pk, {"promote_to_id": members.pk, "promote_at_posts": 990})
    refuses_to_undo(cast, batch, "in a circle")


def test_a_name_taken_since_stands_in_the_way(cast: Cast) -> None:
    members = with_role(Role.MEMBERS).pk
    elders = groups.add_group(cast.ada, "Elders", members)
    groups.change_group(cast.ada, elders.pk, {"name": "Youngsters"})
    batch = latest()
    groups.add_group(cast.ada, "Elders", members)
    refuses_to_undo(cast, batch, "stands in its place")


def test_a_group_that_has_members_by_now_stays(cast: Cast) -> None:
    elders = groups.add_group(cast.ada, "Elders", with_role(Role.MEMBERS).pk)
    batch = latest()
    User.objects.filter(name="Max").update(group=elders)
    refuses_to_undo(cast, batch, "Max would lose its place")


def test_an_invitation_that_was_used_stays(cast: Cast) -> None:
    invitation = invitations.invite(cast.ada, uses=2)
    Invitation.objects.filter(pk=invitation.pk).update(uses_left=1)
    refuses_to_undo(cast, latest(), "has been changed since")


def test_an_old_value_that_fits_no_more_stays_away(cast: Cast) -> None:
    options.save_options(cast.ada, {"accounts.name_max": 10})
    options.save_options(cast.ada, {"accounts.name_max": 40})
    batch = latest()
    options.save_options(cast.ada, {"accounts.name_min": 20})
    refuses_to_undo(cast, batch, "shortest name cannot be longer")


def test_a_category_that_is_full_by_now_stays(cast: Cast, places: Places) -> None:
    attic = forums.add_category(cast.ada, "Attic")
    batch = latest()
    forums.change_forum(cast.ada, places.archive.pk, {"place": Place(category_id=attic.pk)})
    refuses_to_undo(cast, batch, "The forum “Archive” would lose its place")
    assert Category.objects.filter(pk=attic.pk).exists()


def test_undoing_a_removed_group_brings_its_members_back(cast: Cast) -> None:
    members = with_role(Role.MEMBERS)
    elders = groups.add_group(cast.ada, "Elders", members.pk)
    User.objects.filter(name="Max").update(group=elders)
    groups.remove_group(cast.ada, elders.pk, members.pk)
    undoing.undo(cast.ada, latest().pk)
    assert User.objects.get(name="Max").group.name == "Elders"
