"""What has to come together so that a rule holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from areopagus.housekeeping.evidence.shields import SHIELDS, STRONG
from areopagus.housekeeping.evidence.signs import SIGNS
from areopagus.housekeeping.rules import BY_ID, RULES, Case, found_in

BEFORE = datetime(2020, 1, 1, tzinfo=UTC)


def case(*signs: str, shields: str = "", silent: bool = True, seen: datetime | None = None) -> Case:
    known = {sign.id for sign in SIGNS}
    assert known >= set(signs), "A sign that there is not"
    return Case(frozenset(signs), frozenset(shields.split()), silent, seen)


def held(one: Case) -> set[str]:
    return {rule.id for rule in found_in(one, RULES, BEFORE)}


def test_asleep_is_who_was_seen_and_not_since() -> None:
    assert held(case(seen=BEFORE - timedelta(days=1))) == {"asleep"}
    assert held(case(seen=BEFORE + timedelta(days=1))) == set()
    assert held(case(seen=None)) == set(), "unknown is not never"
    assert held(case(seen=BEFORE - timedelta(days=1), shields="staff")) == set()


@pytest.mark.parametrize(
    ("signs", "rules"),
    [
        ("adverts", ""),
        ("adverts never-back made-up-name profile-link", ""),
        ("adverts burst", "advertises"),
        ("copies", ""),
        ("copies made-up-name", "advertises"),
        ("slipped-in throwaway-mail", "advertises"),
        ("taken-down same-mail", "advertises"),
        ("same-target", ""),
        ("same-target never-back", "same-target"),
        ("profile-link made-up-name never-back", ""),
        ("profile-link burst", "signpost"),
        ("never-back made-up-name", ""),
        ("never-back burst", ""),
        ("never-back burst made-up-name", "never-arrived"),
        ("never-back dead-burst", "never-arrived"),
        ("never-back same-mail", "never-arrived"),
        ("burst dead-burst throwaway-mail made-up-name", ""),
    ],
)
def test_one_sign_is_none_and_a_person_is_no_crowd(signs: str, rules: str) -> None:
    assert held(case(*signs.split())) == set(rules.split())


@pytest.mark.parametrize("shield", [shield.id for shield in SHIELDS])
def test_shields_keep(shield: str) -> None:
    everything = [sign.id for sign in SIGNS]
    for rule in RULES[1:]:
        assert rule.id in held(case(*everything))
    left = held(case(*everything, shields=shield))
    if shield in STRONG or shield == "wrote-cleanly":
        assert left == set()
    else:
        # What somebody wrote is not made good by coming back or by an avatar.
        assert left == {"advertises", "same-target"}


def test_who_wrote_something_that_stands_is_not_judged_as_silent() -> None:
    everything = [sign.id for sign in SIGNS]
    assert held(case(*everything, silent=False)) == {"advertises", "same-target"}


def test_every_rule_has_a_sentence() -> None:
    assert all(rule.sentence and BY_ID[rule.id] is rule for rule in RULES)
