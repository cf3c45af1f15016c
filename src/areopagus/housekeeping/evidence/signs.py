"""The signs of spam, each with its sentence. Signs of one kind are one piece of evidence, not two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from areopagus.housekeeping.evidence.facts import Facts
from areopagus.housekeeping.evidence.made_up import is_made_up

# So many accounts with one thing in common are no chance any more.
SEVERAL = 3
MANY_AT_ONCE = 5
MANY_DOTS = 3
SHOWN = 3
FIRST_DAY = timedelta(days=1)
# Mail providers that ignore dots, which is how one mailbox becomes a hundred.
DOTS_MEAN_NOTHING = ("gmail.com", "googlemail.com")


@dataclass(frozen=True, slots=True)
class Sign:
    """`looks` answers what was found, in words, or "" for nothing."""

    id: str
    kind: str
    sentence: str
    looks: Callable[[Facts], str]


def _adverts(facts: Facts) -> str:
    if facts.foreign_posts == 0 or facts.foreign_posts < len(facts.writing.each):
        return ""
    return f"{_posts(facts.foreign_posts)} to {_named(facts.hosts_in_posts)}"


def _copies(facts: Facts) -> str:
    if facts.copied_by + 1 < SEVERAL:
        return ""
    return f"{facts.copied_by:,} other accounts wrote nearly the same"


def _slipped_in(facts: Facts) -> str:
    return f"links to {_named(facts.slipped_in)}" if facts.slipped_in else ""


def _taken_down(facts: Facts) -> str:
    writing = facts.writing
    return "" if writing.standing or not writing.taken_down else _posts(writing.taken_down)


def _in_profile(facts: Facts) -> str:
    wrote_cleanly = facts.writing.total > facts.foreign_posts
    if wrote_cleanly or not facts.hosts_in_profile:
        return ""
    return _named(facts.hosts_in_profile)


def _same_target(facts: Facts) -> str:
    if facts.companions + 1 < SEVERAL:
        return ""
    return f"{facts.companions:,} other accounts lead there"


def _burst(facts: Facts) -> str:
    return _in_burst(facts) if facts.burst and facts.burst.people else ""


def _dead_burst(facts: Facts) -> str:
    return _in_burst(facts) if facts.burst and not facts.burst.people else ""


def _in_burst(facts: Facts) -> str:
    burst = facts.burst
    if burst is None or burst.accounts < MANY_AT_ONCE:
        return ""
    return f"{burst.accounts:,} accounts within an hour from one network"


def _throwaway(facts: Facts) -> str:
    # Eight thousand names that only this needs.
    from disposable_email_domains import blocklist

    domain = facts.mail.rpartition("@")[2].casefold()
    return domain if domain in blocklist else ""


def _same_mail(facts: Facts) -> str:
    if facts.at_same_mail < MANY_AT_ONCE or facts.people_at_same_mail:
        return ""
    domain = facts.mail.rpartition("@")[2].casefold()
    return f"{facts.at_same_mail:,} accounts have mail at {domain}, and none of them is known to be a person"


def _dotted(facts: Facts) -> str:
    local, _, domain = facts.mail.casefold().rpartition("@")
    return facts.mail if domain in DOTS_MEAN_NOTHING and local.count(".") >= MANY_DOTS else ""


def _made_up(facts: Facts) -> str:
    return facts.name if is_made_up(facts.name) else ""


def _never_back(facts: Facts) -> str:
    seen, wrote = facts.last_seen_at, facts.writing.last_at
    if seen is None:
        return ""
    last = max(seen, wrote) if wrote else seen
    return "" if last > facts.registered_at + FIRST_DAY else "last seen on the day of registration"


SIGNS = (
    Sign("adverts", "words", "Every post leads to a place no established member links to", _adverts),
    Sign("copies", "words", "Wrote nearly the same as several other accounts", _copies),
    Sign("slipped-in", "words", "Put links into posts afterwards", _slipped_in),
    Sign("taken-down", "words", "Everything they wrote was removed by moderators", _taken_down),
    Sign("profile-link", "profile", "The profile leads to a place, and nothing else was written", _in_profile),
    Sign("same-target", "targets", "Leads where several unknown accounts lead", _same_target),
    Sign("burst", "network", "Registered in a burst, some of which are people", _burst),
    Sign("dead-burst", "network", "Registered in a burst of which nobody turned out to be a person", _dead_burst),
    Sign("throwaway-mail", "mail", "A mail address made to be thrown away", _throwaway),
    Sign("same-mail", "mail", "Mail at a place that no person here uses", _same_mail),
    Sign("dotted-mail", "mail", "One mailbox made into many by dots", _dotted),
    Sign("made-up-name", "name", "A name as programs make them", _made_up),
    Sign("never-back", "visits", "Never came back", _never_back),
)  # fmt: skip
KINDS = {sign.id: sign.kind for sign in SIGNS}


def _named(hosts: frozenset[str]) -> str:
    some = sorted(hosts)
    more = f" and {len(some) - SHOWN} more" if len(some) > SHOWN else ""
    return ", ".join(some[:SHOWN]) + more


def _posts(count: int) -> str:
    return "1 post" if count == 1 else f"{count:,} posts"
