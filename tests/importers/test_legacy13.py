"""FluxBB 1.3-legacy: other numbers of groups, salted passwords, tables of extensions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

from areopagus.accounts.models import Group, User
from areopagus.boards.models import ForumPermission
from areopagus.core.options import current
from areopagus.importers.fluxbb.files import base_urls_in
from areopagus.importers.fluxbb.importing import Wishes
from tests.importers import legacy13 as old13
from tests.importers.legacy13 import PASSWORD, legacy13
from tests.importers.old_boards import Tables, move_in, sql
from tests.importers.verifying import verified

pytestmark = pytest.mark.django_db


def groups() -> dict[int, tuple[str, str | None, bool]]:
    rows = Group.objects.exclude(role=Group.Role.NEWCOMERS)
    return {row.pk: (row.name, row.role, row.is_moderator) for row in rows}


def test_it_moves_in_whole(tmp_path: Path) -> None:
    old = legacy13()
    said = move_in(old, tmp_path)
    assert "FluxBB 1.3: 3 posts" in said
    assert "Every row is accounted for." in said
    assert "numbered as FluxBB 1.4 did: 'group 2 is 3 now'" in said
    assert groups() == {
        1: ("Administrators", "administrators", False),
        2: ("Moderators", "moderators", True),
        3: ("Guests", "guests", False),
        4: ("Members", "members", False),
        5: ("Friends", None, False),
    }
    members = User.objects.order_by("pk").values_list("name", "group__name")
    assert dict(members) == {
        "Ada": "Administrators",
        "Max": "Members",
        "Mona": "Moderators",
        "Nina": "Members",
        "Fred": "Friends",
        "Oldest": "Members",
    }
    assert Group.objects.get(name="Members").promote_to == Group.objects.get(name="Friends")
    guests = ForumPermission.objects.get(group__name="Guests")
    assert (guests.forum_id, guests.may_read) == (1, False)
    is_same, told = verified(sql(old), tmp_path)
    assert is_same, told


def test_every_password_opens_the_door(tmp_path: Path, client: Client) -> None:
    move_in(legacy13(), tmp_path)
    for name in ("Ada", "Max", "Oldest"):
        wrong = client.post("/sign-in/", {"login": name, "password": f"{PASSWORD}!"})
        assert wrong.status_code == 200
        assert client.post("/sign-in/", {"login": name, "password": PASSWORD}).status_code == 302
        assert not User.objects.get(name=name).password.startswith("legacy"), "renewed by then"
        client.logout()


def test_tables_and_columns_of_extensions_are_kept_in_the_archive(tmp_path: Path) -> None:
    move_in(legacy13(), tmp_path)
    kept = (tmp_path / "import-archive/extension_hooks.jsonl").read_text()
    assert json.loads(kept) == {"id": "hd_head", "extension_id": "pun_repository", "code": "x()"}
    assert (tmp_path / "import-archive/extensions.jsonl").is_file()
    report = json.loads((tmp_path / "import-report.json").read_text())
    assert "users.access_keys" in {left["column"] for left in report["columns_left"]}


def reordered(old: Tables) -> None:
    """Moderators stand before members, and the board lets newcomers into a group of its own."""
    old["groups"][2:4] = [
        old13.group(3, "Moderators", g_moderator=1),
        old13.group(4, "Crew"),
    ]
    old["groups"] += [old13.group(6, "Ship's boys"), old13.group(7, "Mates", g_moderator=1)]
    old["config"][1]["conf_value"] = "6"  # type: ignore[index]


def test_who_moderates_is_read_from_the_groups_and_not_from_a_number(tmp_path: Path) -> None:
    old = legacy13()
    reordered(old)
    move_in(old, tmp_path)
    assert groups() == {
        1: ("Administrators", "administrators", False),
        2: ("Moderators", "moderators", True),
        3: ("Guests", "guests", False),
        4: ("Ship's boys", "members", False),
        5: ("Friends", None, False),
        7: ("Mates", None, True),
        8: ("Crew", None, False),
    }
    is_same, told = verified(sql(old), tmp_path)
    assert is_same, told


def test_without_moderators_nobody_becomes_one(tmp_path: Path) -> None:
    old = legacy13()
    old["groups"] = [{**row, "g_moderator": 0, "g_mod_ban_users": 0} for row in old["groups"]]
    move_in(old, tmp_path)
    assert not User.objects.filter(group__is_moderator=True).exists()
    mona = User.objects.get(name="Mona").group
    assert (mona.name, mona.role) == ("Moderators (6)", None), "our own moderators are empty"
    assert User.objects.get(name="Max").group.role == Group.Role.MEMBERS
    is_same, told = verified(sql(old), tmp_path)
    assert is_same, told


@pytest.mark.parametrize("revision", ["15", None])
def test_what_was_upgraded_already_keeps_its_numbers(tmp_path: Path, revision: str | None) -> None:
    """Such a board has the salts still, and perhaps the tables of extensions."""
    old = legacy13(**({"o_database_revision": revision} if revision else {}))
    old["groups"] = [
        old13.group(1, "Administrators"),
        old13.group(2, "Moderators", g_moderator=1),
        old13.group(3, "Guests"),
        old13.group(4, "Members"),
        old13.group(5, "Friends"),
    ]
    moved = {1: 1, 2: 3, 3: 4, 4: 2, 5: 5, 0: 0}
    old["users"] = [{**row, "group_id": moved[int(str(row["group_id"]))]} for row in old["users"]]
    assert "numbered as FluxBB 1.4 did" not in move_in(old, tmp_path)
    assert User.objects.get(name="Mona").group.is_moderator
    is_same, told = verified(sql(old), tmp_path)
    assert is_same, told


def test_its_address_stands_in_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "forum"
    folder.mkdir()
    config = folder / "config.php"
    config.write_text("<?php\n$base_url = 'http://www.mars.example/forum';\n$db_prefix = '';\n")
    assert base_urls_in(folder) == ["http://www.mars.example/forum"]
    move_in(legacy13(), tmp_path, Wishes(files=folder))
    assert current()["importers.fluxbb.old_addresses"] == "http://www.mars.example/forum"
    for nothing in ("", "<?php $base_url = $x;", "<?php $base_url = 'http://[';"):
        config.write_text(nothing)
        assert base_urls_in(folder) == []
