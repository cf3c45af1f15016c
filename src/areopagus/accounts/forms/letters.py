"""What a member writes to another."""

from __future__ import annotations

from django import forms

MOST_CHARACTERS = 20_000


class LetterForm(forms.Form):
    # As long as the title of a topic.
    subject = forms.CharField(
        max_length=70,
        error_messages={"required": "A letter needs a subject."},
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    text = forms.CharField(
        max_length=MOST_CHARACTERS,
        error_messages={"required": "A letter needs some words."},
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )

    def clean_subject(self) -> str:
        """One line, whatever was sent: a second one would be a header of the mail."""
        return " ".join(str(self.cleaned_data["subject"]).split())
