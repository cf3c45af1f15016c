"""Who may claim a ghost: any member who may be here, and who can see something it wrote. Who vouches and decides."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import cast

from django.db.models import Max, Q, QuerySet

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import User
from areopagus.accounts.permissions import members_here
from areopagus.boards.models import Ghost, Post
from areopagus.boards.permissions import access, access_in, visible_posts
from areopagus.core.clock import now
from areopagus.core.verdict import ALLOWED, NotFound, Refused, Verdict, denied
from areopagus.homecoming import waiting
from areopagus.homecoming.covering import posts_of
from areopagus.homecoming.independence import are_tied
from areopagus.homecoming.models import HOURS_OF_A_LINK, Claim, MailProof, Plea, Word

NOT_YOURS = "The posts stand in forums that are not yours to look after."
NOT_INDEPENDENT = (
    "Somebody's word counts here who has nothing to do with the one who claims, or with others who vouch, "
    "as far as the board can tell. Yours cannot be taken; that is no reproach."
)


def find_ghost(actor: Actor, ghost_id: int) -> Ghost:
    """One none of whose posts the actor may see looks absent. Whoever asked to be forgotten is nobody's to claim."""
    ghost = Ghost.objects.filter(pk=ghost_id).first()
    if ghost is None or not visible_posts(actor).filter(ghost=ghost).exists():
        raise NotFound
    if ghost.origin == Ghost.Origin.ERASED:
        raise Refused("Whoever wrote these posts has left for good, and they are nobody's.")
    return ghost


def claimable(ghost_ids: Collection[int]) -> set[int]:
    """Those of them that anybody can claim at all."""
    ghosts = Ghost.objects.filter(pk__in=ghost_ids).exclude(origin=Ghost.Origin.ERASED)
    return set(ghosts.values_list("pk", flat=True))


def can_claim(actor: Actor) -> Verdict:
    if actor.user is None:
        return denied("Sign in first: posts can only come home to a member.")
    if actor.user.is_shut_out:
        return denied("Your account is closed at the moment, so it can claim nothing.")
    return ALLOWED


def can_use(actor: Actor, proof: MailProof) -> Verdict:
    """The link in a mail: once, in time, and only by the member who has asked for it."""
    if not (may := can_claim(actor)):
        return may
    reasons = (
        (
            proof.user_id != actor.user_id,
            "This link is for another member. Sign in as the one who has asked for it.",
        ),
        (proof.used_at is not None, "This link has been used already."),
        (
            proof.over_at < now(),
            f"This link was good for {HOURS_OF_A_LINK} hours. Please ask for a new one.",
        ),
    )
    return next((denied(reason) for applies, reason in reasons if applies), ALLOWED)


# Pleas: what people decide

# A member who vouches has been here for so long, and so many of their posts stand.
VOUCHING_DAYS, VOUCHING_POSTS = 365, 20
# Words that decide something.
WORDS_NEEDED = 2


def find_plea(actor: Actor, plea_id: int) -> Plea:
    """Its own member's, staff's who decide, theirs whose claim it disputes; while it waits for words, everybody's."""
    can_claim(actor).insist()
    plea = Plea.objects.select_related("ghost", "user", "against__user").filter(pk=plea_id).first()
    if plea is None or not _can_see(actor, plea):
        raise NotFound
    return plea


def find_claim(actor: Actor, claim_id: int) -> Claim:
    """One that stands, to dispute it."""
    can_claim(actor).insist()
    claims = Claim.objects.select_related("ghost", "user").filter(user__in=members_here())
    claim = claims.filter(pk=claim_id).first()
    if claim is None:
        raise NotFound
    find_ghost(actor, claim.ghost_id)
    return claim


def _can_see(actor: Actor, plea: Plea) -> bool:
    if _has_part(actor, plea):
        return True
    is_public = plea.is_open and not plea.by_page and not plea.user.is_shut_out
    return is_public and visible_posts(actor).filter(ghost=plea.ghost_id).exists()


def can_read_words(actor: Actor, plea: Plea) -> bool:
    """Of a plea that the actor may see. Whoever asks members speaks to them; a dispute is between two, and staff."""
    return plea.against is None or _has_part(actor, plea)


def _has_part(actor: Actor, plea: Plea) -> bool:
    is_side = actor.user_id in {plea.user_id, holder_of(plea)}
    return is_side or bool(can_look_after(actor, plea))


def holder_of(plea: Plea) -> int | None:
    """Whose claim it disputes. Wants `against` selected along."""
    return plea.against.user_id if plea.against else None


def can_look_after(actor: Actor, plea: Plea) -> Verdict:
    """Administrators, and moderators of all the forums in which the ghost has written."""
    return ALLOWED if plea.ghost_id in _looked_after(actor, [plea.ghost_id]) else denied(NOT_YOURS)


def pleas_to_look_after(actor: Actor) -> QuerySet[Plea]:
    """The same half of the rule for rows: those that wait for a decision. NotFound for whoever decides nothing."""
    if not actor.is_staff or not any(rights.moderate for rights in access(actor).values()):
        raise NotFound
    ghosts = set(waiting.rows().values_list("ghost", flat=True))
    return waiting.rows().filter(ghost__in=_looked_after(actor, ghosts))


def count_to_look_after(actor: Actor) -> int:
    """How many those are. No query; 0 for whoever decides nothing."""
    mine = {forum_id for forum_id, rights in access(actor).items() if rights.moderate}
    if not actor.is_staff or not mine:
        return 0
    return sum(
        actor.is_administrator or bool(one.forums and one.forums <= mine) for one in waiting.get()
    )


def _looked_after(actor: Actor, ghost_ids: Collection[int]) -> set[int]:
    if actor.is_administrator:
        return set(ghost_ids)
    wrote = Post.objects.filter(ghost__in=ghost_ids).order_by()
    stands = set(wrote.values_list("ghost", "topic__forum").distinct())
    others = {ghost for ghost, forum in stands if not access_in(actor, forum).moderate}
    return {ghost for ghost, _ in stands if ghost} - others


def can_decide(actor: Actor, plea: Plea, words: Sequence[Word]) -> Verdict:
    """`words` are those that stand."""
    proof = plea.against.proof if plea.against else ""
    reasons = (
        (not plea.is_open, "This was decided or withdrawn already."),
        (not plea.is_ready, "The page has not been looked at, or the mark does not stand on it."),
        (not can_look_after(actor, plea), NOT_YOURS),
        (actor.user_id in {plea.user_id, holder_of(plea)}, "Nobody decides this about themselves."),
        (actor.user_id in {word.user_id for word in words}, "You have vouched here, so somebody else decides."),
        (
            proof in (Claim.Proof.MAIL, Claim.Proof.PASSWORD) and not actor.is_administrator,
            "What was shown by mail or password is taken away by administrators only.",
        ),
    )  # fmt: skip
    return next((denied(reason) for applies, reason in reasons if applies), ALLOWED)


def can_accept(actor: Actor, plea: Plea, words: Sequence[Word]) -> Verdict:
    if not (may := can_decide(actor, plea, words)):
        return may
    if plea.user.is_shut_out:
        return denied(f"The account of {plea.user} is closed at the moment.")
    if plea.proof == Claim.Proof.WORD and plea.against is None and len(words) < WORDS_NEEDED:
        return denied(f"{WORDS_NEEDED} members must vouch for {plea.user} first.")
    return ALLOWED


def can_vouch(actor: Actor, plea: Plea) -> Verdict:
    """Long-standing members who were here when the ghost was, and who are not the claimant by another name."""
    if not (may := can_claim(actor)) or actor.user is None:
        return may
    user = actor.user
    last_at = _last_wrote_at(plea)
    others = [word.user for word in standing_words(plea) if word.user_id != user.pk]
    reasons = (
        (not plea.is_open or plea.by_page, "Nobody's word is asked for here."),
        (user.pk == plea.user_id, "Nobody vouches for themselves."),
        (user.pk == holder_of(plea), "This is about posts that are shown as yours."),
        (user.is_silenced, "You may not write at the moment, so you cannot vouch either."),
        (
            user.registered_at > now() - timedelta(days=VOUCHING_DAYS) or _standing_posts(user) < VOUCHING_POSTS,
            f"Whoever vouches has been a member for a year, with {VOUCHING_POSTS} posts.",
        ),
        (
            last_at is None or user.registered_at > last_at,
            f"Whoever vouches was a member while {plea.ghost.name or 'they'} wrote here.",
        ),
        (are_tied(user, plea.user) or any(are_tied(user, other) for other in others), NOT_INDEPENDENT),
    )  # fmt: skip
    return next((denied(reason) for applies, reason in reasons if applies), ALLOWED)


def _last_wrote_at(plea: Plea) -> datetime | None:
    """When the one wrote last of whom it speaks.

    Under a guest's name anybody writes on, and the claimant might, so that a friend of today has been here then. So
    what came before they registered counts, as far as there is any.
    """
    earlier = Max("posted_at", filter=Q(posted_at__lt=plea.user.registered_at))
    told = posts_of(plea.as_claim()).aggregate(earlier=earlier, last=Max("posted_at"))
    return cast(datetime | None, told["earlier"] or told["last"])


def standing_words(plea: Plea) -> Sequence[Word]:
    """Those not taken back, by members who may still speak."""
    words = plea.vouched.filter(withdrawn_at=None).select_related("user").order_by("pk")
    return [word for word in words if not word.user.is_shut_out and not word.user.is_silenced]


def _standing_posts(user: User) -> int:
    return Post.objects.filter(author=user, removed_at=None, topic__removed_at=None).count()
