"""Finding by a pattern in which `*` stands for any characters."""

from __future__ import annotations

from django.db.models import BooleanField, Expression, Func, Q, Value
from django.db.models.functions import Lower


def fits(pattern: str, text: str) -> bool:
    """The same in Python, but letters large and small are two. In one pass, whatever the stars."""
    first, *rest = pattern.split("*")
    if not rest or not text.startswith(first):
        return text == pattern
    at, last = len(first), rest.pop()
    for piece in rest:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return text.endswith(last) and len(text) - len(last) >= at


def matches(field: str | Expression, pattern: str) -> Q:
    """Anchored at both ends, letters large or small; what stands between the stars is taken literally.

    Important: no regular expression. SQLite's would try all ways to share a name among the stars.
    """
    for character in "\\%_":
        pattern = pattern.replace(character, f"\\{character}")
    like = Func(
        Lower(field),
        Lower(Value(pattern.replace("*", "%"))),
        template=r"%(expressions)s ESCAPE '\'",
        arg_joiner=" LIKE ",
        output_field=BooleanField(),
    )
    return Q(like)
