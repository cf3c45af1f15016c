"""One deed of each kind that administrators do to the board itself, and what must be there before it."""

from __future__ import annotations

from collections.abc import Callable

from areopagus.accounts.groups import with_role
from areopagus.accounts.models import Group, Invitation, User
from areopagus.administration.actions import (
    forum_access,
    forums,
    groups,
    invitations,
    options,
    smilies,
)
from areopagus.antispam import actions as antispam
from areopagus.boards.models import Category, Forum, ForumModerator
from areopagus.uploads.models import Smiley
from tests import factories
from tests.moderation.random_boards import Board

Role = Group.Role


def add_category(board: Board) -> None:
    forums.add_category(board.cast.ada, "Attic")


def rename_category(board: Board) -> None:
    forums.rename_category(board.cast.ada, board.places.missions.category_id, "Travel")


def remove_category(board: Board) -> None:
    forums.remove_category(board.cast.ada, Category.objects.get(name="Attic").pk, "Empty.")


def add_forum(board: Board) -> None:
    below = forums.Place(parent_id=board.places.missions.pk)
    forums.add_forum(board.cast.ada, {"name": "Landers", "description": "<b>x</b>", "place": below})


def change_forum(board: Board) -> None:
    """With what stands below it, into another category."""
    category = Category.objects.get(name="Attic")
    changes = {"name": "Journeys", "place": forums.Place(category_id=category.pk), "order": 2}
    forums.change_forum(board.cast.ada, board.places.missions.pk, changes)


def arrange(board: Board) -> None:
    numbers = {pk: board.chance.randint(1, 9) for pk in Forum.objects.values_list("pk", flat=True)}
    forums.arrange(board.cast.ada, {}, numbers | {board.places.archive.pk: 0})


def empty_forum(board: Board) -> None:
    forums.move_topics(
        board.cast.ada, board.topics[0].forum_id, board.places.archive.pk, "To be closed."
    )


def crowd_a_forum(board: Board) -> None:
    """Rights, a moderator and a subscription hang on it, and go with it."""
    landers = factories.make_forum("Landers")
    factories.forbid(landers, Role.MEMBERS, may_reply=False)
    landers.moderators.create(user_id=board.cast.mona.member_id)
    landers.subscriptions.create(user_id=board.cast.max.member_id)


def remove_forum(board: Board) -> None:
    forums.remove_forum(board.cast.ada, Forum.objects.get(name="Landers").pk, "Nobody came.")


def set_rights(board: Board) -> None:
    """One row is made, one is changed, one is taken away."""
    newcomers, members, guests = (
        with_role(role).pk for role in (Role.NEWCOMERS, Role.MEMBERS, Role.GUESTS)
    )
    board_changes: dict[tuple[int, str], bool | None] = {
        (newcomers, "may_reply"): False,
        (members, "may_read"): True,
        (guests, "may_read"): None,
    }
    forum_access.set_rights(board.cast.ada, board.places.missions.pk, board_changes)


def set_rights_of_group(board: Board) -> None:
    changes: dict[tuple[int, str], bool | None] = {
        (board.places.missions.pk, "may_reply"): None,
        (board.places.archive.pk, "may_read"): False,
        (board.places.subforum.pk, "may_start_topics"): True,
    }
    forum_access.set_rights_of_group(board.cast.ada, with_role(Role.MEMBERS).pk, changes)


def have_rights(board: Board) -> None:
    factories.forbid(board.places.missions, Role.MEMBERS, may_reply=False)
    factories.forbid(board.places.missions, Role.GUESTS, may_read=False)


def appoint(board: Board) -> None:
    forum_access.appoint_moderator(board.cast.ada, board.places.staff_room.pk, "Mona")


def dismiss(board: Board) -> None:
    listed = ForumModerator.objects.order_by("pk")[0]
    forum_access.dismiss_moderator(board.cast.ada, listed.forum_id, listed.user_id, "Moved away.")


def add_group(board: Board) -> None:
    groups.add_group(board.cast.ada, "Elders", with_role(Role.MEMBERS).pk)


def fill_a_group(board: Board) -> None:
    """With members, a permission, and another group's members being promoted to it."""
    elders = groups.add_group(board.cast.ada, "Elders", with_role(Role.MEMBERS).pk)
    elders.forum_permissions.get_or_create(forum=board.places.missions, may_reply=False)
    User.objects.filter(name__in=["Max", "Dora"]).update(group=elders)
    Group.objects.filter(role=Role.NEWCOMERS).update(promote_to=elders, promote_at_posts=900)


def change_group(board: Board) -> None:
    """Flags, and a rule that promotes some at once."""
    elders = Group.objects.get(name="Elders").pk
    changes = {"may_post_links": False, "promote_to_id": elders, "promote_at_posts": 1}
    groups.change_group(board.cast.ada, with_role(Role.MEMBERS).pk, changes)


def remove_group(board: Board) -> None:
    elders, members = Group.objects.get(name="Elders"), with_role(Role.MEMBERS)
    groups.remove_group(board.cast.ada, elders.pk, members.pk, "Too many groups.")


def invite(board: Board) -> None:
    invitations.invite(board.cast.ada, note="For Lin", uses=3, days=7)


def withdraw(board: Board) -> None:
    invitations.withdraw_invitation(board.cast.ada, Invitation.objects.get().pk)


def add_smiley(board: Board) -> None:
    smilies.add_smiley(board.cast.ada, ":mars:", "Mars", factories.make_picture())


def change_smiley(board: Board) -> None:
    found = Smiley.objects.get().pk
    smilies.change_smiley(board.cast.ada, found, code=":planet:", name="A planet", position=7)


def switch_off(board: Board) -> None:
    smilies.switch_off_smiley(board.cast.ada, Smiley.objects.get().pk)


def switch_on(board: Board) -> None:
    smilies.switch_on_smiley(board.cast.ada, Smiley.objects.get().pk)


def have_one_switched_off(board: Board) -> None:
    add_smiley(board)
    switch_off(board)


def save_options(board: Board) -> None:
    """One that was never set, one that was."""
    changes = {"board.title": "Another board", "accounts.name_max": 20}
    options.save_options(board.cast.ada, changes, "Tidier.")


def have_options(board: Board) -> None:
    options.save_options(board.cast.ada, {"accounts.name_max": 30})


def start_raid(board: Board) -> None:
    antispam.start_raid(board.cast.mona, 3, "Many at once.")


def end_raid(board: Board) -> None:
    antispam.end_raid(board.cast.ada)


SCENARIOS: dict[str, Callable[[Board], object]] = {
    "antispam.raid": start_raid,
    "antispam.raid-end": end_raid,
    "categories.add": add_category,
    "categories.rename": rename_category,
    "categories.remove": remove_category,
    "forums.add": add_forum,
    "forums.change": change_forum,
    "forums.arrange": arrange,
    "forums.empty": empty_forum,
    "forums.remove": remove_forum,
    "forums.rights": set_rights,
    "forums.rights-of-group": set_rights_of_group,
    "forums.appoint": appoint,
    "forums.dismiss": dismiss,
    "groups.add": add_group,
    "groups.change": change_group,
    "groups.remove": remove_group,
    "invitations.make": invite,
    "invitations.withdraw": withdraw,
    "options.change": save_options,
    "smilies.add": add_smiley,
    "smilies.change": change_smiley,
    "smilies.off": switch_off,
    "smilies.on": switch_on,
}
BEFOREHAND: dict[str, Callable[[Board], object]] = {
    "antispam.raid-end": start_raid,
    "categories.remove": add_category,
    "forums.change": add_category,
    "forums.remove": crowd_a_forum,
    "forums.rights": have_rights,
    "forums.rights-of-group": have_rights,
    "groups.change": add_group,
    "groups.remove": fill_a_group,
    "invitations.withdraw": invite,
    "options.change": have_options,
    "smilies.change": add_smiley,
    "smilies.off": add_smiley,
    "smilies.on": have_one_switched_off,
}
