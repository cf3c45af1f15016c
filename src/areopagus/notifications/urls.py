from __future__ import annotations

from django.urls import path

from areopagus.notifications import views

urlpatterns = [path("unsubscribe/<str:token>/", views.unsubscribe)]
