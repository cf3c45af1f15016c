from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence

import pytest
from django.http import HttpRequest
from markupsafe import Markup

from areopagus.ui import slots
from areopagus.ui.slots import fill, provides, withdraw
from tests.ui.conftest import Render

SOURCE = '{% set foot = slot("post.foot", request, [1, 2]) %}{{ foot[1] }}|{{ foot[2] }}'
Providers = dict[slots.Slot, list[slots.Provider]]


@pytest.fixture(autouse=True)
def _empty_slots(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    empty: Providers = {name: [] for name in slots.SLOTS}
    monkeypatch.setattr(slots, "_providers", empty)
    return iter([None])


def test_an_empty_slot_shows_nothing(render: Render) -> None:
    assert render(SOURCE) == "|"


def test_a_provider_gets_the_whole_batch_at_once(render: Render) -> None:
    asked: list[Sequence[int]] = []

    @provides("post.foot")
    def likes(request: HttpRequest, ids: Sequence[int]) -> Mapping[int, Markup]:
        asked.append(ids)
        return {ids[0]: Markup("<b>3 likes</b>"), 99: Markup("somebody else's")}

    assert render(SOURCE) == "<b>3 likes</b>|"
    assert asked == [[1, 2]]
    withdraw("post.foot", likes)
    assert render(SOURCE) == "|"


def test_providers_show_in_the_order_they_came_and_text_is_escaped(render: Render) -> None:
    provides("post.foot")(lambda _request, _ids: {1: Markup("<i>first</i>")})
    provides("post.foot")(lambda _request, _ids: {1: "<second>"})  # type: ignore[dict-item]
    assert render(SOURCE) == "<i>first</i>&lt;second&gt;|"


def test_a_slot_without_a_batch_has_one_place(render: Render) -> None:
    provides("index.aside")(lambda _request, _ids: {0: Markup("<p>Birthdays</p>")})
    assert render('{{ slot("index.aside", request)[0] }}') == "<p>Birthdays</p>"


def test_a_failing_provider_is_logged_and_the_page_stands(
    render: Render, caplog: pytest.LogCaptureFixture
) -> None:
    @provides("post.foot")
    def broken(request: HttpRequest, ids: Sequence[int]) -> Mapping[int, Markup]:
        raise RuntimeError("out of order")

    provides("post.foot")(lambda _request, _ids: {2: Markup("fine")})
    with caplog.at_level(logging.ERROR):
        assert render(SOURCE) == "|fine"
    assert "post.foot" in caplog.text
    assert "out of order" in caplog.text


def test_there_is_no_slot_of_another_name() -> None:
    with pytest.raises(KeyError, match=r"post\.nowhere"):
        provides("post.nowhere")  # type: ignore[arg-type]


def test_every_slot_is_in_the_documentation(rf: object) -> None:
    from pathlib import Path

    page = (Path(__file__).parents[2] / "docs/interface.md").read_text()
    assert [name for name in slots.SLOTS if f"`{name}`" not in page] == []
    assert fill("topic.head", HttpRequest(), [7]) == {7: Markup()}
