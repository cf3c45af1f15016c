"""What this room keeps about members, and what becomes of it when they go. See `core.personal`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from secrets import token_hex

from django.db.models import Q

from areopagus.boards import counts
from areopagus.boards.models import Post
from areopagus.boards.personal import POSTS_AT_A_TIME, hand_over
from areopagus.core.clock import now
from areopagus.core.personal import Holding, Leaver, forgets, holds
from areopagus.homecoming.covering import any_of, old_accounts_of, posts_of
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
    # In this order: while the claims stand and the posts are where they were, it is known what is about whom.
    forgets(_what_others_asked)
    forgets(_old_accounts)
    forgets(_what_came_home)
    forgets(_what_could_prove)


def _what_others_asked(leaver: Leaver) -> bool:
    """A dispute of their claim has nothing to be about any more, and nobody keeps what they had shown by."""
    Plea.objects.filter(
        against__user=leaver.user_id, accepted_at=None, refused_at=None, withdrawn_at=None
    ).update(withdrawn_at=now())
    shown_by = Claim.objects.filter(user=leaver.user_id, any_address=False).exclude(mail="")
    mails = leaver.mails | set(shown_by.values_list("mail", flat=True))
    done = Plea.objects.exclude(accepted_at=None, refused_at=None, withdrawn_at=None)
    done.filter(_any_mail("mail", mails)).update(mail=nobodys_mail())
    return False


def _old_accounts(leaver: Leaver) -> bool:
    """What an older dump knows of accounts whose posts they have claimed. Somebody else's of that name stays."""
    claims = Claim.objects.filter(Q(any_address=True) | Q(mail=""), user=leaver.user_id)
    for claim in claims.select_related("ghost"):
        for account in old_accounts_of(claim.ghost):
            account.delete()
    return False


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
    """Their addresses, where they stand with posts that are nobody's and with links that others asked for.

    What another has claimed by the same address stays theirs. The rest must not become posts without an address:
    those are a kind of their own, which the password of an old account proves.
    """
    MailProof.objects.filter(_any_mail("mail", leaver.mails)).delete()
    came_with = Post.objects.filter(_any_mail("author_mail", leaver.mails), author=None)
    others = any_of(
        Claim.objects.filter(_any_mail("mail", leaver.mails), any_address=False).exclude(
            user=leaver.user_id
        )
    )
    if others is not None:
        came_with = came_with.exclude(others)
    ids = list(came_with.values_list("pk", flat=True))
    Post.objects.filter(pk__in=ids).update(author_mail=nobodys_mail())
    return False


def nobodys_mail() -> str:
    """In the place of an address: like no other, and no post that came without one."""
    return f"{token_hex(8)}@erased.invalid"


def _any_mail(column: str, mails: Iterable[str]) -> Q:
    """Whatever their case."""
    return reduce(or_, (Q(**{f"{column}__iexact": mail}) for mail in mails), Q(pk__in=[]))
