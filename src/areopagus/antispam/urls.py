from __future__ import annotations

from django.urls import path

from areopagus.antispam import views

urlpatterns = [
    path("settings/trust/", views.trust),
    path("moderation/door/", views.door),
    path("moderation/door/raid/", views.raid),
    path("moderation/door/raid/end/", views.end_raid),
]
