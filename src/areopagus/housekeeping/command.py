"""`areopagus sweep`: housekeeping from a shell. By itself it only tells what the rules would do."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from areopagus.accounts.actors import Actor
    from areopagus.housekeeping.rules import Rule


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rule", action="append", metavar="ID", help="only this rule; may be said again"
    )
    parser.add_argument("--years", type=int, help="years away before a member is set to rest")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write the whole list there")
    deeds = parser.add_mutually_exclusive_group()
    deeds.add_argument("--plan", action="store_true", help="plan a sweep with these rules")
    deeds.add_argument("--run", type=int, metavar="SWEEP", help="run a planned sweep")
    deeds.add_argument("--undo", type=int, metavar="SWEEP", help="undo a sweep that was run")
    parser.add_argument(
        "--as", dest="administrator", metavar="NAME", help="who does it, for the ledger"
    )
    parser.add_argument("--reason", default="", help="why, for the ledger")


def run(options: argparse.Namespace) -> int:
    """0: done; 1: refused, with the reason on standard error."""
    from areopagus.core.verdict import NotFound, Refused

    try:
        if options.run is not None or options.undo is not None or options.plan:
            _do(options, _administrator(options.administrator))
        else:
            _tell(options)
    except Refused as reason:
        sys.stderr.write(f"areopagus: {reason}\n")
        return 1
    except NotFound:
        sys.stderr.write("areopagus: there is no such sweep.\n")
        return 1
    return 0


def _tell(options: argparse.Namespace) -> None:
    from areopagus.housekeeping import choosing, listing
    from areopagus.housekeeping.gathering import gather_evidence

    rules, years = _rules(options), _years(options)
    accounts = gather_evidence()
    hits = list(choosing.hits(rules, years))
    for rule in rules:
        count = sum(rule in hit.rules for hit in hits)
        sys.stdout.write(f"{count:>9,}  {rule.id:14} {rule.state:12} {rule.sentence}\n")
    sys.stdout.write(f"{len(hits):>9,}  of {accounts:,} accounts. Nothing was changed.\n")
    if options.csv:
        options.csv.write_text("".join(listing.lines_of(hits)), encoding="utf-8")


def _do(options: argparse.Namespace, actor: Actor) -> None:
    from areopagus.housekeeping import actions
    from areopagus.housekeeping.gathering import gather_evidence

    if options.plan:
        gather_evidence()
        sweep = actions.plan_sweep(actor, [r.id for r in _rules(options)], _years(options))
        said = f"Sweep {sweep.pk} is planned for {sweep.chosen.count():,} members; it can be run from {sweep.due_at:%Y-%m-%d %H:%M} UTC on."
    elif options.run is not None:
        deed = actions.run_sweep(actor, options.run, options.reason)
        said = f"Done: {deed.details['dormant']} set to rest, {deed.details['quarantined']} quarantined."
    else:
        batch = actions.undo_sweep(actor, options.undo, options.reason)
        said = f"{batch}."
    sys.stdout.write(f"{said}\n")


def _rules(options: argparse.Namespace) -> list[Rule]:
    from areopagus.housekeeping import choosing
    from areopagus.housekeeping.rules import RULES

    return choosing.rules_named(options.rule) if options.rule else list(RULES)


def _years(options: argparse.Namespace) -> int:
    from areopagus.core.verdict import Refused
    from areopagus.housekeeping.options import ASLEEP_YEARS

    years = ASLEEP_YEARS.get() if options.years is None else options.years
    try:
        ASLEEP_YEARS.check(years)
    except ValueError as reason:
        raise Refused(f"--years: {reason}") from reason
    return int(years)


def _administrator(name: str | None) -> Actor:
    from areopagus.accounts import actors
    from areopagus.accounts.models import Group, User
    from areopagus.accounts.names import key_of
    from areopagus.core.verdict import Refused

    if not name:
        raise Refused("Say with --as which administrator does it; the ledger keeps their name.")
    found = User.objects.select_related("group").filter(
        name_key=key_of(name), group__role=Group.Role.ADMINISTRATORS
    )
    member = found.first()
    if member is None:
        raise Refused(f"There is no administrator called {name}.")
    return actors.member(member)
