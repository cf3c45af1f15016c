"""What administrators are told of from this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import Group, User
from areopagus.accounts.notices import Line, kind, tell
from areopagus.homecoming.models import Claim


def _claimed(actor: Actor, ids: Sequence[int]) -> Mapping[int, Line]:
    """Whose account somebody is concerns the board."""
    if not actor.is_administrator:
        return {}
    found = Claim.objects.filter(pk__in=ids).select_related("user", "ghost")
    says, nameless = (
        gettext("{name} has claimed the posts of {ghost}"),
        gettext("somebody without a name"),
    )
    return {
        claim.pk: Line(
            says.format(name=claim.user.name, ghost=claim.ghost.name or nameless), claim.ghost.url
        )
        for claim in found
    }


CLAIMED = kind("claim", "A member claims posts from before", _claimed, for_staff=True)


def tell_administrators(claim: Claim) -> None:
    staff = User.objects.filter(group__role=Group.Role.ADMINISTRATORS).exclude(pk=claim.user_id)
    tell(CLAIMED, claim.pk, staff.values_list("pk", flat=True))
