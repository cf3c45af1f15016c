"""Words, titles, texts and names for a board that nobody wrote. The same dice give the same words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random

WORDS: dict[str, list[str]] = {
    kind: words.split()
    for kind, words in tomllib.loads(
        Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    ).items()
}
NOUNS, NAMES, VERBS, SMALL = (WORDS[kind] for kind in ("nouns", "names", "verbs", "small"))
PLACES, FIRST, MIDDLE, LAST = (WORDS[kind] for kind in ("places", "beginnings", "middles", "ends"))
FACES = (":)", ";)", ":D", ":(", ":o")
# Characters; posts of talkative boards are many short ones and a few long ones.
SHORTEST, LONGEST = 40, 6000


def sentence(dice: Random) -> str:
    words = [
        dice.choice(SMALL if dice.random() < 0.55 else dice.choice((NOUNS, NOUNS, VERBS, NAMES)))
        for _ in range(dice.randint(5, 18))
    ]
    return " ".join(words).capitalize() + dice.choice("....?!")


def title(dice: Random) -> str:
    said = f"{dice.choice(NAMES)} {dice.randint(1, 30)}: {dice.choice(NOUNS)} {dice.choice(VERBS)}"
    return f"{said} {dice.choice(SMALL)} {dice.choice(NOUNS)}"


def text(dice: Random) -> str:
    """A post of about 600 characters with some BBCode: a quote in one of four, a link in one of ten."""
    wanted = min(LONGEST, max(SHORTEST, dice.lognormvariate(5.7, 0.85)))
    pieces, length = list(_opening(dice)), 0
    while length < wanted:
        paragraph = " ".join(sentence(dice) for _ in range(dice.randint(1, 4)))
        pieces.append(paragraph)
        length += len(paragraph)
    return "\n\n".join(pieces + list(_ending(dice)))


def _opening(dice: Random) -> Iterator[str]:
    if dice.random() < 0.25:
        yield f"[quote={member_name(dice.randrange(500))}]{sentence(dice)} {sentence(dice)}[/quote]"


def _ending(dice: Random) -> Iterator[str]:
    kind = dice.random()
    if kind < 0.10:
        yield f"[url=https://www.example.org/missions/{dice.randrange(10**6)}]{dice.choice(NOUNS)}[/url]"
    elif kind < 0.15:
        yield f"https://www.example.org/archive/{dice.randrange(10**6)}?page=1&size=large"
    elif kind < 0.20:
        yield "[list]" + "".join(f"\n[*]{sentence(dice)}[/*]" for _ in range(3)) + "\n[/list]"
    elif kind < 0.25:
        yield f"[b]{sentence(dice)}[/b] [i]{dice.choice(NOUNS)}[/i]"
    elif kind < 0.27:
        yield f"[code]burn({dice.randrange(900)}, seconds={dice.randrange(60)})[/code]"
    if dice.random() < 0.2:
        yield dice.choice(FACES)


def member_name(number: int) -> str:
    """A name of its own for each number from 0."""
    number, last = divmod(number, len(LAST))
    number, middle = divmod(number, len(MIDDLE))
    round_, first = divmod(number, len(FIRST))
    return FIRST[first] + MIDDLE[middle] + LAST[last] + (str(round_ + 1) if round_ else "")


def signature(dice: Random) -> str:
    return f"[i]{sentence(dice)}[/i]\n{dice.choice(NAMES)} {dice.randint(1, 30)}"
