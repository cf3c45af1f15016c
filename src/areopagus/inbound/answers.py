"""What somebody wrote in answer to a letter of ours, without what their mail program added.

A heuristic: our own line is looked for first, then the ways in which mail programs quote. When in doubt
a line stays, for a quote too much is mended in a moment and a lost word is not.
"""

from __future__ import annotations

import re
from functools import cache

from django.utils.translation import gettext, gettext_noop, override

from areopagus.core.catalogues import LANGUAGES

# Stands in our letters; everything from it on is ours.
LINE = gettext_noop("Write your answer above this line.")
# Above a quoted mail: Outlook's rule, and "-----Original Message-----" in whatever language.
RULE = re.compile(r"_{20,}|-{3,} ?[^\W\d_][\w' ]{3,40} ?-{3,}")
# Outlook's heads of a quoted mail, two of them in a row.
HEAD = re.compile(
    r"\*?(?:From|Sent|To|Subject|Date|Von|Gesendet|An|Betreff|Datum|De|Envoyé|À|Objet|От|Отправлено|Кому|Тема|Дата"
    r"|发件人|发送时间|收件人|主题|差出人|送信日時|宛先|件名)\*? ?[:：]\*? .+"
)
# A line by a phone, at the end.
PHONE = re.compile(
    r"(?:Sent from|Get Outlook for|Von meinem|Gesendet (?:von|mit)|Envoyé (?:de|depuis)|Отправлено (?:с|из)|发自我的)"
    r".{1,60}"
)
# "On Friday, 3 May 2019 at 12:01, Max wrote:" in any language: a date and a colon at the end.
LONGEST_ATTRIBUTION = 3
DATE = re.compile(r"\d{1,4}.{0,40}\d")
COLONS = (":", "：")


def answer_in(text: str) -> str:
    """The writer's own words; "" when there are none."""
    lines = [line.rstrip() if line != "-- " else line for line in text.split("\n")]
    end = next((at for at, line in enumerate(lines) if _ends_answer(lines, at, line)), len(lines))
    lines = lines[:end]
    is_quoting = end < len(text.split("\n"))
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith(">")):
        is_quoting |= bool(lines.pop().strip())
    if is_quoting:
        lines = _without_attribution(lines)
    while lines and (not lines[-1].strip() or PHONE.fullmatch(lines[-1].strip())):
        lines.pop()
    return "\n".join(lines).strip("\n")


@cache
def _our_lines() -> frozenset[str]:
    """In every language: it may have changed since the letter was sent."""
    found = set()
    for language in LANGUAGES:
        with override(language):
            found.add(gettext(LINE))
    return frozenset(found)


def _ends_answer(lines: list[str], at: int, line: str) -> bool:
    if line == "-- " or any(ours in line for ours in _our_lines()) or RULE.fullmatch(line.strip()):
        return True
    heads = lines[at : at + 2]
    return len(heads) == 2 and all(HEAD.fullmatch(head.strip()) for head in heads)  # noqa: PLR2004


def _without_attribution(lines: list[str]) -> list[str]:
    """Mail programs break the line above a quote into as many as three."""
    for count in range(1, LONGEST_ATTRIBUTION + 1):
        last = [line.strip() for line in lines[-count:]]
        if len(last) < count or not all(last):
            break
        said = " ".join(last)
        # The last of our own lines has nothing to do with a date, the first of an attribution has a blank above.
        stands_alone = len(lines) == count or not lines[-count - 1].strip()
        if said.endswith(COLONS) and DATE.search(said) and stands_alone:
            return _without_blanks(lines[:-count])
    return lines


def _without_blanks(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines.pop()
    return lines
