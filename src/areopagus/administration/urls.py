from __future__ import annotations

from django.urls import path

from areopagus.administration.views import set_up

urlpatterns = [path("set-up/<str:token>/", set_up.set_up)]
