"""The options in the browser: all of them, typed, and refused in sentences."""

from __future__ import annotations

import pytest
from django.test import Client

from areopagus.accounts import options as account_options
from areopagus.administration.actions.options import save_options
from areopagus.administration.pages.options import subjects
from areopagus.boards import options
from areopagus.core.models import OptionValue
from areopagus.core.options import declared_options, option
from areopagus.core.verdict import NotFound, Refused
from tests.administration.conftest import fields_of, fill_in
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def test_every_option_stands_on_exactly_one_page(cast: Cast) -> None:
    shown = [option.key for subject in subjects(cast.ada) for option in subject.options]
    assert sorted(shown) == [option.key for option in declared_options()]


def test_a_room_that_came_later_gets_a_page_of_its_own(
    ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from areopagus.core import options as core_options

    monkeypatch.setattr(core_options, "_declared", dict(core_options._declared))
    option("greenhouse.lamps", 3, "How many lamps burn.", at_least=1)
    page = fill_in(ada, "/administration/options/greenhouse/", **{"greenhouse-lamps": "5"})
    assert "Saved: Greenhouse." in page and "How many lamps burn. At least 1." in page


def test_what_is_saved_shows_at_once(ada: Client) -> None:
    page = fill_in(
        ada,
        "/administration/options/board/",
        **{"board-title": "Red Planet", "board-time_zone": "Europe/Kyiv"},
    )
    assert "Saved: The board." in page and "<title>The board — Red Planet</title>" in page
    assert options.TITLE.get() == "Red Planet"
    assert account_options.TIME_ZONE.get() == "Europe/Kyiv"


def test_a_box_can_be_ticked_and_unticked(ada: Client) -> None:
    where = "/administration/options/writing/"
    fill_in(ada, where, **{"board-smilies": None})
    assert options.SMILIES.get() is False
    fill_in(ada, where, **{"board-smilies": "on"})
    assert options.SMILIES.get() is True


def test_html_is_made_safe_when_it_is_saved(ada: Client) -> None:
    text = "<b>Launch</b> at nine<script>alert(1)</script>"
    page = fill_in(
        ada, "/administration/options/announcement/", **{"board-announcement_html": text}
    )
    assert options.ANNOUNCEMENT_HTML.get() == "<b>Launch</b> at nine"
    assert "<script>alert" not in page


def test_closing_and_opening_the_board(ada: Client, cast: Cast) -> None:
    where = "/administration/options/maintenance/"
    page = fill_in(ada, where, **{"board-maintenance": "on"}, confirmed="1")
    assert "The board is closed to everybody but administrators." in page
    assert Client().get("/").status_code == 503
    fill_in(ada, where, **{"board-maintenance": None}, confirmed="1")
    assert Client().get("/").status_code == 200


@pytest.mark.parametrize(
    ("subject", "field", "value", "reason"),
    [
        ("reading", "board-posts_per_page", "2", "greater than or equal to 3"),
        ("reading", "board-posts_per_page", "76", "less than or equal to 75"),
        ("reading", "board-posts_per_page", "many", "Enter a whole number"),
        ("board", "board-title", "", "required"),
        ("board", "board-time_zone", "Mars/Olympus", "is no time zone"),
        ("board", "board-date_format", "%x", "not one of the available choices"),
        ("registration", "accounts-registration", "whenever", "not one of the available choices"),
        ("registration", "accounts-name_min", "25", "shortest name cannot be longer"),
    ],
)
def test_bad_values_are_refused_in_a_sentence(
    ada: Client, subject: str, field: str, value: str, reason: str
) -> None:
    account_options.NAME_MAX.set(20)
    where = f"/administration/options/{subject}/"
    before = fields_of(ada, where)
    answer = ada.post(where, before | {field: value})
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert fields_of(ada, where)[field] == before[field]


def test_two_who_save_the_same_page_change_only_what_they_touched(ada: Client) -> None:
    where = "/administration/options/reading/"
    seen = fields_of(ada, where)
    ada.post(where, seen | {"board-posts_per_page": "50"})
    ada.post(where, seen | {"board-topics_per_page": "40"})
    assert (options.POSTS_PER_PAGE.get(), options.TOPICS_PER_PAGE.get()) == (50, 40)


def test_the_deed_itself_insists(cast: Cast) -> None:
    for actor in cast.everybody():
        if actor is not cast.ada:
            with pytest.raises(NotFound):
                save_options(actor, {"board.title": "Mine"})
    with pytest.raises(Refused, match="at least 3"):
        save_options(cast.ada, {"board.posts_per_page": 1})
    with pytest.raises(Refused, match="time zone"):
        save_options(cast.ada, {"board.title": "Half done", "board.time_zone": "Mars"})
    assert options.TITLE.get() == "A new board"


def test_an_unknown_subject_is_absent(ada: Client) -> None:
    assert ada.get("/administration/options/warp-drive/").status_code == 404


@pytest.mark.parametrize(
    ("page", "field", "value", "sentence"),
    [
        ("maintenance", "board-maintenance", "on", "closed to everybody but administrators"),
        ("registration", "accounts-registration", "closed", "Nobody can register any more"),
        ("security", "accounts-second_factor", "staff", "must set one up"),
        (
            "moderation",
            "moderation-public_log",
            "without names",
            "every reason that was ever given",
        ),
    ],
)
def test_what_is_dangerous_says_first_what_changes(
    ada: Client, page: str, field: str, value: str, sentence: str
) -> None:
    where = f"/administration/options/{page}/"
    said = fields_of(ada, where) | {field: value, "reason": "For now."}
    answer = ada.post(where, said)
    html = answer.content.decode()
    assert answer.status_code == 200 and sentence in html and "Nothing is saved yet" in html
    assert 'value="For now."' in html
    assert not OptionValue.objects.exists()
    assert ada.post(where, said | {"confirmed": "1"}).status_code == 302
    assert OptionValue.objects.count() == 1
