"""FluxBB's addresses, at the root of the board or below folders such as /forum/."""

from __future__ import annotations

from django.urls import path, re_path, register_converter

from areopagus.core.addresses import IdConverter
from areopagus.importers.fluxbb import feed_views, options, views
from areopagus.importers.fluxbb.old_addresses import SCRIPTS


class OldFolderConverter:
    """The folder that the old board stood in. What it is, only the board's options know."""

    regex = "[^/]+(?:/[^/]+){0,3}/?"

    def to_python(self, value: str) -> str:
        if not options.old_board().is_folder(f"/{value.strip('/')}/"):
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(OldFolderConverter, "old_folder")

_folder = r"^(?:[^/]*/){0,4}"
_any = "|".join(sorted(SCRIPTS))
urlpatterns = [
    re_path(rf"{_folder}(?P<script>{_any})\.php$", views.old_address),
    re_path(rf"{_folder}extern\.php$", feed_views.feed),
    re_path(
        rf"{_folder}img/avatars/(?P<member_id>{IdConverter.regex})\.(?:gif|jpe?g|png)$",
        views.avatar,
    ),
    re_path(r"^(?P<address>.+\.(?i:gif|jpe?g|png|webp))$", views.picture),
    path("<old_folder:folder>", views.old_folder),
]
