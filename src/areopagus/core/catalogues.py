"""The languages that mails can be written in: English, and those with a catalogue in `locale/`. See decision 0051."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "locale"
ENGLISH = "en"


def _with_catalogue() -> list[str]:
    """As Django writes them: "pt-br" where the folder is pt_BR."""
    found = FOLDER.glob("*/LC_MESSAGES/django.mo")
    return sorted(path.parts[-3].replace("_", "-").lower() for path in found)


LANGUAGES = (ENGLISH, *_with_catalogue())
