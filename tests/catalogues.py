"""The texts of mails and their catalogues. `bin/catalogues` brings these up to date.

A text that is new stands there untranslated, one that is gone is taken out, and the .mo that Django reads is made
from the .po that people write.
"""

from __future__ import annotations

import ast
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import polib

from areopagus.core.catalogues import FOLDER

HOUSE = FOLDER.parent
IN_PYTHON = {"gettext", "gettext_lazy", "gettext_noop", "ngettext"}
# Django templates of allauth, which the house uses as they are.
OF_ALLAUTH = ("account/email", "mfa/email")
# The text, and how it reads for many where it is about a number.
Message = tuple[str, str]


def messages() -> dict[Message, list[str]]:
    """What is to be translated, and where it stands."""
    found: dict[Message, list[str]] = defaultdict(list)
    for find in (_in_python, _in_our_templates, _in_templates_of_allauth):
        for where, message in find():
            if where not in found[message]:
                found[message].append(where)
    return found


def catalogues() -> dict[str, Path]:
    """The .po of each language."""
    return {path.parts[-3]: path for path in sorted(FOLDER.glob("*/LC_MESSAGES/django.po"))}


def _in_python() -> Iterator[tuple[str, Message]]:
    for path in sorted(HOUSE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "gettext" not in text:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in IN_PYTHON:
                count = 2 if ast.unparse(node.func) == "ngettext" else 1
                texts = [arg.value for arg in node.args[:count] if isinstance(arg, ast.Constant)]
                # What is no text there is a variable, whose texts are marked where they stand.
                if texts:
                    yield str(path.relative_to(HOUSE)), _message(*map(str, texts))


def _in_our_templates() -> Iterator[tuple[str, Message]]:
    from django.template import engines

    env = engines["jinja2"].env  # type: ignore[attr-defined]
    for path in sorted(HOUSE.glob("*/templates/**/*")):
        if path.suffix in {".html", ".txt"}:
            for _, _, texts in env.extract_translations(path.read_text(encoding="utf-8")):
                said = (texts,) if isinstance(texts, str) else texts
                yield str(path.relative_to(HOUSE)), _message(*filter(None, said))


def _in_templates_of_allauth() -> Iterator[tuple[str, Message]]:
    import allauth
    from django.template import engines
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    folder = Path(allauth.__file__).parent / "templates"
    for path in sorted(file for name in OF_ALLAUTH for file in folder.glob(f"{name}/*.txt")):
        where = str(path.relative_to(folder))
        nodes = engines["django"].get_template(where).template.nodelist  # type: ignore[attr-defined]
        for node in nodes.get_nodes_by_type(BlockTranslateNode):
            texts = (node.render_token_list(some)[0] for some in (node.singular, node.plural))
            yield f"allauth: {where}", _message(*filter(None, texts))
        for node in nodes.get_nodes_by_type(TranslateNode):
            yield f"allauth: {where}", _message(node.filter_expression.var.literal)


def _message(text: str, of_many: str = "") -> Message:
    return text, of_many


def bring_up_to_date(path: Path) -> int:
    """How many texts wait for a translation."""
    catalogue, wanted = polib.pofile(str(path), wrapwidth=100), messages()
    known = {(entry.msgid, entry.msgid_plural): entry for entry in catalogue}
    count = int(catalogue.metadata["Plural-Forms"].partition("nplurals=")[2][0])
    catalogue.clear()
    for message, places in sorted(wanted.items(), key=lambda item: (item[1], item[0])):
        entry = known.get(message) or polib.POEntry(msgid=message[0], msgid_plural=message[1])
        if entry.msgid_plural and not entry.msgstr_plural:
            entry.msgstr_plural = dict.fromkeys(range(count), "")
        entry.occurrences, entry.previous_msgid = [(place, "") for place in places], None
        catalogue.append(entry)
    catalogue.save(str(path))
    catalogue.save_as_mofile(str(path.with_suffix(".mo")))
    return len(catalogue.untranslated_entries()) + len(catalogue.fuzzy_entries())


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    waiting = {language: bring_up_to_date(path) for language, path in catalogues().items()}
    for language, count in waiting.items():
        sys.stdout.write(f"{language}: {count} texts wait for a translation\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
