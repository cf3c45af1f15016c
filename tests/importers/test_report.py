"""What an import did is told whole, to people and to programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from areopagus.boards.models import Ghost, Post
from areopagus.importers.fluxbb.report import texts
from tests.importers.old_boards import THEN, member, post, sound, topic
from tests.importers.report_boards import (
    BASE,
    LOOKALIKE,
    YEAR,
    eventful,
    page_in,
    report_of,
    words_of,
)

# Another choice would be as good, but it must not change.
TEN = [100, 110, 116, 117, 119, 120, 126, 132, 135, 137]
pytestmark = pytest.mark.django_db


@pytest.fixture
def told(tmp_path: Path) -> Any:
    return report_of(eventful(), tmp_path)


def test_it_says_what_was_imported_from_what(told: Any) -> None:
    origin = told["origin"]
    assert (origin["source"], origin["version"]) == ("dump.sql", "1.5.11")
    assert (origin["posts"], origin["members"], origin["topics"]) == (53, 7, 4)
    assert origin["every_row_accounted_for"] is True
    assert origin["posts_per_second"] > 0


def test_every_table_adds_up_and_names_its_reasons(told: Any) -> None:
    tables = {table["name"]: table for table in told["tables"]}
    for table in tables.values():
        left_out = sum(reason["times"] for reason in table["left_out"])
        assert table["read"] == table["imported"] + left_out
    assert tables["users"]["left_out"][0]["what"] == "FluxBB's own Guest, not a person"
    assert "import-archive" in tables["poll"]["left_out"][0]["what"]
    assert sum(year["posts"] for year in told["years"]) == 53
    assert [year["year"] for year in told["years"]] == [str(n) for n in range(2009, 2022)]


def test_what_changed_is_told_with_examples(told: Any) -> None:
    changes = {change["what"]: change for change in told["changes"]}
    missing = changes["topics: the forum is missing, so in a forum for staff"]
    assert (missing["times"], missing["examples"]) == (1, ["Topic 4"])


def test_columns_that_were_not_taken_are_those_of_this_source(told: Any) -> None:
    left = {column["column"]: column["reason"] for column in told["columns_left"]}
    assert left["topics.num_replies"]
    assert "no more" in left["users.activate_key"]
    assert "forums.last_poster" not in left, "this dump has no such column"


def test_columns_of_mods_are_named(tmp_path: Path) -> None:
    old = sound()
    old["users"] = [{**row, "karma": 5, "style": "Air"} for row in old["users"]]
    left = {column["column"] for column in report_of(old, tmp_path)["columns_left"]}
    assert {"users.karma", "users.style"} <= left


def test_texts_that_were_no_utf8_are_shown(told: Any) -> None:
    readings = {reading["kind"]: reading for reading in told["charsets"]["readings"]}
    assert readings["cp1252"]["values"] == 4
    assert {(s["column"], s["said"]) for s in readings["cp1252"]["samples"]} == {
        ("users.username", "Jürgen"),
        ("posts.message", "Grüße aus Köln"),
    }
    assert readings["doubtful"]["values"] == 1
    (doubtful,) = readings["doubtful"]["samples"]
    assert (doubtful["column"], doubtful["said"]) == ("posts.message", "what ⟨81⟩ is this é")


def test_texts_encoded_twice_are_shown_before_and_after(tmp_path: Path) -> None:
    old = sound()
    old["posts"] += [post(n, 1, message="Ã¼ber den Wolken") for n in range(3, 9)]
    old["topics"] += [
        topic(2, subject="Ãœ is no mistake"),
        topic(3, subject="Ü"),
        topic(4, subject="Ä"),
    ]
    charsets = report_of(old, tmp_path)["charsets"]
    assert charsets["twice"] == [
        {"column": "posts.message", "values": 6, "of": 6, "repaired": True},
        {"column": "topics.subject", "values": 1, "of": 3, "repaired": False},
    ]
    assert {"column": "posts.message", "said": "über den Wolken", "was": "Ã¼ber den Wolken"} in (
        charsets["twice_samples"]
    )
    assert Post.objects.get(pk=3).source == "über den Wolken"


def test_what_a_mod_kept_encoded_twice_stays_so(tmp_path: Path) -> None:
    old = sound()
    old["poll"] = [{"tid": 1, "question": "Ã¼ber"}]
    (column,) = report_of(old, tmp_path)["charsets"]["twice"]
    assert column == {"column": "poll", "values": 1, "of": 1, "repaired": False}


def test_control_characters_do_not_vanish_in_silence(tmp_path: Path) -> None:
    old = sound()
    old["posts"] += [post(3, 1, message="one\x00two\x07")]
    charsets = report_of(old, tmp_path)["charsets"]
    assert charsets["without_controls"] == [{"what": "posts.message", "times": 1, "examples": []}]


def test_names_and_addresses_of_several_members_are_listed(told: Any) -> None:
    found = told["duplicates"]
    (same,) = found["names"]
    assert [(p["id"], p["name"]) for p in same["members"]] == [(3, "Max"), (4, "MAX")]
    (alike,) = found["alike"]
    assert [p["name"] for p in alike["members"]][-1] == LOOKALIKE
    (mail,) = found["mails"]
    assert mail["what"] == "member3@example.org"
    assert [p["id"] for p in mail["members"]] == [3, 4]


def test_whoever_is_really_called_like_a_mark_shares_no_name(tmp_path: Path) -> None:
    old = sound()
    old["users"] += [member(4, "Max (4)")]
    assert report_of(old, tmp_path)["duplicates"]["names_in_all"] == 0


def test_names_without_an_account_are_listed_with_their_time(told: Any) -> None:
    ghosts = told["ghosts"]
    # "returner" and "Returner" are one name.
    assert (ghosts["names"], ghosts["posts"]) == (4, 45)
    old_hand = ghosts["most_posts"][0]
    assert Ghost.objects.get(pk=old_hand.pop("id")).name == "Old Hand"
    assert old_hand == {
        "name": "Old Hand",
        "kind": "Guest or former member",
        "posts": 40,
        "with_mail": 0,
        "first": "2009-04-17",
        "last": "2019-01-17",
    }
    passer = next(ghost for ghost in ghosts["most_posts"] if ghost["name"] == "Passer-by")
    assert (passer["with_mail"], passer["kind"]) == (1, "Guest")


def test_who_was_deleted_and_registered_again_is_found(told: Any) -> None:
    (again,) = told["ghosts"]["registered_again"]
    assert again["member"]["name"] == "Returner"
    # By either spelling, and not what a ghost wrote after the new account was there.
    assert (again["posts"], again["first"], again["last"]) == (2, "2012-04-17", "2014-04-18")


def test_a_name_that_went_on_without_its_account_is_not_registered_again(tmp_path: Path) -> None:
    old = sound()
    old["users"] += [member(4, "Dora", registered=THEN)]
    old["posts"] += [post(3, 1, poster="Dora", poster_id=1, posted=THEN + YEAR)]
    assert report_of(old, tmp_path)["ghosts"]["registered_again_in_all"] == 0


def test_a_guest_who_registered_later_was_never_deleted(tmp_path: Path) -> None:
    old = sound()
    old["users"] += [member(4, "Dora", registered=THEN + YEAR)]
    old["posts"] += [post(3, 1, poster="Dora", poster_id=1, poster_email="dora@example.org")]
    assert report_of(old, tmp_path)["ghosts"]["registered_again_in_all"] == 0


def test_links_to_what_is_not_there_are_found(told: Any) -> None:
    links = told["links"]
    assert (links["base_url"], links["found"], links["dead"]) == (BASE, 7, 5)
    assert {(link["post"], link["kind"], link["target"]) for link in links["examples"]} == {
        (20, "topic", 777),
        (20, "post", 888),
        (20, "forum", 55),
        (20, "member", 44),
        (20, "post", 666),
    }


def test_tags_that_only_the_old_board_knew_are_counted(told: Any) -> None:
    tags = {tag["name"]: tag for tag in told["unknown_tags"]["most_used"]}
    assert tags["wiki"] == {"name": "wiki", "times": 2, "closed": 2, "first_post": 21}
    assert tags["sic"]["closed"] == 0
    assert list(tags) == ["wiki", "sic", "x"], "closed ones first; code and known tags are none"


def test_invented_tags_do_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts, "MOST_NAMES", 70)
    old = sound()
    old["posts"] += [post(3, 1, message="".join(f"[tag{n}]" for n in range(500)))]
    tags = report_of(old, tmp_path)["unknown_tags"]
    assert (tags["names"], len(tags["most_used"])) == (70, 50)


def test_topics_that_fluxbb_had_counted_otherwise_are_listed(told: Any) -> None:
    counters = told["counters"]
    assert (counters["topics"], counters["differing"]) == (2, 2)
    assert {(t["topic"], t["said"], t["found"]) for t in counters["examples"]} == {
        (2, 8, 47),
        (3, 1, 2),
    }


def test_ten_posts_are_shown_as_written_and_as_read(told: Any, tmp_path: Path) -> None:
    posts = told["ten_posts"]
    assert len(posts) == 10
    for shown in posts:
        stored = Post.objects.get(pk=shown["id"])
        assert shown["source"] == stored.source
        assert (shown["number"], shown["author"]) == (stored.number, stored.author_name)


def test_the_same_ten_posts_at_every_import(told: Any) -> None:
    assert [shown["id"] for shown in told["ten_posts"]] == TEN


def test_what_to_do_next_depends_on_what_was_found(told: Any, tmp_path: Path) -> None:
    said = " ".join(step["say"] for step in told["next_steps"])
    for word in ("--charset", "doubtful", "tags", "registered again", "several members", "links"):
        assert word in said
    commands = [step["command"] for step in told["next_steps"] if step["command"]]
    assert commands[0] == f"./areopagus check --board {tmp_path}"


def test_a_sound_board_is_told_in_few_words(tmp_path: Path) -> None:
    told = report_of(sound(), tmp_path)
    assert [told[part] for part in ("changes", "years")] == [[], [{"year": "2009", "posts": 2}]]
    assert told["ghosts"]["names"] == told["links"]["found"] == told["unknown_tags"]["names"] == 0
    assert len(told["next_steps"]) == 5
    words = words_of(page_in(tmp_path))
    assert "Nothing: everything that came over is as it was." in words
    assert "None: every post has an author with an account." in words


def test_the_page_and_the_file_for_programs_say_the_same_numbers(told: Any, tmp_path: Path) -> None:
    words = words_of(page_in(tmp_path))
    for table in told["tables"]:
        left_out = table["read"] - table["imported"]
        assert f"{table['name']} {table['read']} {table['imported']} {left_out}" in words
    for change in told["changes"]:
        assert f"{change['times']} {change['what']}" in words
    for ghost in told["ghosts"]["most_posts"]:
        assert f"{ghost['name']} {ghost['kind']} {ghost['posts']} {ghost['with_mail']}" in words
    for tag in told["unknown_tags"]["most_used"]:
        assert f"[{tag['name']}] {tag['times']} {tag['closed']} {tag['first_post']}" in words
    for reading in told["charsets"]["readings"]:
        assert f"{reading['kind']} {reading['values']}" in words
    for link in told["links"]["examples"]:
        assert f"{link['post']} {link['kind']} {link['target']} {link['written']}" in words
    for step in told["next_steps"]:
        assert step["say"] in words
