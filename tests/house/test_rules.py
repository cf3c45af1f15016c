"""The rules of the house that a linter cannot know. A failing test names the file to mend."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
HOUSE = REPOSITORY / "src/areopagus"
ROOMS = sorted(p.parent for p in HOUSE.glob("*/__init__.py"))
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_VIEW, LONGEST_TEMPLATE = 300, 40, 15, 100
FORBIDDEN_NAMES = {"utils", "helpers", "services", "managers", "mixins", "signals"}


def sources(pattern: str = "**/*.py") -> Iterator[tuple[str, str]]:
    for path in sorted(HOUSE.glob(pattern)):
        if "migrations" not in path.parts and "vendor" not in path.parts:
            yield str(path.relative_to(HOUSE)), path.read_text(encoding="utf-8")


def functions(text: str) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            yield node


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def views() -> Iterator[tuple[str, str]]:
    yield from sources("**/views.py")
    yield from sources("**/views/*.py")


def test_views_ask_no_queries() -> None:
    asked = [
        f"{name}:{node.lineno}"
        for name, text in views()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert not asked, "Put the query into pages/ or querysets.py"


def test_views_stay_thin() -> None:
    thick = {
        f"{name}: {node.name}": length(node)
        for name, text in views()
        for node in functions(text)
        if length(node) > LONGEST_VIEW
    }
    assert not thick


def test_views_say_which_methods_they_answer() -> None:
    silent = [
        f"{name}: {node.name}"
        for name, text in views()
        for node in functions(text)
        if node.args.args
        and node.args.args[0].arg == "request"
        and not node.name.startswith("_")
        and not any("require_" in ast.unparse(d) for d in node.decorator_list)
    ]
    assert not silent


def test_files_and_functions_stay_short() -> None:
    long = {name: n for name, text in sources() if (n := len(text.splitlines())) > LONGEST_FILE}
    long |= {
        f"{name}: {node.name}": length(node)
        for name, text in sources()
        for node in functions(text)
        if length(node) > LONGEST_FUNCTION
    }
    assert not long


def test_templates_stay_short_and_quiet() -> None:
    for name, text in sources("**/templates/**/*.html"):
        assert len(text.splitlines()) <= LONGEST_TEMPLATE, f"{name} is too long"
        assert not re.search(r"\sstyle=|\son[a-z]+=|<script>|javascript:", text), (
            f"{name} has inline style or script, which the content security policy forbids"
        )


def test_html_is_trusted_in_few_known_places() -> None:
    trusted = {name for name, text in sources("**/*.html") if re.search(r"\|\s*safe\b", text)}
    # Each shows HTML that markup or trusted_html made safe when it was stored, or that this page made.
    assert trusted <= TRUSTING_TEMPLATES, "Justify it here, or let it be escaped"


TRUSTING_TEMPLATES: set[str] = {
    "administration/templates/administration/smilies.html",  # A text that is tried, rendered for this page.
    "moderation/templates/moderation/held.html",
    "ui/templates/base.html",  # The announcement.
    "ui/templates/frame/_masthead.html",  # The board's description.
    "accounts/templates/accounts/member.html",  # A signature, rendered when it was saved.
    "boards/templates/boards/_forums.html",  # A forum's description.
    "boards/templates/boards/_announcement.html",  # A forum's announcement.
    "boards/templates/boards/forum.html",  # A forum's description.
    "boards/templates/boards/_post.html",  # A post and its author's signature.
    "boards/templates/boards/_preview.html",  # What the form holds, rendered for this page.
    "boards/templates/boards/delete.html",  # The post in question.
    "boards/templates/boards/revisions.html",  # Earlier texts, rendered for this page.
    "boards/templates/boards/markup_help.html",  # Our own examples.
    "boards/templates/boards/maintenance.html",  # Why the board is closed.
    "boards/templates/boards/rules.html",  # The board's rules.
    "notifications/templates/notifications/letter.html",  # A post, in a mail.
    "moderation/templates/moderation/report.html",  # The post in question.
}


def test_no_room_has_a_junk_drawer() -> None:
    drawers = [
        str(path.relative_to(HOUSE)) for path in HOUSE.rglob("*") if path.stem in FORBIDDEN_NAMES
    ]
    assert not drawers


def test_nothing_happens_behind_the_back_of_an_action() -> None:
    found = [name for name, text in sources() if re.search(r"\b(post|pre)_(save|delete)\b", text)]
    assert not found, "Announce an event instead"


def test_every_event_says_what_it_changes() -> None:
    """Else pages that show it would stay as they were. An event that changes no page says `()`."""
    silent = []
    for name, _ in sources("**/events.py"):
        module = import_module("areopagus." + name.removesuffix(".py").replace("/", "."))
        silent += [
            f"{module.__name__}.{thing.__name__}"
            for thing in vars(module).values()
            if isinstance(thing, type)
            and dataclasses.is_dataclass(thing)
            and thing.__module__ == module.__name__
            and not isinstance(getattr(thing, "changes", None), property)
        ]
    assert not silent, "Give it `changes`: see What is kept in docs/architecture.md"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_says_what_it_is(room: Path) -> None:
    assert ast.get_docstring(ast.parse((room / "__init__.py").read_text()))


def test_the_architecture_page_names_every_room() -> None:
    page = (REPOSITORY / "docs/architecture.md").read_text()
    missing = [room.name for room in ROOMS if f"`{room.name}`" not in page]
    assert not missing


def test_lock_files_have_hashes_and_no_addresses() -> None:
    locks = list(REPOSITORY.glob("requirements*.lock"))
    assert locks
    for lock in locks:
        text = lock.read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text
