"""The versions of the board's rules, and who has accepted which."""

from __future__ import annotations

from collections.abc import Sequence

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import RulesVersion
from areopagus.accounts.options import RULES_AGAIN, RULES_HTML
from areopagus.core.models import OptionValue
from areopagus.core.remembered import Remembered


def versions() -> Sequence[RulesVersion]:
    """The newest first."""
    return _remembered.get()


def newest() -> RulesVersion | None:
    """What is in force now."""
    return versions()[0] if RULES_HTML.get() and versions() else None


def keep_version() -> None:
    """Whoever has changed the rules calls it. An undone change is one more version: numbers once accepted stay true."""
    stored = OptionValue.objects.filter(key=RULES_HTML.key).values_list("value", flat=True)
    html, last = stored.first(), RulesVersion.objects.first()
    if html and (last is None or last.html != html):
        RulesVersion.objects.create(number=last.number + 1 if last else 1, html=html)
        forget()


def to_accept(actor: Actor) -> RulesVersion | None:
    """What this member must accept before they write."""
    if actor.user is None or not RULES_AGAIN.get():
        return None
    version = newest()
    return version if version and version.number != actor.user.rules_version else None


_remembered: Remembered[Sequence[RulesVersion]] = Remembered(
    "rules", lambda: tuple(RulesVersion.objects.all())
)
forget = _remembered.forget
