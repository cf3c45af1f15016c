from __future__ import annotations

from django.urls import path

from areopagus.core.addresses import numbered
from areopagus.notifications import views

urlpatterns = [
    path("unsubscribe/<str:token>/", views.unsubscribe),
    *numbered("notices/", views.notices),
    path("notices/read/", views.read_notices),
    path("notices/undo/<str:token>/", views.undo_read_notices),
    path("notices/<id:notice_id>/", views.notice),
]
