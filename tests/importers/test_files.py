"""What the old board kept in files."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from areopagus.accounts.models import User
from areopagus.importers.fluxbb.files import avatars_in, prefix_in
from areopagus.importers.fluxbb.importing import Wishes
from tests.importers.old_boards import move_in, sound, sql


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    folder = tmp_path / "forum"
    (folder / "img/avatars").mkdir(parents=True)
    (folder / "config.php").write_text("<?php\n$db_name = 'x';\n$db_prefix = 'punbb_';\n")
    return folder


def picture(kind: str = "PNG", colour: str = "navy") -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 60), colour).save(out, kind)
    return out.getvalue()


@pytest.mark.django_db
def test_avatars_come_over_encoded_anew(installed: Path, tmp_path: Path) -> None:
    folder = installed / "img/avatars"
    (folder / "2.png").write_bytes(picture())
    (folder / "2.GIF").write_bytes(picture("GIF"))
    (folder / "3.jpg").write_bytes(b"<?php echo 'not a picture';")
    (folder / "77.png").write_bytes(picture())
    (folder / "index.html").write_text("")
    said = move_in(sound(), tmp_path, Wishes(files=installed, prefix=""))
    assert "Every row is accounted for." in said
    assert "its member is gone" in said
    assert "This is no JPEG" in said
    ada, max_ = User.objects.order_by("id")
    assert ada.avatar.endswith(".webp")
    with default_storage.open(ada.avatar) as file:
        assert file.read()[8:12] == b"WEBP"
    assert max_.avatar == ""


@pytest.mark.django_db
def test_a_dry_run_leaves_no_picture_behind(installed: Path, tmp_path: Path) -> None:
    (installed / "img/avatars/2.png").write_bytes(picture(colour="teal"))
    before = (
        set(default_storage.listdir("avatars")[1]) if default_storage.exists("avatars") else set()
    )
    said = move_in(sound(), tmp_path, Wishes(files=installed, prefix="", dry_run=True))
    assert "(files of avatars)" in said
    assert set(default_storage.listdir("avatars")[1]) == before


@pytest.mark.django_db
def test_the_prefix_is_told_by_the_old_settings(installed: Path, tmp_path: Path) -> None:
    both = sql(sound(), "other_") + sql(sound(), "punbb_")
    assert "Every row" in move_in(both, tmp_path, Wishes(files=installed))


@pytest.mark.parametrize("text", ["", "<?php $db_prefix = $x;", "<?php $db_prefix = 'a b';"])
def test_settings_that_say_nothing_are_no_harm(text: str, tmp_path: Path) -> None:
    assert prefix_in(tmp_path) is None
    (tmp_path / "config.php").write_text(text)
    assert prefix_in(tmp_path) is None


def test_fluxbb_shows_one_of_several_pictures(tmp_path: Path) -> None:
    for name in ("7.png", "7.gif", "7.jpg", "8.gif", "08.png", "9.svg"):
        (tmp_path / name).touch()
    (tmp_path / "10.png").symlink_to("/etc/passwd")
    shown = {a.member: (a.picture.name, len(a.beside)) for a in avatars_in(tmp_path, is_12=False)}
    assert shown == {7: ("7.jpg", 2), 8: ("8.gif", 0)}
    shown_12 = {avatar.member: avatar.picture.name for avatar in avatars_in(tmp_path, is_12=True)}
    assert shown_12[7] == "7.gif"


@pytest.mark.django_db
def test_no_setting_of_the_old_board_leads_out_of_its_folder(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/2.png").write_bytes(picture())
    old = sound()
    old["config"].append({"conf_name": "o_avatars_dir", "conf_value": "../elsewhere"})
    said = move_in(old, tmp_path, Wishes(files=installed, prefix=""))
    assert "outside of its folder" in said
    assert User.objects.get(pk=2).avatar == ""
