"""Static files as readers get them: one stylesheet, one script, names that never change content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

from areopagus.ui import bundles


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """For STORAGES["staticfiles"]: bundles, then hashes and compresses, while collecting."""

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool]]:
        if bundles.STYLES in paths and not dry_run:
            self._bundle(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _bundle(self, paths: dict[str, Any]) -> None:
        """Puts the bundles in their places and takes away the parts, which nobody asks for now."""

        def read(name: str) -> str:
            # Where it was collected from: what lies collected may be the bundle of last time.
            storage, path = paths[name]
            with storage.open(path) as file:
                return str(file.read().decode())

        made = {bundles.STYLES: bundles.styles(read), bundles.SCRIPTS: bundles.scripts(read)}
        for part in [*bundles.style_parts(read), *bundles.script_parts(read)]:
            self.delete(part)
            del paths[part]
        for name, text in made.items():
            self.delete(name)
            self.save(name, ContentFile(text.encode()))
            paths[name] = (self, name)
