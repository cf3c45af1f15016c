"""Unknown ids and ten thousand of them: a clear answer, and nothing half done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from areopagus.accounts.actors import Actor
from areopagus.administration.actions import cleaning, forum_access, forums, groups, invitations
from areopagus.administration.actions import members as members_actions
from areopagus.boards.models import Forum
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound, Refused
from tests.conftest import Cast, Places

pytestmark = pytest.mark.django_db
UNKNOWN = 999_999
MANY = range(1_000_000, 1_010_000)


@pytest.mark.parametrize(
    "deed",
    [
        lambda ada: forums.rename_category(ada, UNKNOWN, "Attic"),
        lambda ada: forums.remove_category(ada, UNKNOWN),
        lambda ada: forums.change_forum(ada, UNKNOWN, {"name": "Attic"}),
        lambda ada: forums.remove_forum(ada, UNKNOWN),
        lambda ada: forums.move_topics(ada, UNKNOWN, UNKNOWN + 1),
        lambda ada: forum_access.set_rights(ada, UNKNOWN, {(1, "may_read"): False}),
        lambda ada: forum_access.appoint_moderator(ada, UNKNOWN, "Mona"),
        lambda ada: forum_access.dismiss_moderator(ada, UNKNOWN, 1),
        lambda ada: groups.change_group(ada, UNKNOWN, {"name": "Elders"}),
        lambda ada: groups.remove_group(ada, UNKNOWN, UNKNOWN),
        lambda ada: invitations.withdraw_invitation(ada, UNKNOWN),
        lambda ada: members_actions.ban(ada, UNKNOWN),
        lambda ada: members_actions.change_group(ada, UNKNOWN, UNKNOWN),
    ],
)
def test_what_is_not_there_is_absent(cast: Cast, deed: Callable[[Actor], object]) -> None:
    with pytest.raises(NotFound):
        deed(cast.ada)
    assert not Batch.objects.exists()


def test_ten_thousand_unknown_ids_change_nothing(cast: Cast, places: Places) -> None:
    forum_access.set_rights(cast.ada, places.missions.pk, {(pk, "may_reply"): False for pk in MANY})
    forum_access.set_rights_of_group(
        cast.ada, cast.max.group.pk, {(pk, "may_reply"): False for pk in MANY}
    )
    assert not Batch.objects.exists()
    forums.arrange(cast.ada, dict.fromkeys(MANY, 1), dict.fromkeys(MANY, 1))
    assert Forum.objects.count() == 6
    with pytest.raises(Refused, match="At most"):
        cleaning.clean_up(cast.ada, list(MANY))


def test_nobody_bans_themselves_nor_the_last_administrator(cast: Cast) -> None:
    with pytest.raises(Refused, match="ban themselves"):
        members_actions.ban(cast.ada, cast.ada.member_id)
    with pytest.raises(Refused, match="administrators only"):
        members_actions.ban(cast.mona, cast.ada.member_id)
    with pytest.raises(Refused, match="their own group"):
        members_actions.change_group(cast.ada, cast.ada.member_id, cast.max.group.pk)
    assert not Batch.objects.exists()
