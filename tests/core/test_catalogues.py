"""The languages of mails: nothing is left untranslated, and what Django reads is what people wrote."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from areopagus.core.catalogues import LANGUAGES
from areopagus.core.ledger.kinds import kinds
from tests.catalogues import HOUSE, catalogues, messages

PLACES = re.compile(r"\{\w*\}|%\(\w+\)s")
FOUND = catalogues()
# Nothing else is said in another language. How mail programs quote our letters is known in each.
MAY_CHOOSE = {"accounts/mail_language.py", "inbound/answers.py"}
MAILS = re.compile(r"notifications/templates/notifications/(letter|short|digest)\.(html|txt)")


def written(language: str) -> polib.POFile:
    return polib.pofile(str(FOUND[language]))


def forms(entry: polib.POEntry) -> dict[int, str]:
    return entry.msgstr_plural if entry.msgid_plural else {0: entry.msgstr}


@pytest.mark.parametrize("language", FOUND)
def test_each_catalogue_has_every_text_of_the_mails(language: str) -> None:
    there = {(entry.msgid, entry.msgid_plural) for entry in written(language)}
    assert there == set(messages()), "Run bin/catalogues and translate what is new"


@pytest.mark.parametrize("language", FOUND)
def test_each_text_is_translated(language: str) -> None:
    catalogue = written(language)
    count = int(catalogue.metadata["Plural-Forms"].partition("nplurals=")[2][0])
    for entry in catalogue:
        assert not entry.fuzzy and not entry.obsolete, entry.msgid
        assert set(forms(entry)) == set(range(count if entry.msgid_plural else 1)), entry.msgid
        for said in forms(entry).values():
            assert said.strip(), entry.msgid


@pytest.mark.parametrize("language", FOUND)
def test_translations_have_the_same_places_for_names_and_numbers(language: str) -> None:
    for entry in written(language):
        ought = sorted(set(PLACES.findall(entry.msgid_plural or entry.msgid)))
        for said in forms(entry).values():
            assert sorted(set(PLACES.findall(said))) == ought, entry.msgid
            # A brace or a per cent sign that is no place would break the letter.
            assert not re.search(r"[{}%]", PLACES.sub("", said)), entry.msgid
            for end in (str.startswith, str.endswith):
                assert end(said, "\n") == end(entry.msgid, "\n"), entry.msgid


@pytest.mark.parametrize("language", FOUND)
def test_django_reads_what_was_written(language: str) -> None:
    compiled = FOUND[language].with_suffix(".mo")
    assert compiled.read_bytes() == written(language).to_binary(), "Run bin/catalogues"


def test_what_deeds_tell_their_member_is_translated() -> None:
    """It is said far from where it is declared."""
    told = {one.tells for one in kinds().values() if one.tells}
    assert told and told <= {text for text, _ in messages()}, "Mark it with gettext_noop"


def test_what_has_a_catalogue_is_offered() -> None:
    assert LANGUAGES == ("en", "de", "ru")
    assert set(LANGUAGES) == {"en", *FOUND}


def test_nothing_but_mails_is_translated() -> None:
    """Pages are English, and have the same bytes whatever language the mails are in."""
    choosing = {
        name
        for name, text in _sources("**/*.py")
        if re.search(r"\b(override|activate|deactivate(_all)?)\(", text) and "translation" in text
    }
    assert choosing == MAY_CHOOSE
    marked = {name for name, text in _sources("*/templates/**/*") if "{% trans" in text}
    assert marked and all(map(MAILS.fullmatch, marked))


def _sources(pattern: str) -> list[tuple[str, str]]:
    paths = [path for path in HOUSE.glob(pattern) if path.is_file()]
    return [(_name(path), path.read_text(encoding="utf-8")) for path in paths]


def _name(path: Path) -> str:
    return str(path.relative_to(HOUSE))
