from __future__ import annotations

from areopagus.core.addresses import numbered
from areopagus.search import views

urlpatterns = [*numbered("search/", views.search)]
