"""The options of all rooms, sorted by what an administrator thinks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from areopagus.accounts.actors import Actor
from areopagus.administration import permissions
from areopagus.core.options import Option, declared_options
from areopagus.core.verdict import NotFound

# Name in the address: title, what it is about, keys in the order of the page.
SUBJECTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "board": (
        "The board",
        "Its name, its description, its clock.",
        (
            "board.title",
            "board.description_html",
            "board.language",
            "board.time_zone",
            "board.date_format",
            "board.time_format",
            "board.installable",
            "board.colour",
        ),
    ),
    "announcement": (
        "Announcement",
        "A box on top of every page.",
        ("board.announcement_html",),
    ),
    "rules": (
        "Rules",
        "What newcomers must accept.",
        ("accounts.rules_html", "accounts.rules_again"),
    ),
    "maintenance": (
        "Maintenance mode",
        "Close the board to everybody but administrators.",
        ("board.maintenance", "board.maintenance_html"),
    ),
    "registration": (
        "Registration",
        "Who may join, and how.",
        (
            "accounts.registration",
            "accounts.application_question",
            "accounts.new_member_role",
            "accounts.name_min",
            "accounts.name_max",
        ),
    ),
    "gate": (
        "Questions to newcomers",
        "What the form of registration asks, so that programs do not get through.",
        ("antispam.questions", "antispam.form_seconds", "antispam.proof", "antispam.stopforumspam"),
    ),
    "newcomers": (
        "Newcomers",
        "How long somebody is new, and what of theirs a moderator looks at first.",
        (
            "antispam.newcomer_days",
            "antispam.newcomer_posts",
            "antispam.newcomer_days_here",
            "antispam.first_held",
            "antispam.newcomer_links",
            "antispam.newcomer_images",
            "antispam.newcomer_mentions",
            "antispam.classifier",
            "antispam.classifier_percent",
        ),
    ),
    "raids": (
        "Raid mode",
        "When many advertisers come at once.",
        ("antispam.raid_hours", "antispam.raid_newcomers", "antispam.raid_by_itself"),
    ),
    "security": (
        "Security",
        "What staff must show before administration and moderation open to them.",
        ("accounts.second_factor", "accounts.confirm_minutes"),
    ),
    "reading": (
        "Reading",
        "How long pages are and what they show.",
        (
            "board.topics_per_page",
            "board.posts_per_page",
            "board.show_views",
            "board.show_author_facts",
            "board.users_online",
            "board.online_seconds",
            "board.feed_length",
        ),
    ),
    "writing": (
        "Writing",
        "What posts may hold.",
        (
            "board.markup",
            "board.title_length",
            "board.post_length",
            "board.quote_depth",
            "board.smilies",
            "board.post_images",
            "board.quick_reply",
            "board.topic_review",
            "board.guest_mail_required",
        ),
    ),
    "members": (
        "Avatars and signatures",
        "What members may show of themselves.",
        (
            "accounts.avatar_size",
            "accounts.signature_length",
            "accounts.signature_lines",
            "accounts.signature_images",
        ),
    ),
    "words": (
        "Words",
        "What is shown otherwise, waits for a moderator, or may not be written. Try a text under Try the list of words.",
        ("boards.words",),
    ),
    "ranks": (
        "Ranks",
        "Titles that members reach by writing.",
        ("accounts.ranks",),
    ),
    "robots": (
        "Robots",
        "What search engines and those who gather texts for language models are asked to do.",
        (
            "robots.disallowed",
            "robots.crawl_delay",
            "robots.search",
            "robots.ai_input",
            "robots.ai_training",
            "robots.refuses_ai_crawlers",
            "robots.ai_crawlers",
        ),
    ),
    "limits": (
        "Limits",
        "How much one network may ask for in a minute of what costs the board work. 0: no limit.",
        (
            "limits.pages",
            "limits.deep_pages",
            "limits.feeds",
            "limits.searches",
            "limits.member_searches",
            "limits.forms",
        ),
    ),
    "mails": (
        "Mails",
        "What members are told by mail, and in which language.",
        ("board.mail_language", "notifications.by_mail", "moderation.tell_by_mail"),
    ),
    "moderation": (
        "Moderation",
        "What is offered to moderators, what warnings lead to, and what members are told.",
        (
            "moderation.reasons",
            "moderation.silence_at_points",
            "moderation.silence_days",
            "moderation.names_moderators",
            "moderation.public_log",
        ),
    ),
    "housekeeping": (
        "Housekeeping",
        "When members count as asleep, how long a sweep waits, and how long whoever leaves for good.",
        (
            "housekeeping.asleep_years",
            "housekeeping.cool_off_hours",
            "leaving.wait_days",
            "leaving.copy_days",
        ),
    ),
    "search": (
        "Search",
        "How much searching may cost.",
        ("search.most_milliseconds",),
    ),
    "upkeep": (
        "Upkeep",
        "What health reminds you of.",
        ("upkeep.backup_days",),
    ),
    "old-addresses": (
        "Old addresses",
        "Of a board that moved in here: where it and its avatars stood, and in what its addresses counted.",
        (
            "importers.fluxbb.old_addresses",
            "importers.fluxbb.avatars_folder",
            "importers.fluxbb.topics_per_page",
            "importers.fluxbb.posts_per_page",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Subject:
    name: str
    title: str
    about: str
    options: Sequence[Option[Any]]

    @property
    def url(self) -> str:
        return f"/administration/options/{self.name}/"


def subjects(actor: Actor) -> list[Subject]:
    """Every declared option stands in exactly one of them."""
    permissions.insist_on_administrator(actor)
    return list(_subjects())


def subject(actor: Actor, name: str) -> Subject:
    found = next((s for s in subjects(actor) if s.name == name), None)
    if found is None:
        raise NotFound
    return found


def _subjects() -> Iterator[Subject]:
    left = {option.key: option for option in declared_options()}
    for name, (title, about, keys) in SUBJECTS.items():
        options = [left.pop(key) for key in keys if key in left]
        if options:
            yield Subject(name, title, about, options)
    # A room that came later needs no line above: its options stand under its own name.
    rooms = defaultdict(list)
    for key, option in left.items():
        rooms[key.rpartition(".")[0]].append(option)
    for room, options in rooms.items():
        title = room.replace(".", " ").capitalize()
        yield Subject(room.replace(".", "-"), title, "", options)
