"""Nobody fills the disk with files that no form has asked for."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from areopagus.uploads import limits
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "checked", "status"),
    [
        ("/sign-in/", False, 413),
        ("/sign-in/", True, 403),
        ("/viewtopic.php", True, 405),
        ("/nowhere/", True, 404),
    ],
)
def test_files_that_are_far_too_large_are_refused_before_they_are_written(
    address: str, checked: bool, status: int, cast: Cast, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    client = Client(enforce_csrf_checks=checked)
    with (
        patch.object(limits, "MOST_BYTES_AT_ONCE", 2000),
        patch("django.core.files.uploadhandler.TemporaryUploadedFile") as written,
    ):
        answer = client.post(address, {"file": SimpleUploadedFile("film.mp4", b"0" * 4000)})
    assert not written.called
    assert answer.status_code == status


def test_a_file_of_a_usual_size_comes_through(cast: Cast) -> None:
    client = Client()
    assert cast.max.user is not None
    client.force_login(cast.max.user)
    answer = client.post("/settings/avatar/", {"picture": SimpleUploadedFile("me.png", b"0" * 100)})
    assert answer.status_code == 422
    assert "no JPEG, PNG, GIF or WebP picture" in answer.content.decode()
