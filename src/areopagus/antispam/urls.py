from __future__ import annotations

from django.urls import path

from areopagus.antispam import views

urlpatterns = [
    path("settings/trust/", views.trust),
]
