"""Serves what was uploaded, as what we made it and nothing else."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from areopagus.core.verdict import NotFound


@require_safe
def picture(request: HttpRequest, folder: str, name: str) -> HttpResponseBase:  # noqa: ARG001
    """`name` is the hash alone, so the address can lead nowhere else."""
    try:
        file = default_storage.open(f"{folder}/{name}.webp")
    except FileNotFoundError as error:
        raise NotFound from error
    answer = FileResponse(file, content_type="image/webp")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
