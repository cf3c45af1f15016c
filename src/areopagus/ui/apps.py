from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "areopagus.ui"
    label = "ui"
