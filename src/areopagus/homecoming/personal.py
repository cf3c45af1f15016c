"""What this room keeps about members, and what becomes of it when they go. See `core.personal`."""

from __future__ import annotations

from areopagus.accounts.names import key_of
from areopagus.boards import counts
from areopagus.boards.models import Post
from areopagus.boards.personal import POSTS_AT_A_TIME, hand_over
from areopagus.core.personal import Holding, Leaver, forgets, holds
from areopagus.homecoming.covering import posts_of
from areopagus.homecoming.models import (
    Claim,
    Look,
    MailProof,
    OldAccount,
    Pair,
    PasswordTry,
    Plea,
    Word,
)
from areopagus.homecoming.pages.standing import standing


def register() -> None:
    holds(
        # No copy tells the address of a claim or a plea: a dispute is about what another has shown by their own.
        # Which addresses a member has typed themselves, the links they asked for say.
        Holding(model=Claim, mine="user", goes=True, sets={"mail": ""}, file="claims",
                changed=lambda _: standing.forget(),
                told=("ghost_id", "ghost__name", "proof", "claimed_at")),
        Holding(model=MailProof, mine="user", goes=True, file="links-asked-for",
                told=("ghost_id", "mail", "asked_at", "sent_at", "used_at")),
        Holding(model=Pair, mine="user", goes=True, file="is-this-you",
                told=("ghost_id", "ghost__name", "evidence", "found_at", "declined_at")),
        Holding(model=PasswordTry, mine="user", goes=True, untold="It is a count of tries."),
        Holding(model=Plea, mine="user", goes=True, sets={"words": "", "page": "", "found_on": "", "mail": ""},
                file="claims-asked-for", names=("decided_by_name",), words=("reason",),
                told=("ghost_id", "ghost__name", "proof", "since", "before", "words", "page", "asked_at", "found_at",
                      "found_on", "accepted_at", "refused_at", "withdrawn_at", "reason")),
        Holding(model=Word, mine="user", goes=True, sets={"text": ""}, file="vouched",
                told=("plea_id", "plea__user__name", "text", "said_at", "withdrawn_at")),
        Holding(model=Look, mine="plea__user", goes=True, sets={"trouble": ""}, file="looks-at-your-page",
                told=("plea_id", "asked_at", "done_at", "trouble")),
        Holding(model=OldAccount, stays=dict.fromkeys(("name", "name_key", "password", "website"),
                "Nobody here. What belongs to the name of somebody who goes, goes: see below.")),
    )  # fmt: skip
    forgets(_what_came_home)
    forgets(_what_could_prove)


def _what_came_home(leaver: Leaver) -> bool:
    """Posts they have claimed go the way of their others, a piece at a time."""
    for claim in Claim.objects.filter(user=leaver.user_id).select_related("ghost").order_by("pk"):
        posts = posts_of(claim).exclude(ghost=leaver.ghost_id)
        ids = list(posts.order_by("pk").values_list("pk", flat=True)[:POSTS_AT_A_TIME])
        if ids:
            hand_over(leaver, ids)
            counts.recount_ghosts([claim.ghost_id])
            return True
    return False


def _what_could_prove(leaver: Leaver) -> bool:
    """Evidence from older dumps, and what others have asked about these addresses."""
    OldAccount.objects.filter(name_key__in=[key_of(name) for name in leaver.names]).delete()
    MailProof.objects.filter(mail__in=[mail.lower() for mail in leaver.mails]).delete()
    came_with = Post.objects.filter(author=None, author_mail__in=leaver.mails)
    Post.objects.filter(pk__in=list(came_with.values_list("pk", flat=True))).update(author_mail="")
    return False
