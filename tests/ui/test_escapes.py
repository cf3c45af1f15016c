"""Our quick escaping writes what Jinja's own does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from areopagus.ui.jinja import environment

TEMPLATES = [
    "{{ value }}",
    "{{ value|upper }}",
    "{{ value ~ value }}",
    "{% macro show(x) %}<b>{{ x }}</b>{% endmacro %}{{ show(value) }}{{ show(show(value)) }}",
    "{% set kept %}<i>{{ value }}</i>{% endset %}{{ kept }}",
    "{% autoescape false %}{{ value }}{% endautoescape %}{{ value }}",
    "{% for x in [value, 3, none, true, 1.5] %}{{ x }}{% endfor %}",
]
VALUES = st.one_of(st.text(), st.integers(), st.none(), st.floats(), st.text().map(Markup))
PLAIN = Environment(
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


class Tag:
    def __html__(self) -> str:
        return "<hr>"


class Loud(str):
    __slots__ = ()

    def __html__(self) -> str:
        return f"<b>{self.upper()}</b>"


@pytest.mark.parametrize("template", TEMPLATES)
@given(value=VALUES)
def test_what_comes_out_is_the_same(template: str, value: Any) -> None:
    ours = environment(autoescape=True).from_string(template).render(value=value)
    assert ours == PLAIN.from_string(template).render(value=value)


@pytest.mark.parametrize("value", [Tag(), Loud("hi & ho"), True, b"<", ["<a>"]])
def test_other_kinds_too(value: Any) -> None:
    ours = environment(autoescape=True).from_string("{{ value }}").render(value=value)
    assert ours == PLAIN.from_string("{{ value }}").render(value=value)


def test_a_misspelt_name_is_still_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment(autoescape=True).from_string("{{ vlaue }}").render()
