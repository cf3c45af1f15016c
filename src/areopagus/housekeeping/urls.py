from __future__ import annotations

from django.urls import path

from areopagus.core.addresses import numbered
from areopagus.housekeeping import views

FRONT = "administration/housekeeping/"
urlpatterns = [
    path("keep-me/<str:token>/", views.keep),
    path(FRONT, views.overview),
    path(f"{FRONT}gather/", views.gather),
    *numbered(f"{FRONT}preview/", views.preview),
    path(f"{FRONT}preview/sweep.csv", views.as_csv),
    path(f"{FRONT}sweeps/", views.plan),
    *numbered(f"{FRONT}sweeps/<id:sweep_id>/", views.sweep),
    path(f"{FRONT}sweeps/<id:sweep_id>/announce/", views.announce),
    path(f"{FRONT}sweeps/<id:sweep_id>/call-off/", views.call_off),
    path(f"{FRONT}sweeps/<id:sweep_id>/run/", views.run),
    path(f"{FRONT}sweeps/<id:sweep_id>/spare/<id:user_id>/", views.spare),
    path(f"{FRONT}sweeps/<id:sweep_id>/bring-back/<id:user_id>/", views.bring_back),
    path(f"{FRONT}sweeps/<id:sweep_id>/rules/<str:rule_id>/undo/", views.undo_rule),
    path(f"{FRONT}members/<id:user_id>/", views.evidence),
    path(f"{FRONT}canaries/", views.add_canary),
    path(f"{FRONT}canaries/<id:user_id>/release/", views.release_canary),
]
