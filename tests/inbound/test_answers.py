"""The writer's own words, whatever their mail program put around them."""

from __future__ import annotations

import pytest

from areopagus.inbound.answers import LINE, answer_in

OURS = f"""\
> --- {LINE} ---
>
> Hello Max,
> Ada has answered in “Who lands first?”:
"""
WAYS = {
    "bottom of a program that puts the date in front": f"On Fri, 3 May 2019 at 12:01, Ada <board@example.org> wrote:\n{OURS}",
    "the same broken over two lines": f"On Friday, 3 May 2019 at 12:01 PM, A rather long name\n<board@example.org> wrote:\n{OURS}",
    "German": f"Am 03.05.2019 um 12:01 schrieb Ada:\n{OURS}",
    "Russian": f"пт, 3 мая 2019 г. в 12:01, Ada <board@example.org>:\n{OURS}",
    "Chinese": f"Ada <board@example.org> 于2019年5月3日周五 12:01写道：\n{OURS}",
    "Outlook": "From: Board <board@example.org>\nSent: Friday, 3 May 2019 12:01\nTo: Max\nSubject: Re: Who\n\nHello Max,\n",
    "Outlook in German": "Von: Board <board@example.org>\nGesendet: Freitag, 3. Mai 2019 12:01\nAn: Max\n\nHallo\n",
    "Outlook's rule": "________________________________\nFrom: Board\n\nHello Max,",
    "an original message": "-----Original Message-----\nFrom: Board\n\nHello Max,",
    "eine ursprüngliche Nachricht": "----- Ursprüngliche Nachricht -----\nHello",
    "a phone": f"Sent from my iPhone\n\nOn 3 May 2019, at 12:01, Ada <board@example.org> wrote:\n\n{OURS}",
    "a phone in German": f"Von meinem Telefon gesendet\n\nAm 3. Mai 2019 um 12:01 schrieb Ada <a@b.example>:\n\n{OURS}",
    "a signature": "-- \nMax\nBerlin",
    "our line, not quoted": f"--- {LINE} ---\n\nHello Max,",
    "nothing": "",
    "blank lines": "\n\n\n",
}
WORDS = (
    "I think so, too.",
    "Two lines,\nand a third:\n\n1. one\n2. two",
    "At 12:01 it landed.\n\nThe list for 3 May 2019:\n- one",
    "> What do you mean?\n\nWhat I say.",
    "Привет всем!",
)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", WORDS)
def test_what_mail_programs_add_is_left_out(words: str, way: str) -> None:
    assert answer_in(f"{words}\n\n{WAYS[way]}") == words
    assert answer_in(f"{words}\n\n{WAYS[way]}".replace("\n> ", "\n>")) == words.replace(
        "\n> ", "\n>"
    )


@pytest.mark.parametrize("way", WAYS)
def test_nothing_but_a_quote_is_no_answer(way: str) -> None:
    assert answer_in(WAYS[way]) == ""


def test_what_only_looks_like_it_stays() -> None:
    for words in (
        "From: here to Mars it takes months.",
        "I said in 2019, and say again:\nthere is no water.",
        "--- three dashes",
    ):
        assert answer_in(words) == words


def test_a_hostile_text_takes_no_time() -> None:
    for text in (
        "-" * 200_000,
        "On 1 " * 40_000,
        "1" * 200_000 + ":",
        "> " * 100_000,
        "Sent from " * 20_000,
        "a" + "\n" * 199_000 + "On 1 May 2019, Max wrote:",
    ):
        assert isinstance(answer_in(f"{text}\n\n> quote"), str)
