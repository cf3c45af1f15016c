"""Here newcomers are suspected as on any board."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _nobody_suspects_newcomers() -> None:
    """Takes the place of the one for all other tests."""
