from __future__ import annotations

from django.urls import path

from areopagus.core.addresses import numbered
from areopagus.search import views

urlpatterns = [
    *numbered("search/", views.search),
    path("search/similar/", views.similar),
]
