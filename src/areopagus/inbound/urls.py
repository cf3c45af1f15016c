from __future__ import annotations

from django.urls import path

from areopagus.inbound import views

urlpatterns = [path("inbound-mail/", views.hand_in)]
