"""What a change of options would bring for others, in sentences to be read before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from areopagus.accounts.options import REGISTRATION, RULES_HTML, SECOND_FACTOR
from areopagus.boards.options import MAINTENANCE
from areopagus.core.options import Option
from areopagus.moderation.options import PUBLIC_LOG

REGISTRATIONS = {
    "closed": "Nobody can register any more.",
    "invitation": "Only those with an invitation can register from now on.",
    "approval": "Whoever registers from now on waits until an administrator lets them in.",
    "open": "Everybody can register from now on.",
}
FACTORS = {
    "nobody": "Nobody needs a second factor any more to administer or moderate.",
    "administrators": "Administrators without a second factor must set one up before they administer again.",
    "staff": "Moderators and administrators without a second factor must set one up before they go on.",
}
LOGS = {
    "off": "Nobody but staff reads any more what moderators did.",
    "without names": "Everybody reads what was done to topics and posts, and every reason that was ever given for it; not by whom.",
    "with names": "Everybody reads what was done to topics and posts, by whom, and every reason that was ever given for it.",
}


def _maintenance(closed: bool) -> str:
    if closed:
        return "The board is closed to everybody but administrators: nobody else can read, write or sign in."
    return "The board is open again to everybody."


def _rules(html: str) -> str:
    return "" if html.strip() else "Newcomers need not accept any rules any more."


SENTENCES: Mapping[Option[Any], Callable[[Any], str]] = {
    MAINTENANCE: _maintenance,
    REGISTRATION: lambda value: REGISTRATIONS[value],
    SECOND_FACTOR: lambda value: FACTORS[value],
    RULES_HTML: _rules,
    PUBLIC_LOG: lambda value: LOGS[value],
}


def what_options_change(changes: Mapping[str, Any]) -> list[str]:
    """Only of what is dangerous, and only of what differs from now."""
    return list(_told(changes))


def _told(changes: Mapping[str, Any]) -> Iterator[str]:
    for option, sentence in SENTENCES.items():
        value = changes.get(option.key, option.get())
        if value != option.get() and (said := sentence(value)):
            yield said
