from __future__ import annotations

from django.urls import path

from areopagus.leaving import views

urlpatterns = [
    path("settings/data/", views.data),
    path("settings/data/copy/", views.ask_for_copy),
    path("settings/data/copy/<id:copy_id>/", views.fetch_copy),
    path("settings/data/leave/", views.leave),
    path("settings/data/stay/", views.stay),
    path("stay/<str:token>/", views.stay_by_link),
    path("administration/leaving/", views.who_leaves),
]
