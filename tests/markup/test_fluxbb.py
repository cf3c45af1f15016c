"""What FluxBB's users wrote means the same here."""

from __future__ import annotations

import pytest

from areopagus import markup
from areopagus.markup import Dialect
from areopagus.markup.wall import walled
from tests.markup.differences import DIFFERENCES
from tests.markup.fluxbb import Case, cases
from tests.markup.neutral import neutral

CASES = [*cases(Dialect.BBCODE), *cases(Dialect.FLUXBB12)]
FLUXBB_CODES = {"NO_OPEN", "NO_CLOSE", "NESTING", "SELF", "EMPTY_ATTR", "EMPTY_AFTER_STRIP"}

# Mistakes to FluxBB, by number of the case, that work here, so that nobody is told of them.
WORKS_HERE = {
    "color ended with colour": {5},
    "blocks inside formatting": {18, 20, 21, 23, 185, 210},
    "formatting and pictures inside links and headings": {43, 160, 200},
    "quotations and headings inside items": {109, 111},
    "formatting across items": {108, 194},
    "an address with spaces around it": {47, 74, 189},
    "an address inside a link": {141, 199},
}  # fmt: skip
# Told differently: FluxBB trips over its own autolinker, or over a bracket inside an argument.
TOLD_DIFFERENTLY = {73: "ADDRESS(img)", 171: "NO_OPEN(b)", 174: "NO_OPEN(email)"}


def _id(case: Case) -> str:
    return f"{case.dialect}-{case.name}"


def test_there_are_as_many_cases_as_were_recorded() -> None:
    typed = [case for case in CASES if case.name.endswith("-in")]
    assert len([case for case in typed if case.dialect is Dialect.BBCODE]) == 219
    assert len([case for case in typed if case.dialect is Dialect.FLUXBB12]) == 21


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_means_the_same_as_in_fluxbb(case: Case) -> None:
    ours = neutral(case.html(), fluxbb=False)
    theirs = neutral(case.fluxbb_html, fluxbb=True)
    if difference := DIFFERENCES[case.dialect].get(case.name):
        reason, html = difference
        assert case.html() == html, reason
        assert ours != theirs, "This difference is gone: strike it from differences.py"
    else:
        assert ours == theirs


@pytest.mark.parametrize("case", CASES, ids=_id)
def test_the_second_wall_changes_nothing(case: Case) -> None:
    html = case.html()
    assert walled(html) == html


@pytest.mark.parametrize("case", [case for case in CASES if case.is_checked], ids=_id)
def test_tells_what_fluxbb_would_have_refused(case: Case) -> None:
    number = int(case.name.removesuffix("-in"))
    told = markup.problems(case.source, Dialect.BBCODE)
    first = next((p for p in told if p.code in FLUXBB_CODES), None)
    ours = (f"{first.code}({first.tag})" if first.tag else first.code) if first else None
    theirs = case.errors[0].split(" in ")[0] if case.errors else None
    theirs = f"{theirs})" if theirs and theirs.count("(") > theirs.count(")") else theirs
    if any(number in numbers for numbers in WORKS_HERE.values()):
        assert theirs
        assert ours is None
    elif number in TOLD_DIFFERENTLY:
        assert TOLD_DIFFERENTLY[number] in [f"{p.code}({p.tag})" for p in told]
    else:
        assert ours == theirs


def test_every_problem_is_told_in_words() -> None:
    for case in CASES:
        for problem in markup.problems(case.source, case.dialect):
            assert problem.message.endswith((".", "…"))
            assert len(problem.message) < 120
