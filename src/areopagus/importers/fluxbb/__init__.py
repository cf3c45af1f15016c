"""`areopagus import fluxbb DUMP`: a FluxBB board moves in, whole or not at all."""

from __future__ import annotations
