"""Every address of the house, room by room."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    # The first are looked at first; topics, forums and posts are asked for most.
    path("", include("areopagus.boards.urls")),
    path("", include("areopagus.boards.urls_wayfinding")),
    path("", include("areopagus.accounts.urls")),
    path("", include("areopagus.administration.urls")),
    path("", include("areopagus.uploads.urls")),
    path("", include("areopagus.moderation.urls")),
    path("", include("areopagus.housekeeping.urls")),
    path("", include("areopagus.homecoming.urls")),
    path("", include("areopagus.leaving.urls")),
    path("", include("areopagus.antispam.urls")),
    path("", include("areopagus.upkeep.urls")),
    path("", include("areopagus.search.urls")),
    path("", include("areopagus.notifications.urls")),
    path("", include("areopagus.inbound.urls")),
    path("", include("areopagus.importers.fluxbb.urls")),
]

handler400 = "areopagus.ui.errors.bad_request"
handler403 = "areopagus.ui.errors.forbidden"
handler404 = "areopagus.ui.errors.not_found"
handler500 = "areopagus.ui.errors.server_error"
