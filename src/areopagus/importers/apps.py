from __future__ import annotations

from django.apps import AppConfig


class ImportersConfig(AppConfig):
    name = "areopagus.importers"
    label = "importers"

    def ready(self) -> None:
        from areopagus.core.moved import knows_old_addresses
        from areopagus.importers.fluxbb import options

        knows_old_addresses(lambda url: options.old_board().new_address(url))
