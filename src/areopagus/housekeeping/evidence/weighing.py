"""From rows to facts, from facts to signs and shields, for every account at once.

A fixed number of queries and one walk through the posts, whatever the number of accounts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import F, QuerySet

from areopagus.accounts.models import User
from areopagus.boards.hosts import hosts_in
from areopagus.boards.models import ForumSubscription, PostRevision, TopicSubscription
from areopagus.housekeeping.evidence import writing
from areopagus.housekeeping.evidence.copies import copiers
from areopagus.housekeeping.evidence.facts import Facts
from areopagus.housekeeping.evidence.networks import bursts, network_of
from areopagus.housekeeping.evidence.shields import SHIELDS
from areopagus.housekeeping.evidence.signs import SEVERAL, SIGNS
from areopagus.housekeeping.evidence.writing import Archive, Writing
from areopagus.housekeeping.models import Chosen, State

ESTABLISHED_POSTS = 10
ESTABLISHED_DAYS = 5
# Who posts links in more than every second post is not vouched for by their number.
MOST_LINKING = 0.5
AT_ONCE = 2000

Found = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Weighed:
    """Signs and shields with what was found, in words."""

    account_id: int
    signs: Found
    shields: Found
    standing_posts: int


def weigh_everybody() -> Iterator[Weighed]:
    for facts in gather().values():
        signs = [(sign.id, found) for sign in SIGNS if (found := sign.looks(facts))]
        shields = [(shield.id, shield.sentence) for shield in SHIELDS if shield.holds(facts)]
        yield Weighed(facts.account_id, signs, shields, facts.writing.standing)


def gather() -> dict[int, Facts]:
    """The facts of all accounts by their number."""
    archive = writing.read()
    members = list(_members())
    facts = {member.pk: _of_account(member, archive.by.get(member.pk)) for member in members}
    established = _establish(facts)
    trusted = {host for pk in established for host in facts[pk].writing.hosts}
    _follow_links(facts, members, established, trusted)
    _look_at_networks(facts, members, established)
    _listen_to_others(facts, members, archive, established)
    _look_at_edits(facts, trusted)
    _remember(facts)
    _look_at_company(facts, members)
    return facts


def _members() -> QuerySet[User]:
    return User.objects.select_related("group").only(
        "name", "name_key", "email", "group__role", "group__is_moderator", "registered_at",
        "registered_from", "last_seen_at", "last_visit_at", "avatar", "last_letter_at", "website",
        "signature", "contacts", "quarantined_at",
    )  # fmt: skip


def _of_account(member: User, written: Writing | None) -> Facts:
    return Facts(
        account_id=member.pk,
        name=member.name,
        mail=member.email,
        is_staff=member.group.is_staff,
        registered_at=member.registered_at,
        last_seen_at=member.last_seen_at or member.last_visit_at,
        has_avatar=bool(member.avatar),
        wrote_letters=member.last_letter_at is not None,
        watches=False,
        writing=written or Writing(),
    )


def _establish(facts: Mapping[int, Facts]) -> set[int]:
    """Whoever is beyond doubt; what the others did is measured by them."""
    copied = copiers(
        {pk: one.writing.sketches for pk, one in facts.items() if one.writing.sketches}
    )
    for pk, others in copied.items():
        facts[pk].copied_by = len(others)
    for one in facts.values():
        wrote = one.writing
        one.is_established = one.is_staff or (
            wrote.standing >= ESTABLISHED_POSTS
            and len(wrote.days) >= ESTABLISHED_DAYS
            and wrote.linking <= MOST_LINKING * wrote.total
            and not one.copied_by
        )
    return {pk for pk, one in facts.items() if one.is_established}


def _follow_links(
    facts: Mapping[int, Facts],
    members: Iterable[User],
    established: set[int],
    trusted: set[str],
) -> None:
    leading: defaultdict[str, set[int]] = defaultdict(set)
    for member in members:
        one = facts[member.pk]
        shown = " ".join(
            [_address(member.website), member.signature, *map(str, member.contacts.values())]
        )
        one.hosts_in_profile = hosts_in(shown) - trusted
        one.hosts_in_posts = frozenset(one.writing.hosts.keys() - trusted)
        one.foreign_posts = sum(bool(hosts - trusted) for hosts in one.writing.each)
        if member.pk not in established:
            for host in one.hosts_in_profile | one.hosts_in_posts:
                leading[host].add(member.pk)
    for pk in facts.keys() - established:
        hosts = facts[pk].hosts_in_profile | facts[pk].hosts_in_posts
        facts[pk].companions = max((len(leading[host]) - 1 for host in hosts), default=0)


def _look_at_networks(
    facts: Mapping[int, Facts], members: Iterable[User], established: set[int]
) -> None:
    addresses = {address for pk in established for address in facts[pk].writing.addresses}
    known = {network_of(address) for address in addresses} - {None}
    for member in members:
        one = facts[member.pk]
        one.from_known_network = network_of(member.registered_from) in known


def _look_at_company(facts: Mapping[int, Facts], members: Iterable[User]) -> None:
    """Spam comes in numbers. Where one of many turned out to be a person, the others may be people too."""
    people = {pk for pk, one in facts.items() if _is_a_person(one)}
    found = bursts(((m.pk, m.registered_from, m.registered_at) for m in members), people)
    at_mail: defaultdict[str, set[int]] = defaultdict(set)
    for pk, one in facts.items():
        one.burst = found.get(pk)
        at_mail[one.mail.rpartition("@")[2].casefold()].add(pk)
    for domain, accounts in at_mail.items():
        if domain:
            for pk in accounts:
                facts[pk].at_same_mail = len(accounts)
                facts[pk].people_at_same_mail = len(accounts & people)


def _is_a_person(facts: Facts) -> bool:
    """As far as it can be known: something speaks for them, and they do not lead where a crowd leads."""
    return facts.companions + 1 < SEVERAL and any(shield.holds(facts) for shield in SHIELDS)


def _listen_to_others(
    facts: Mapping[int, Facts], members: Iterable[User], archive: Archive, established: set[int]
) -> None:
    for member in members:
        one = facts[member.pk]
        quoting = archive.quoted.get(member.name_key, set())
        one.quoted_by = frozenset((quoting & established) - {member.pk})
        one.answered_by = frozenset((one.writing.answered_by & established) - {member.pk})
    for subscriptions in (TopicSubscription.objects, ForumSubscription.objects):
        for pk in subscriptions.values_list("user", flat=True).distinct():
            facts[pk].watches = True


def _look_at_edits(facts: Mapping[int, Facts], trusted: set[str]) -> None:
    """Links that were not in a post when it was first read."""
    edits = (
        PostRevision.objects.filter(edited_by__isnull=False, post__author=F("edited_by"))
        .order_by("pk")
        .values_list("post__author", "source", "post__source")
    )
    for author, before, after in edits.iterator(chunk_size=AT_ONCE):
        slipped = hosts_in(after) - hosts_in(before) - trusted
        if slipped:
            facts[author].slipped_in |= slipped


def _remember(facts: Mapping[int, Facts]) -> None:
    """What earlier sweeps have taught."""
    kept = Chosen.objects.filter(kept_at__isnull=False)
    for pk in kept.values_list("user", flat=True):
        facts[pk].said_keep = True
    cleared = Chosen.objects.filter(
        state=State.QUARANTINED, sweep__run_at__isnull=False, user__quarantined_at=None
    )
    for pk in cleared.values_list("user", flat=True):
        facts[pk].was_cleared = True


def _address(website: str) -> str:
    """As a link; members write "example.org" too."""
    return website if not website or "://" in website else f"http://{website}"
