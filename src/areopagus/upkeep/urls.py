from __future__ import annotations

from django.urls import path

from areopagus.core.addresses import numbered
from areopagus.upkeep.views import maintenance, pruning

MAINTENANCE = "administration/maintenance/"
urlpatterns = [
    path(MAINTENANCE, maintenance.maintenance),
    path(f"{MAINTENANCE}rounds/<slug:kind>/", maintenance.begin),
    path(f"{MAINTENANCE}rounds/<id:round_id>/stop/", maintenance.stop),
    path(f"{MAINTENANCE}rounds/<id:round_id>/resume/", maintenance.resume),
    *numbered(f"{MAINTENANCE}prune/", pruning.preview),
    path(f"{MAINTENANCE}prune/now/", pruning.prune),
]
