from __future__ import annotations

from django.urls import path

from areopagus.core.addresses import numbered
from areopagus.upkeep.views import health, maintenance, pruning, statistics

MAINTENANCE = "administration/maintenance/"
HEALTH, MAIL = "administration/health/", "administration/mail/"
STATISTICS = "administration/statistics/"
urlpatterns = [
    path(STATISTICS, statistics.statistics),
    path(f"{STATISTICS}anew/", statistics.sum_up_anew),
    path(f"{STATISTICS}<slug:period>/", statistics.statistics),
    path(HEALTH, health.health),
    path(f"{HEALTH}jobs/<id:job_id>/again/", health.try_again),
    path(f"{HEALTH}jobs/<id:job_id>/let-go/", health.let_go),
    path(MAIL, health.mail),
    path(f"{MAIL}test/", health.send_test_letter),
    path(MAINTENANCE, maintenance.maintenance),
    path(f"{MAINTENANCE}rounds/<slug:kind>/", maintenance.begin),
    path(f"{MAINTENANCE}rounds/<id:round_id>/stop/", maintenance.stop),
    path(f"{MAINTENANCE}rounds/<id:round_id>/resume/", maintenance.resume),
    *numbered(f"{MAINTENANCE}prune/", pruning.preview),
    path(f"{MAINTENANCE}prune/now/", pruning.prune),
]
