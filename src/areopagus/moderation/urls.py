from __future__ import annotations

from django.urls import path

from areopagus.core.addresses import numbered
from areopagus.moderation import views

urlpatterns = [
    path("posts/<id:post_id>/report/", views.report),
    path("moderation/reports/<id:report_id>/settle/", views.settle),
    *numbered("moderation/reports/", views.reports),
    *numbered("moderation/reports/settled/", views.settled_reports),
]
