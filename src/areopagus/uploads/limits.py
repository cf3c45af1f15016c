"""How much somebody may send at once, asked before any of it is written down."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# A photograph of any camera is still refused by the form it was sent with, in its own words.
MOST_BYTES_AT_ONCE = 25_000_000


class LimitedUploadHandler(FileUploadHandler):
    """Refuses all files of a request that is far too large, whatever its address.

    Django writes files into the temporary folder before a view is asked, even a guest's.
    """

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002 - Django's own signature.
        META: dict[str, str],  # noqa: ARG002, N803
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        # A form's own words have a limit of their own, which the owner may have raised.
        if content_length > MOST_BYTES_AT_ONCE + (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
            raise RequestDataTooBig("The files of this request are too large together.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:  # noqa: ARG002
        """Whoever keeps files answers with one; this handler keeps none."""
        return None
