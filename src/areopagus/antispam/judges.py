"""The judges of this room: what newcomers may do, what the classifier makes of their words, and raid mode.

They hold; they refuse nothing and delete nothing. Established members are not judged by any of them.
"""

from __future__ import annotations

from areopagus.antispam import limits, options, raid, training
from areopagus.antispam.classifier.signs import is_word, said
from areopagus.antispam.trust import Trust, trust_to_judge
from areopagus.boards import rendering
from areopagus.boards.judging import Judgement, Outcome, Writing
from areopagus.core.clock import now

READ_MORE = "What you may do, and when, stands under Settings, “What you may do”."
MEMO = "antispam.trust"
PERCENT = 100
# Being new and linking somewhere is no offence: without so many words that speak for spam, nothing is held by words.
WORDS = 2


def by_limits(writing: Writing) -> Judgement | None:
    """The limits of newcomers; and for everybody who is not established, links that come by an edit."""
    trust = _trust(writing)
    before = rendering.render(writing.earlier, writing.dialect) if writing.kind == "edit" else None
    evidence = limits.exceeded(writing.made, before, trust)
    if not evidence:
        return None
    reason = f"You are new here, and a moderator looks at this first. Nothing is lost. {READ_MORE}"
    if not trust.is_newcomer:
        reason = "The edit adds links to places nobody here knows; a moderator looks at it first."
    return Judgement(Outcome.HOLD, "newcomers", reason, tuple(evidence))


def by_words(writing: Writing) -> Judgement | None:
    """The classifier, for whoever is not established."""
    if not options.CLASSIFIER.get() or _trust(writing).is_established:
        return None
    signs = training.signs(writing.source, writing.title, writing.actor.user, now())
    weighed = training.model().weigh(signs)
    if weighed.share * PERCENT < options.CLASSIFIER_PERCENT.get():
        return None
    if sum(map(is_word, weighed.for_spam)) < WORDS:
        return None
    speaking = "; ".join(map(said, weighed.for_spam))
    return Judgement(
        Outcome.HOLD,
        "classifier",
        "This looks like an advertisement to the board, which may be wrong. A moderator looks at it; nothing is lost.",
        (f"{weighed.share:.0%} like spam by its words. For spam speak: {speaking}.",),
    )


def in_raid(writing: Writing) -> Judgement | None:
    """While raid mode is on, all that newcomers write waits."""
    if raid.until() is None or not _trust(writing).is_newcomer:
        return None
    return Judgement(
        Outcome.HOLD,
        "raid",
        "Many advertisements arrive at this moment, so a moderator looks at what new members write. Nothing is lost.",
        ("Raid mode is on, and this is by a newcomer.",),
    )


def _trust(writing: Writing) -> Trust:
    """Asked for once, however many judges want to know."""
    memo = writing.actor.memo
    if MEMO not in memo:
        memo[MEMO] = trust_to_judge(writing.actor.user)
    trust: Trust = memo[MEMO]
    return trust
