"""What members are told of: the kinds of notices, each declared by the room that knows it.

    REPORTED = kind("report", "A post is reported", describe=reports, for_staff=True)
    tell(REPORTED, report.pk, moderators)     # within the deed

How it comes to people (on the board, by mail) is the business of `notifications`, which alone listens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from areopagus.accounts.actors import Actor
from areopagus.core.events import announce


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as its reader sees it, and where it leads on the board.

    Several about one thing stand under its name, `under`, each with its `brief` words.
    """

    text: str
    url: str
    brief: str = ""
    under: str = ""
    under_url: str = ""


# For all subjects at once, by their ids; what this actor may not see, or what is gone, is left out.
Describe = Callable[[Actor, Sequence[int]], Mapping[int, Line]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`label` stands in the settings, behind "Tell me when…".

    `defaults` is the wish of whoever said nothing, by channel. `has_own_letter`: its room writes the
    mail itself, whatever was wished, so there is nothing to choose.
    """

    key: str
    label: str
    describe: Describe
    defaults: Mapping[str, str]
    for_staff: bool = False
    has_own_letter: bool = False


@dataclass(frozen=True, slots=True)
class MembersToBeTold:
    kind: str
    subject_id: int
    user_ids: tuple[int, ...]

    @property
    def changes(self) -> tuple[str, ...]:
        """Nothing that everybody sees."""
        return ()


_kinds: dict[str, Kind] = {}


def kind(
    key: str,
    label: str,
    describe: Describe,
    *,
    mail: str = "",
    for_staff: bool = False,
    has_own_letter: bool = False,
) -> Kind:
    """ValueError: declared twice. `mail` is the default there; on the board everything stands at first."""
    if key in _kinds:
        raise ValueError(f"The kind of notice {key} is declared twice")
    defaults = {"board": "on", "mail": mail}
    _kinds[key] = Kind(key, label, describe, defaults, for_staff, has_own_letter)
    return _kinds[key]


def kinds() -> Sequence[Kind]:
    """Complete once all rooms are imported; what is for staff comes last."""
    return sorted(_kinds.values(), key=lambda kind: (kind.for_staff, kind.has_own_letter))


def kind_named(key: str) -> Kind | None:
    """None for one of a room that is gone."""
    return _kinds.get(key)


def tell(kind: Kind, subject_id: int, user_ids: Iterable[int]) -> None:
    """Within the deed: it is told with it, or neither is done. Once for each subject and member."""
    told = tuple(sorted(set(user_ids)))
    if told:
        announce(MembersToBeTold(kind.key, subject_id, told))
