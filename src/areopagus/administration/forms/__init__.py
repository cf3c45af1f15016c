"""Forms of this room.

They carry along what they showed at first, so that of two administrators who have the same page
open each changes only what they touched.
"""

from __future__ import annotations

from typing import Any

from django import forms


class RememberingForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.remember()

    def remember(self) -> None:
        """Again after fields were added."""
        for field in self.fields.values():
            field.show_hidden_initial = True

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.changed_data}
