"""How long texts take to render: `python bench/markup.py [characters]`.

For each dialect and each hostile pattern: seconds for a text of half the length and of the full
length (default one million characters), and their ratio. A ratio far above two would be a construct
whose time grows faster than its length. Then an ordinary post, in microseconds.
"""

from __future__ import annotations

import sys
import time

from areopagus import markup
from areopagus.markup import Dialect

PIECES = [
    "[", "(", "[b]", "[/b]", "[b]x[/b]", "[b][/b]", "[i]x[b]y[/i]z[/b]", "[quote]", "[quote=",
    '[quote="', "[url]", "[url=", "[url=a.b]x", "[list][*]", "[*]", "[code]", "[code]x[/code]",
    "[img]", "[img]http://a.b/c.png[/img]", "[table][tr][td]", "[math]x[/math]", "[color=#123]a",
    "http://", "http://a.b ", "://", "www.", "$", "$a ", "$a$ ", "`", "*", "*a ", "*a* ",
    "**a *b ", "_a_", "~~a", ">", ">\n", "- a\n", "[a](", "[a](b)", "![", "<a@", "<http:", "&#1",
    "&", "@a ", '@"', ":) ", ":", " ", "\t", "\n", "a\n", "a\n\n", "| a ", "[^1]", "# a\n",
    "```python\nx\n```\n", "x", "ж",
]  # fmt: skip
SHAPES = {
    "nested quotes, closed": lambda n: "[quote]" * (n // 15) + "[/quote]" * (n // 15),
    "brackets, closed": lambda n: "[" * (n // 2) + "]" * (n // 2),
    "one long address": lambda n: "http://a.example/" + "(" * n,
    "growing backticks": lambda n: " ".join("`" * i for i in range(1, int((2 * n) ** 0.5))),
    "growing lists": lambda n: "\n".join(" " * i + "- a" for i in range(1, int((2 * n) ** 0.5))),
    "many notes": lambda n: "".join(f"[^{i}]: x\n\n" for i in range(n // 12)),
    "many references": lambda n: "".join(f"[{i}]: x\n" for i in range(n // 12)),
    "different formulas": lambda n: "".join(f"[math]x_{i}[/math]" for i in range(n // 20)),
}
POST = {
    Dialect.BBCODE: "[quote=Ada post=5]The engine [b]weaves[/b].[/quote]\nIt does, see "
    "https://example.com/a/b?c=d and [url=https://example.com/]this[/url]. :)\n\n",
    Dialect.MARKDOWN: "> The engine **weaves**.\n\nIt does, see https://example.com/a/b?c=d and "
    "[this](https://example.com/). :)\n\n",
}
POST[Dialect.FLUXBB12] = POST[Dialect.BBCODE]

SHORTEST = 0.1  # seconds


def seconds(source: str, dialect: Dialect) -> float:
    start = time.perf_counter()
    markup.render(source, dialect)
    return time.perf_counter() - start


def main() -> None:
    length = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    shapes = {repr(p): (lambda n, p=p: p * (n // len(p))) for p in PIECES} | SHAPES
    for dialect in Dialect:
        rows = []
        for name, shape in shapes.items():
            half, full = (seconds(shape(n), dialect) for n in (length // 2, length))
            rows.append((full, full / half, name))
        rows.sort(reverse=True)
        print(f"{dialect}: slowest of {len(rows)} texts of {length:,} characters")
        for full, ratio, name in rows[:8]:
            print(f"  {full:6.2f} s  twice the length {ratio:4.1f} times the time  {name}")
        # Below this the clock and the other work of the machine say more than the text.
        steepest = max((row for row in rows if row[0] > SHORTEST), key=lambda row: row[1])
        print(f"  steepest: {steepest[1]:.1f} times  {steepest[2]}")
    for dialect, paragraph in POST.items():
        source = paragraph * 5
        times = sorted(seconds(source, dialect) for _ in range(50))
        print(f"{dialect}: an ordinary post of {len(source)} characters {times[25] * 1e6:,.0f} µs")


if __name__ == "__main__":
    main()
