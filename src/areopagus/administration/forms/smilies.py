"""What is asked about a smiley."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from areopagus.uploads.models import Smiley

PICTURES = "image/jpeg,image/png,image/gif,image/webp"


class NewSmileyForm(forms.Form):
    code = forms.CharField(
        label="Code",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="What is typed, such as :mars:. Blanks must stand around it.",
    )
    name = forms.CharField(
        label="Name",
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text="What a screen reader says.",
    )
    picture = forms.FileField(
        label="Picture",
        widget=forms.FileInput(attrs={"accept": PICTURES}),
        help_text="JPEG, PNG, GIF or WebP. It is made small; one that moves stops at its first frame.",
    )


class SmileyForm(NewSmileyForm):
    position = forms.IntegerField(
        label="Place in the list", min_value=-9999, max_value=9999, help_text="The lowest first."
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        *,
        smiley: Smiley,
    ) -> None:
        said = {"code": smiley.code, "name": smiley.name, "position": smiley.position}
        super().__init__(data, files, initial=said)
        self.fields["picture"].required = False
        self.fields["picture"].label = "Another picture"
