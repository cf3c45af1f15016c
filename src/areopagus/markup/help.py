"""Examples for a page that explains how to write. Each is rendered by a test."""

from __future__ import annotations

from dataclasses import dataclass

from areopagus.markup.contract import Dialect


@dataclass(frozen=True, slots=True)
class Example:
    """`source` shows what `heading` names, written in `dialect`."""

    heading: str
    source: str
    dialect: Dialect


_BBCODE = {
    "Emphasis": "[b]bold[/b], [i]italic[/i], [u]underlined[/u], [s]struck out[/s], "
    "[del]deleted[/del], [ins]inserted[/ins], H[sub]2[/sub]O, x[sup]2[/sup]",
    "Colour and size": "[color=#c00]red[/color], [color=blue]blue[/color], [size=20]larger[/size]",
    "Heading": "[h]Landing sites[/h]\nThree are left.",
    "Links": "https://www.example.com/ becomes a link by itself.\n"
    "[url=https://www.example.com/]A link with words[/url]\n"
    "[email=mail@example.com]Write to us[/email]\n"
    "[topic=1]A topic[/topic], [post=1]a post[/post], [forum=1]a forum[/forum]",
    "Pictures": "[img=The far side]https://www.example.com/moon.jpg[/img]",
    "Quotations": "[quote=Ada]The engine weaves algebraical patterns.[/quote]\nIt does.",
    "Code": "[code=python]for stage in rocket:\n    stage.burn()[/code]",
    "Lists": "[list]\n[*]oxygen\n[*]water\n[/list]\n[list=1]\n[*]first\n[*]second\n[/list]",
    "Tables": "[table]\n[tr][th]Stage[/th][th]Burn[/th][/tr]\n"
    "[tr][td]1[/td][td]162 s[/td][/tr]\n[/table]",
    "Spoilers": "[spoiler=How it ends]They land.[/spoiler]",
    "Formulas": "[math]\\Delta v = v_e \\ln \\frac{m_0}{m_f}[/math]",
    "Alignment": "[center]in the middle[/center]\n[hr]\n[right]on the right[/right]",
    "Calling somebody": 'Ask @Ada or @"two words".',
    "Smilies": ":) :| :( :D :o ;) :/ :P :lol: :mad: :rolleyes: :cool:",
}
_MARKDOWN = {
    "Emphasis": "*italic*, **bold**, ~~struck out~~, `code in a line`",
    "Headings": "# Landing sites\n\nThree are left.\n\n## The first",
    "Links": "https://www.example.com/ becomes a link by itself.\n\n"
    "[A link with words](https://www.example.com/)",
    "Pictures": "![The far side](https://www.example.com/moon.jpg)",
    "Quotations": "> The engine weaves algebraical patterns.\n\nIt does.",
    "Code": "```python\nfor stage in rocket:\n    stage.burn()\n```",
    "Lists": "- oxygen\n- water\n\n1. first\n2. second",
    "Tables": "| Stage | Burn |\n|---|---:|\n| 1 | 162 s |",
    "Footnotes": "The landing was smooth.[^1]\n\n[^1]: Three metres per second.",
    "Formulas": "Inside a line: $v_e$. On its own:\n\n$$\\Delta v = v_e \\ln \\frac{m_0}{m_f}$$",
    "Calling somebody": 'Ask @Ada or @"two words".',
    "Smilies": ":) :| :( :D :o ;) :/ :P :lol: :mad: :rolleyes: :cool:",
}

HELP = tuple(
    Example(heading, source, dialect)
    for dialect, examples in ((Dialect.BBCODE, _BBCODE), (Dialect.MARKDOWN, _MARKDOWN))
    for heading, source in examples.items()
)
