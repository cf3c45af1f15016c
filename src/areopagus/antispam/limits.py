"""What newcomers may do, and until when: the rule and the sentences that tell it stand together."""

from __future__ import annotations

from collections.abc import Sequence

from areopagus.antispam import options, places
from areopagus.antispam.trust import Trust
from areopagus.markup import Rendered


def exceeded(made: Rendered, before: Rendered | None, trust: Trust) -> list[str]:
    """Why somebody looks at this text first, for staff. `before` is the text that an edit replaces."""
    if trust.is_established or not (trust.is_newcomer or before):
        return []
    strange = _strange(made, before)
    if not trust.is_newcomer:
        # A link that comes later into what was harmless.
        return strange and [
            f"An edit adds links to places nobody here has linked to: {_list(strange)}."
        ]
    checks = (
        (before is None and trust.posts < options.FIRST_HELD.get(), "It is one of the first posts of a newcomer."),
        (len(strange) > options.NEWCOMER_LINKS.get(), f"A newcomer links to places nobody here has linked to: {_list(strange)}."),
        (len(made.images) > options.NEWCOMER_IMAGES.get(), f"A newcomer shows {len(made.images)} pictures."),
        (len(made.mentions) > options.NEWCOMER_MENTIONS.get(), f"A newcomer mentions {len(made.mentions)} members."),
    )  # fmt: skip
    return [sentence for applies, sentence in checks if applies]


def told(trust: Trust) -> Sequence[str]:
    """The limits in words for the newcomer; nothing for whoever has none."""
    if not trust.is_newcomer:
        return ()
    held = options.FIRST_HELD.get()
    links, images, mentions = (
        option.get()
        for option in (options.NEWCOMER_LINKS, options.NEWCOMER_IMAGES, options.NEWCOMER_MENTIONS)
    )
    checks = (
        (trust.posts < held, f"Your first {_many(held, 'post')} are looked at by a moderator before they appear."),
        (True, f"Links to places that members have linked to before are welcome at once. With {_more(links, 'link')} to other places, a post is looked at first."),
        (True, f"With {_more(images, 'picture')}, a post is looked at first."),
        (True, f"The same goes for {_more(mentions, 'mentioned member')}."),
        (True, "When you edit a post, the same is asked as when you write one."),
    )  # fmt: skip
    return [sentence for applies, sentence in checks if applies]


def _strange(made: Rendered, before: Rendered | None) -> list[str]:
    there = places.places_of([*before.links, *before.images]) if before else frozenset()
    return places.unknown(places.places_of([*made.links, *made.images]) - there)


def _list(some: Sequence[str]) -> str:
    return ", ".join(some[:5]) + (" and more" if len(some) > 5 else "")  # noqa: PLR2004


def _many(number: int, noun: str) -> str:
    return noun if number == 1 else f"{number} {noun}s"


def _more(number: int, noun: str) -> str:
    return (
        f"any {noun}" if number == 0 else f"more than {number} {noun}{'' if number == 1 else 's'}"
    )
