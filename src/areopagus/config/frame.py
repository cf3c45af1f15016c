"""What stands around every page: title, navigation, status line, announcement, jump box, footer."""

from __future__ import annotations
