from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.boards.models import Ghost
from areopagus.core.verdict import NotFound, Verdict
from areopagus.homecoming import letters, permissions
from areopagus.homecoming.covering import old_accounts_of, posts_with
from areopagus.homecoming.models import Claim, MailProof


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """`own` are the claims of the actor that stand; `has_old_account`: whether a password can prove anything.

    `pages` are what the profiles of old accounts linked to.
    """

    ghost: Ghost
    own: Sequence[Claim]
    has_old_account: bool
    pages: Sequence[str]


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What the link in a mail leads to."""

    ghost: Ghost
    count: int
    may_use: Verdict


def claim_page(actor: Actor, ghost_id: int) -> ClaimPage:
    permissions.can_claim(actor).insist()
    ghost = permissions.find_ghost(actor, ghost_id)
    own = list(Claim.objects.filter(ghost=ghost, user=actor.user_id))
    accounts = old_accounts_of(ghost)
    pages = list(dict.fromkeys(account.website for account in accounts if account.website))
    return ClaimPage(ghost, own, any(account.password for account in accounts), pages)


def link_page(actor: Actor, token: str) -> LinkPage:
    proof = MailProof.objects.select_related("ghost").filter(pk=letters.proof_of(token)).first()
    if proof is None:
        raise NotFound
    count = posts_with(proof.ghost_id, proof.mail).count()
    return LinkPage(proof.ghost, count, permissions.can_use(actor, proof))
