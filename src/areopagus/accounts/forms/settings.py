"""What members say about themselves and how they want to see the board."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict

from areopagus.accounts import options
from areopagus.accounts.actors import Actor
from areopagus.accounts.mail_language import name_of
from areopagus.accounts.models import User
from areopagus.accounts.permissions import can_set_title
from areopagus.core.catalogues import LANGUAGES
from areopagus.core.clock import DATE_FORMATS, TIME_FORMATS, now

# Where people can be written to; FluxBB's and what has come since.
CONTACTS = ("matrix", "mastodon", "telegram", "jabber", "icq", "msn", "aim", "yahoo")
DIALECTS = [("bbcode", "BBCode"), ("markdown", "Markdown")]
AS_THE_BOARD = [("", "As the board does")]
FEWEST, MOST = 3, 75
OFFSETS = [
    f"{sign}{hour:02}:{minute}"
    for sign in "-+"
    for hour in range(15)
    for minute in ("00", "30", "45")
]


class OwnForm(forms.ModelForm[User]):
    """A form about the member's own row, or staff's about `member`; `changes` is what an action writes."""

    def __init__(
        self, data: QueryDict | None = None, *, actor: Actor, member: User | None = None
    ) -> None:
        super().__init__(data, instance=member or actor.user)

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields}

    def _post_clean(self) -> None:
        """The action writes, under lock; the instance of this request stays as it was."""


class ProfileForm(OwnForm):
    class Meta:
        model = User
        fields = ("title", "real_name", "location", "website")
        labels = {"real_name": "Real name", "location": "From"}

    def __init__(
        self, data: QueryDict | None = None, *, actor: Actor, member: User | None = None
    ) -> None:
        super().__init__(data, actor=actor, member=member)
        if not can_set_title(actor):
            del self.fields["title"]
        self.fields["website"].widget = forms.URLInput()
        known = self.instance.contacts
        for kind in CONTACTS:
            self.fields[kind] = forms.CharField(
                label=kind.upper() if kind in {"icq", "msn", "aim"} else kind.capitalize(),
                max_length=80,
                required=False,
                initial=known.get(kind, ""),
            )

    def clean_website(self) -> str:
        address = str(self.cleaned_data["website"]).strip()
        if address and "://" not in address:
            address = f"https://{address}"
        if address:
            URLValidator(schemes=["http", "https"], message="This is no web address.")(address)
        return address

    def changes(self) -> dict[str, Any]:
        said = super().changes()
        contacts = {kind: said.pop(kind) for kind in CONTACTS}
        return said | {"contacts": {kind: at for kind, at in contacts.items() if at}}


class SignatureForm(OwnForm):
    signature_markup = forms.ChoiceField(label="Written in", choices=DIALECTS)

    class Meta:
        model = User
        fields = ("signature", "signature_markup")
        widgets = {"signature": forms.Textarea(attrs={"rows": 4, "dir": "auto"})}

    def __init__(self, data: QueryDict | None = None, *, actor: Actor) -> None:
        super().__init__(data, actor=actor)
        longest, lines = options.SIGNATURE_LENGTH.get(), options.SIGNATURE_LINES.get()
        self.fields["signature"].help_text = f"At most {longest} characters in {lines} lines."


def _zones() -> list[tuple[str, Any]]:
    names = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in names:
        region, _, place = name.partition("/")
        regions.setdefault(region, []).append((name, place.replace("_", " ") or name))
    offsets = [(o, f"UTC{o}") for o in OFFSETS if o != "-00:00"]
    return [*AS_THE_BOARD, *regions.items(), ("A fixed difference", offsets)]


class DisplayForm(OwnForm):
    theme = forms.ChoiceField(
        choices=[("system", "As my device"), ("light", "Light"), ("dark", "Dark")],
        label="Light or dark",
    )
    time_zone = forms.ChoiceField(choices=_zones, required=False)
    date_format = forms.ChoiceField(required=False, label="Dates")
    time_format = forms.ChoiceField(required=False, label="Times of day")
    language = forms.ChoiceField(choices=[*AS_THE_BOARD, ("en", "English")], required=False)
    markup = forms.ChoiceField(
        choices=[*AS_THE_BOARD, *DIALECTS], required=False, label="I write in"
    )
    topics_per_page = forms.IntegerField(min_value=FEWEST, max_value=MOST, required=False)
    posts_per_page = forms.IntegerField(min_value=FEWEST, max_value=MOST, required=False)

    class Meta:
        model = User
        fields = (
            "theme",
            "language",
            "time_zone",
            "date_format",
            "time_format",
            "markup",
            "topics_per_page",
            "posts_per_page",
            "show_avatars",
            "show_signatures",
            "show_images",
            "show_signature_images",
            "show_smilies",
        )
        labels = {
            "show_avatars": "Show avatars",
            "show_signatures": "Show signatures",
            "show_images": "Show pictures in posts",
            "show_signature_images": "Show pictures in signatures",
            "show_smilies": "Show smilies as pictures",
        }

    def __init__(self, data: QueryDict | None = None, *, actor: Actor) -> None:
        super().__init__(data, actor=actor)
        at = now()
        for name, formats in (("date_format", DATE_FORMATS), ("time_format", TIME_FORMATS)):
            shown = [(key, write(at)) for key, write in formats.items()]
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label, required=False, choices=[*AS_THE_BOARD, *shown]
            )
        for name in ("topics_per_page", "posts_per_page"):
            self.fields[name].help_text = f"{FEWEST} to {MOST}; empty: as the board does."


class PrivacyForm(OwnForm):
    mail_language = forms.ChoiceField(
        choices=lambda: [*AS_THE_BOARD, *((code, name_of(code)) for code in LANGUAGES)],
        required=False,
        label="Language of mails to me",
    )

    class Meta:
        model = User
        fields = (
            "mail_privacy",
            "level_when_writing",
            "notify_with_text",
            "mail_language",
        )
        labels = {
            "mail_privacy": "My mail address",
            "level_when_writing": "A topic I write in",
            "notify_with_text": "Put the text of the post into mails about answers",
        }
        widgets = {"mail_privacy": forms.RadioSelect, "level_when_writing": forms.RadioSelect}


class AvatarForm(forms.Form):
    picture = forms.FileField(
        label="Picture",
        help_text="JPEG, PNG, GIF or WebP. It is made small; what the camera wrote into it is removed.",
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,image/gif,image/webp"}
        ),
    )


class MemberFilterForm(forms.Form):
    name = forms.CharField(required=False, max_length=60, help_text="* stands for any characters.")
    group = forms.ChoiceField(required=False)
    sort = forms.ChoiceField(
        required=False,
        label="Sort by",
        choices=[("name", "Name"), ("registered", "Registered"), ("posts", "Posts")],
    )
    direction = forms.ChoiceField(
        required=False, label="Order", choices=[("up", "Ascending"), ("down", "Descending")]
    )
