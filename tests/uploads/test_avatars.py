"""Whatever is sent as an avatar, what is kept is a small WebP of our own making, or nothing."""

from __future__ import annotations

import random
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import ExifTags, Image, ImageFile
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from areopagus.accounts import actions
from areopagus.accounts.models import User
from areopagus.core.verdict import Refused
from areopagus.moderation.actions.members import edit_profile
from areopagus.moderation.actions.undoing import undo
from areopagus.uploads import avatars, pictures
from tests import factories
from tests.conftest import Cast, user_of

RED, BLUE = (193, 68, 14), (20, 40, 200)
SIZE = 128
KINDS = ("JPEG", "PNG", "GIF", "WEBP")


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def drawn(
    kind: str, size: tuple[int, int] = (600, 300), mode: str = "RGB", **options: object
) -> bytes:
    """Red on its left, blue on its right, so that one can tell how it is turned."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, size[0], size[1]))
    out = BytesIO()
    image.convert(mode).save(out, kind, **options)
    return out.getvalue()


def file(content: bytes, name: str = "me.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def kept(content: bytes) -> Image.Image:
    with default_storage.open(avatars.keep(file(content), SIZE)) as stored:
        return Image.open(BytesIO(stored.read()))


def is_near(colour: object, wanted: tuple[int, int, int]) -> bool:
    assert isinstance(colour, tuple)
    return all(abs(a - b) < 24 for a, b in zip(colour[:3], wanted, strict=True))


# What is kept


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_encoded_anew_and_made_smaller(kind: str) -> None:
    image = kept(drawn(kind))
    assert (image.format, image.size) == ("WEBP", (SIZE, SIZE // 2))
    assert is_near(image.convert("RGB").getpixel((10, 32)), RED)
    assert is_near(image.convert("RGB").getpixel((118, 32)), BLUE)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "1"), ("PNG", "P"), ("PNG", "LA"), ("PNG", "RGBA"),
     ("PNG", "I;16"), ("GIF", "P"), ("WEBP", "RGBA")],
)  # fmt: skip
def test_each_way_of_colouring_is_understood(kind: str, mode: str) -> None:
    content = drawn(kind, mode=mode) if mode != "I;16" else sixteen_bits()
    assert kept(content).size == (SIZE, SIZE // 2)


def sixteen_bits() -> bytes:
    out = BytesIO()
    Image.new("I;16", (600, 300), 30_000).save(out, "PNG")
    return out.getvalue()


def test_transparency_stays() -> None:
    out = BytesIO()
    image = Image.new("RGBA", (300, 300), (*RED, 0))
    image.paste((*BLUE, 255), (0, 0, 150, 300))
    image.save(out, "PNG")
    made = kept(out.getvalue())
    assert made.mode == "RGBA"
    assert [made.getpixel((x, 64))[3] for x in (10, 118)] == [255, 0]  # type: ignore[index]


@pytest.mark.parametrize("size", [(1, 30_000), (30_000, 1), (1, 1), (60, 60)])
def test_thin_and_small_pictures_are_pictures_too(size: tuple[int, int]) -> None:
    longest = max(size)
    expected = tuple(max(1, side * min(longest, SIZE) // longest) for side in size)
    assert kept(drawn("PNG", size)).size == expected


def test_what_a_camera_wrote_down_is_gone() -> None:
    notes = Image.Exif()
    notes[ExifTags.Base.ImageDescription] = "taken at home"
    notes.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    notes.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (50.0, 27.0, 1.0)
    for kind in ("JPEG", "PNG", "WEBP"):
        sent = drawn(kind, exif=notes)
        assert b"taken at home" in sent
        image = kept(sent)
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp"} & image.info.keys()


@pytest.mark.parametrize(
    ("orientation", "red_is_at"),
    [(1, "left"), (3, "right"), (6, "top"), (8, "bottom")],
)
def test_a_picture_stands_upright_as_the_camera_was_held(orientation: int, red_is_at: str) -> None:
    notes = Image.Exif()
    notes[ExifTags.Base.Orientation] = orientation
    image = kept(drawn("JPEG", (600, 600), exif=notes)).convert("RGB")
    places = {"left": (10, 64), "right": (118, 64), "top": (64, 10), "bottom": (64, 118)}
    opposite = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
    assert is_near(image.getpixel(places[red_is_at]), RED)
    assert is_near(image.getpixel(places[opposite[red_is_at]]), BLUE)


def test_a_picture_with_broken_notes_is_a_picture_still() -> None:
    sent = drawn("WEBP", exif=b"Exif\0\0MM\0\x99 and nothing that a camera would write")
    assert kept(sent).size == (SIZE, SIZE // 2)


def test_of_a_moving_picture_the_first_is_kept() -> None:
    frames = [Image.new("RGB", (200, 200), colour) for colour in (BLUE, RED, RED)]
    for kind in ("GIF", "WEBP"):
        out = BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
        image = kept(out.getvalue())
        assert getattr(image, "n_frames", 1) == 1
        assert is_near(image.convert("RGB").getpixel((64, 64)), BLUE)


def test_what_hides_behind_a_picture_is_gone() -> None:
    for hidden in (b"PK\x03\x04 an archive", b"<script>alert(1)</script>"):
        path = avatars.keep(file(drawn("PNG") + hidden), SIZE)
        with default_storage.open(path) as stored:
            assert hidden not in stored.read()


@pytest.mark.parametrize(
    "name", ["../../secret.key", "me.php", "<script>.png", "CON", "x" * 200, "рис.png", ".htaccess"]
)
def test_the_name_of_a_file_means_nothing(media: Path, name: str) -> None:
    path = avatars.keep(file(drawn("PNG"), name), SIZE)
    assert path == avatars.keep(file(drawn("PNG"), "other.gif"), SIZE)
    stored = [found.relative_to(media).as_posix() for found in media.rglob("*") if found.is_file()]
    assert stored == [path]
    assert Path(path).suffix == ".webp"


# What is refused


def test_a_bomb_is_refused_before_it_is_decoded() -> None:
    for side, reason in ((30_000, "far too many pixels"), (8_000, "8000 × 8000 pixels")):
        sent = file(bomb(side))
        with (
            patch.object(ImageFile.ImageFile, "load", side_effect=AssertionError("decoded")),
            pytest.raises(Refused, match=reason),
        ):
            avatars.keep(sent, SIZE)


def test_a_picture_that_builds_up_for_ever_is_refused_before_it_is_decoded() -> None:
    out = BytesIO()
    Image.new("L", (400, 400), 128).save(out, "JPEG", progressive=True)
    picture = out.getvalue()
    last_scan = picture[picture.rfind(b"\xff\xda") : -2]
    assert kept(picture[:-2] + last_scan * 20 + picture[-2:]).size == (SIZE, SIZE)
    with pytest.raises(Refused, match="too many steps"):
        kept(picture[:-2] + last_scan * 200 + picture[-2:])


def bomb(side: int) -> bytes:
    """A small file of many pixels."""
    out = BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    assert len(out.getvalue()) < pictures.MOST_BYTES
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"%PDF-1.7",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"II*\0" + b"\0" * 60,
        b"BM" + b"\0" * 60,
        b"",
    ],
    ids=["html", "svg", "pdf", "eps", "tiff", "bmp", "empty"],
)
def test_what_is_no_picture_is_refused_whatever_it_is_called(media: Path, content: bytes) -> None:
    with pytest.raises(Refused, match="This is no JPEG, PNG, GIF or WebP picture"):
        avatars.keep(file(content), SIZE)
    assert not media.exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(kind: str) -> None:
    whole = drawn(kind, (900, 900))
    with pytest.raises(Refused, match="is damaged and cannot be read"):
        avatars.keep(file(whole[: len(whole) // 2]), SIZE)


def test_a_file_that_is_too_large_is_refused_with_the_limit() -> None:
    with pytest.raises(Refused, match="may have 5 megabytes; this one is larger"):
        avatars.keep(file(drawn("PNG") + b"\0" * pictures.MOST_BYTES), SIZE)


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_file_is_refused_or_read_and_nothing_else(kind: str) -> None:
    dice = random.Random(kind)  # noqa: S311 - the same breaks every time are the point.
    notes = Image.Exif()
    notes[ExifTags.Base.Orientation] = 6
    whole = drawn(kind, (60, 40)) if kind == "GIF" else drawn(kind, (60, 40), exif=notes)
    for _ in range(400):
        broken = bytearray(whole)
        for _ in range(dice.choice((1, 1, 2, 8))):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        try:
            avatars.keep(file(bytes(broken)), SIZE)
        except Refused as reason:
            assert str(reason).endswith(".")


def test_a_full_disk_leaves_no_half_picture(media: Path) -> None:
    def half(_: ContentFile[bytes]) -> Iterator[bytes]:
        yield b"half a picture"
        raise OSError(28, "No space left")

    with patch.object(ContentFile, "chunks", half), pytest.raises(OSError, match="No space"):
        avatars.keep(file(drawn("PNG")), SIZE)
    assert media.exists()
    assert [found for found in media.rglob("*") if found.is_file()] == []


# Whose it is


@pytest.mark.django_db
def test_the_old_one_goes_after_the_commit_and_not_before(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    max_ = user_of(cast.max)
    old = given(max_, drawn("PNG"))
    with django_capture_on_commit_callbacks(execute=True):
        new = given(max_, drawn("PNG", (300, 600)))
        assert default_storage.exists(old)
    assert not default_storage.exists(old)
    assert default_storage.exists(new)


@pytest.mark.django_db
def test_what_is_rolled_back_keeps_the_old_one(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    max_ = user_of(cast.max)
    old = given(max_, drawn("PNG"))
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(LookupError),
        transaction.atomic(),
    ):
        actions.remove_avatar(max_)
        raise LookupError
    assert default_storage.exists(old)


@pytest.mark.django_db
def test_one_that_two_members_have_stays_until_the_last_leaves_it(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    people = [user_of(cast.max), user_of(cast.mona)]
    (shared,) = {given(person, drawn("PNG")) for person in people}
    for person, is_there in zip(people, (True, False), strict=True):
        with django_capture_on_commit_callbacks(execute=True):
            actions.remove_avatar(person)
        assert default_storage.exists(shared) is is_there


@pytest.mark.django_db
def test_one_that_staff_took_away_stays_as_long_as_it_may_come_back(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    max_, nina = user_of(cast.max), user_of(cast.nina)
    (shared,) = {given(person, drawn("PNG")) for person in (max_, nina)}
    batch = edit_profile(cast.ada, max_.pk, {"avatar": ""}).batch
    assert batch is not None
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_avatar(nina)
    assert default_storage.exists(shared)
    undo(cast.ada, batch.pk)
    assert User.objects.get(pk=max_.pk).avatar == shared
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_avatar(max_)
    assert not default_storage.exists(shared), "No undo brings it back any more."


def given(user: User, content: bytes) -> str:
    actions.set_avatar(user, file(content))
    user.refresh_from_db()
    return user.avatar


# How it is served


@pytest.mark.django_db
def test_it_is_served_for_ever_and_as_a_picture_only(client: Client, db: None) -> None:
    factories.preset_groups()
    path = avatars.keep(file(drawn("PNG")), SIZE)
    for knock in (client.get, client.head):
        answer = knock(f"/media/{path}")
        answer.close()
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert not answer.cookies
    assert client.post(f"/media/{path}").status_code == 405


HASH = "0123456789abcdef0123456789abcdef"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/media/../secret.key",
        "/media/avatars/../../secret.key",
        "/media/avatars/%2e%2e/%2e%2e/secret.key",
        "/media/avatars/..%2f..%2fsecret.key",
        "/media/avatars/..%5c..%5csecret.key",
        "/media/secret.key",
        "/media/avatars/",
        "/media/avatars/x.webp",
        f"/media/avatars/{HASH}",
        f"/media/avatars/{HASH}.png",
        f"/media/avatars/{HASH.upper()}.webp",
        f"/media/avatars/{HASH}.webp%00",
        f"/media/avatars/{HASH}.webp%0a",
        f"/media/avatars/{HASH}.webp",
    ],
)
def test_any_other_address_is_absent(
    client: Client, media: Path, tmp_path: Path, address: str
) -> None:
    factories.preset_groups()
    for folder in (tmp_path, media, media / "avatars"):
        folder.mkdir(exist_ok=True)
        (folder / "secret.key").write_text("the secret")
        (folder / "x.webp").write_text("the secret")
        (folder / f"{HASH}.png").write_text("the secret")
    answer = client.get(address)
    assert answer.status_code == 404
    assert b"the secret" not in answer.content


def test_pictures_are_decoded_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PATIENCE_SECONDS", 0)
    with pictures._turn, pytest.raises(Refused, match="once more"):
        avatars.keep(file(drawn("PNG")), SIZE)
    assert avatars.keep(file(drawn("PNG")), SIZE)
