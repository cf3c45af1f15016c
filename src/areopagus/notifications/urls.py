from __future__ import annotations

from django.urls import path

from areopagus.core.addresses import numbered
from areopagus.notifications import views
from areopagus.notifications.push import views as push

urlpatterns = [
    path("settings/push/", push.browsers),
    path("settings/push/subscribe/", push.subscribe),
    path("settings/push/<id:subscription_id>/remove/", push.unsubscribe),
    path("unsubscribe/<str:token>/", views.unsubscribe),
    path("settings/notices/", views.settings),
    *numbered("notices/", views.notices),
    path("notices/read/", views.read_notices),
    path("notices/undo/<str:token>/", views.undo_read_notices),
    path("notices/<id:notice_id>/", views.notice),
]
