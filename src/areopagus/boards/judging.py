"""Judging what somebody is about to publish, before it is: published, flagged, held or refused.

Rooms above register judges in `AppConfig.ready`; the strongest outcome counts.

    @judge("words")
    def by_words(writing: Writing) -> Judgement | None: ...
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from areopagus import markup
from areopagus.accounts.actors import Actor
from areopagus.boards.access import access_in

logger = logging.getLogger(__name__)


class Outcome(IntEnum):
    """From the mildest on. Flagged is published, and the moderators are told."""

    PASS = 0
    FLAG = 1
    HOLD = 2
    REFUSE = 3


@dataclass(frozen=True, slots=True)
class Writing:
    """A topic, a reply or an edit as its writer sent it. `kind` is "topic", "reply" or "edit".

    `title` is empty where it is not written anew, `earlier` the source that an edit replaces.
    """

    actor: Actor
    kind: str
    forum_id: int
    source: str
    dialect: str
    made: markup.Rendered
    title: str = ""
    earlier: str = ""
    topic_id: int | None = None
    post_id: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """`reason` is said to the writer, in plain words; `evidence` are sentences for staff."""

    outcome: Outcome
    judge: str
    reason: str
    evidence: tuple[str, ...] = ()


Judge = Callable[[Writing], Judgement | None]
_judges: dict[str, Judge] = {}


def judge(name: str) -> Callable[[Judge], Judge]:
    """Registers a judge. ValueError: there is one of that name."""
    if name in _judges:
        raise ValueError(f"There are two judges called {name}")

    def register(function: Judge) -> Judge:
        _judges[name] = function
        return function

    return register


def withdraw(name: str) -> None:
    """Takes a judge out again."""
    del _judges[name]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the judges said who had something to say, the strongest first."""

    all: Sequence[Judgement] = ()

    @property
    def outcome(self) -> Outcome:
        return self.all[0].outcome if self.all else Outcome.PASS

    @property
    def reason(self) -> str:
        return self.all[0].reason if self.all else ""

    @property
    def evidence(self) -> tuple[str, ...]:
        return tuple(line for one in self.all for line in one.evidence)

    def as_data(self) -> list[dict[str, Any]]:
        return [
            {
                "judge": one.judge,
                "outcome": one.outcome.name.lower(),
                "reason": one.reason,
                "evidence": list(one.evidence),
            }
            for one in self.all
        ]


def verdicts_on(writing: Writing) -> Verdicts:
    """Staff are not judged where they moderate. A judge that fails is logged and says nothing: it must not silence a board."""
    if access_in(writing.actor, writing.forum_id).moderate:
        return Verdicts()
    said: list[Judgement] = []
    for name, function in _judges.items():
        try:
            judgement = function(writing)
        except Exception:
            logger.exception("The judge %s failed", name)
            continue
        if judgement is not None and judgement.outcome > Outcome.PASS:
            said.append(judgement)
    return Verdicts(sorted(said, key=lambda one: -one.outcome))


@judge("group")
def by_group(writing: Writing) -> Judgement | None:
    """What some groups write waits until a moderator has seen it."""
    if not writing.actor.group.writes_on_approval:
        return None
    return Judgement(
        Outcome.HOLD,
        "group",
        "A moderator looks at what new members write before it is shown.",
        (f"The group “{writing.actor.group.name}” writes on approval.",),
    )
