"""What somebody writes on the boards, parsed. What may be written is asked of the actions."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict

from areopagus.accounts.actors import Actor
from areopagus.accounts.models import RulesVersion
from areopagus.boards import options
from areopagus.boards.actions import Draft
from areopagus.boards.actions.drafts import insist_on_length, tidy_source
from areopagus.boards.actions.subscribing import level_when_ticked
from areopagus.boards.models import Level
from areopagus.boards.pages import PostPage, WritingPage, default_dialect
from areopagus.core.ledger.reasons import WhyInput
from areopagus.core.verdict import Refused

DIALECTS = [("bbcode", "BBCode"), ("markdown", "Markdown")]
OLD_DIALECT = ("fluxbb12", "BBCode as FluxBB 1.2 read it")

WHEN_TICKED = {
    Level.FOLLOWED: "Follow this topic quietly",
    Level.WATCHED: "Tell me about answers",
}


def said_level(said: QueryDict) -> Level:
    """How closely somebody wants to follow something. Refused when they did not say."""
    try:
        return Level(int(said.get("level", "")))
    except ValueError as error:
        raise Refused("Choose how closely you want to follow it.") from error


class PreviewForm(forms.Form):
    """A text and how it is written."""

    source = forms.CharField(
        label="Text",
        strip=False,
        error_messages={"required": "A post needs some words."},
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )
    markup = forms.ChoiceField(label="Written in", choices=[*DIALECTS, OLD_DIALECT])
    with_smilies = forms.BooleanField(
        label="Show smilies as pictures", required=False, initial=True
    )

    def clean_source(self) -> str:
        """A preview costs as much as a post, and even guests may ask for it: it must be no longer."""
        source = str(self.cleaned_data["source"])
        try:
            insist_on_length(tidy_source(source))
        except Refused as reason:
            raise forms.ValidationError(str(reason)) from reason
        return source


class WritingForm(PreviewForm):
    """The base of all forms that publish. `initial` is for what the page decides."""

    def __init__(
        self, data: QueryDict | None = None, *, actor: Actor, initial: dict[str, Any]
    ) -> None:
        initial = {"markup": default_dialect(actor)} | initial
        super().__init__(data, initial=initial)
        used = DIALECTS if initial["markup"] != OLD_DIALECT[0] else [OLD_DIALECT, *DIALECTS]
        self.fields["markup"] = forms.ChoiceField(label="Written in", choices=used)

    # The version of the rules that its writer has yet to accept.
    rules: RulesVersion | None = None

    @property
    def is_preview(self) -> bool:
        return "preview" in self.data

    def ask_to_accept(self, rules: RulesVersion) -> None:
        """The box is called after the version, so that nobody accepts what they were not shown."""
        self.rules = rules
        self.fields[f"rules-{rules.number}"] = forms.BooleanField(
            label="I have read the rules of this board and accept them", required=False
        )

    def accepts_rules(self) -> bool:
        """Asked last, so that a preview needs no answer."""
        name = f"rules-{self.rules.number}" if self.rules else ""
        if self.cleaned_data.pop(name, False):
            return True
        self.add_error(name, "Please read and accept the rules. Your text is kept.")
        return False


class ReplyForm(WritingForm):
    """`submission` is the form's own key; `seen` the last post its writer had before them."""

    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        actor: Actor,
        page: WritingPage | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, actor=actor, initial={"submission": uuid4()} | (initial or {}))
        if not actor.is_guest:
            self.fields["subscribe"] = forms.BooleanField(
                label=WHEN_TICKED[level_when_ticked(actor)],
                required=False,
                initial=bool(actor.user and actor.user.level_when_writing > Level.NORMAL),
            )
        elif page is None or page.may:
            # Somebody whose session has ended is asked to sign in, not for a name.
            self.fields |= _guest_fields()
            self.order_fields(["guest_name", "guest_mail", "title", "source"])

    def has_seen(self, number: int) -> None:
        """When the form is sent again, its writer has had this post before them."""
        if self.is_bound:
            again = QueryDict(mutable=True)
            again.update(self.data)
            again["seen"] = str(number)
            self.data = again
        else:
            self.initial["seen"] = number

    def draft(self) -> Draft:
        said = self.cleaned_data
        return Draft(
            source=said["source"],
            dialect=said["markup"],
            title=said.get("title", ""),
            with_smilies=said["with_smilies"],
            subscribe=said.get("subscribe", False),
            guest_name=said.get("guest_name", ""),
            guest_mail=said.get("guest_mail", ""),
            submission=said["submission"],
        )


class TopicForm(ReplyForm):
    title = forms.CharField(
        label="Title",
        # The true limit is an option of the board and has its own words.
        max_length=2000,
        error_messages={"required": "A topic needs a title."},
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    field_order = ("guest_name", "guest_mail", "title")


class HeldForm(forms.Form):
    """Other words for what waits for a moderator."""

    source = PreviewForm.base_fields["source"]


class EditForm(WritingForm):
    """`based_on` counts the edits its writer knew of, so that nobody overwrites a newer text unseen."""

    reason = forms.CharField(label="Reason for the edit (optional)", max_length=200, required=False)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, data: QueryDict | None = None, *, actor: Actor, page: PostPage) -> None:
        post = page.post
        initial = {
            "title": post.topic.title,
            "source": post.source,
            "markup": post.markup,
            "with_smilies": post.with_smilies,
            "based_on": page.revision_count,
        }
        super().__init__(data, actor=actor, initial=initial)
        if page.may_edit_title:
            self.fields["title"] = forms.CharField(
                label="Title", max_length=2000, widget=forms.TextInput(attrs={"dir": "auto"})
            )
            self.order_fields(["title"])
        if page.may_edit_silently:
            self.fields["silently"] = forms.BooleanField(
                label="Leave no “edited” line", required=False
            )
        _offer_reasons(self, actor)

    def change(self) -> dict[str, Any]:
        """The arguments of actions.edit_post."""
        said = dict(self.cleaned_data)
        return {"title": None, "silently": False, "dialect": said.pop("markup")} | said


class DeleteForm(forms.Form):
    reason = forms.CharField(
        label="Reason (optional; readers see it)", max_length=500, required=False
    )

    def __init__(self, data: QueryDict | None = None, *, actor: Actor) -> None:
        super().__init__(data)
        _offer_reasons(self, actor)


def _offer_reasons(form: forms.Form, actor: Actor) -> None:
    """To staff; the reasons of whoever wrote it are their own."""
    if actor.is_staff:
        field = form.fields["reason"]
        field.widget = WhyInput()
        field.widget.attrs |= field.widget_attrs(field.widget)


def _guest_fields() -> dict[str, forms.Field]:
    return {
        "guest_name": forms.CharField(label="Your name", max_length=60),
        "guest_mail": forms.EmailField(
            label="Your mail address",
            help_text="Only the staff of this board sees it.",
            max_length=254,
            required=options.GUEST_MAIL_REQUIRED.get(),
        ),
    }
