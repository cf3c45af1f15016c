"""What this room keeps about members, and what becomes of it when they go. See `core.personal`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.db.models import Q

from areopagus.boards import counts
from areopagus.boards.models import Ghost, Post
from areopagus.boards.models.ghost import key_of
from areopagus.boards.personal import POSTS_AT_A_TIME, hand_over
from areopagus.core.clock import now
from areopagus.core.personal import (
    Holding,
    Leaver,
    forgets,
    holds,
    knows_them_by,
    nobodys_mail,
)
from areopagus.homecoming import waiting
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
        Holding(model=Plea, mine="user", goes=True, changed=lambda _: waiting.forget(), sets={"words": "", "page": "", "found_on": "", "mail": ""},
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
    forgets(_who_they_were)
    forgets(_what_could_prove)
    knows_them_by(names=_names, mails=_mails)


def _names(user_id: int) -> Iterator[str]:
    """Of ghosts that were nobody but they. A name that another ghost has as well is not theirs alone."""
    theirs = _were_they(user_id)
    others = Ghost.objects.exclude(pk__in=[ghost.pk for ghost in theirs])
    for ghost in theirs:
        if not others.filter(name_key=ghost.name_key).exists():
            wrote_as = Post.objects.filter(ghost=ghost).order_by()
            yield from (ghost.name, *wrote_as.values_list("author_name", flat=True).distinct())


def _mails(user_id: int) -> Iterator[str]:
    """Whose mail they have shown that they read. What people have decided shows no address."""
    used = MailProof.objects.filter(user=user_id).exclude(used_at=None)
    claims = Claim.objects.filter(user=user_id, proof=Claim.Proof.MAIL)
    yield from used.values_list("mail", flat=True)
    yield from claims.values_list("mail", flat=True)


def _were_they(user_id: int) -> list[Ghost]:
    """Ghosts that they alone have claimed, each post of them, or what is left of such a one."""
    claims = Claim.objects.filter(user=user_id)
    mine = any_of(claims)
    if mine is None:
        return []
    claimed = list(claims.values_list("ghost", flat=True))
    left = Post.objects.filter(ghost__in=claimed).exclude(mine).values("ghost")
    shared = Claim.objects.filter(ghost__in=claimed).exclude(user=user_id).values("ghost")
    alone = Ghost.objects.filter(pk__in=claimed).exclude(pk__in=left).exclude(pk__in=shared)
    return list(alone.order_by("pk"))


def _what_others_asked(leaver: Leaver) -> bool:
    """A dispute of a claim of theirs has nothing to be about any more, and nobody keeps what they had shown by."""
    of_theirs = _any_mail("mail", leaver.mails)
    open_ = Plea.objects.filter(accepted_at=None, refused_at=None, withdrawn_at=None)
    # One of a claim that they have given back is about their address all the same.
    ends = Q(against__user=leaver.user_id) | (Q(against=None) & of_theirs)
    open_.filter(ends).update(withdrawn_at=now())
    waiting.forget()
    done = Plea.objects.exclude(accepted_at=None, refused_at=None, withdrawn_at=None)
    done.filter(of_theirs).update(mail=nobodys_mail())
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
            waiting.forget()
            return True
    return False


def _who_they_were(leaver: Leaver) -> bool:
    """Ghosts that nobody is any more. Their rows stay, for others may have asked for them."""
    for ghost in _were_they(leaver.user_id):
        ghost.name, ghost.origin = leaver.name, Ghost.Origin.ERASED
        # Of one origin and name there is one.
        ghost.name_key = key_of(f"{leaver.name} {ghost.pk}")
        ghost.save(update_fields=["name", "name_key", "origin"])
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


def _any_mail(column: str, mails: Iterable[str]) -> Q:
    """Whatever their case."""
    return reduce(or_, (Q(**{f"{column}__iexact": mail}) for mail in mails), Q(pk__in=[]))
