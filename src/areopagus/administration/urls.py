from __future__ import annotations

from django.urls import path

from areopagus.administration.views import options, set_up

urlpatterns = [
    path("set-up/<str:token>/", set_up.set_up),
    path("administration/", options.overview),
    path("administration/options/", options.options),
    path("administration/options/<slug:name>/", options.subject),
]
