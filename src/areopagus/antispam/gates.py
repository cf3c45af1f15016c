"""The gates of registration: a question and a little patience; by whom somebody was invited."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.forms.widgets import Script

from areopagus.accounts.gates import Gate
from areopagus.accounts.models import Invitation, User
from areopagus.antispam import options, proof, questions, raid, stamps
from areopagus.antispam.models import Arrival
from areopagus.antispam.stamps import Stamp

AGAIN = "Nothing is lost; please look over the form and press the button once more."


class Question(Gate):
    """One of the board's own questions, and time to read it. The hidden field says which, and since when."""

    fields = ("stamp", "answer", "__all__")

    def ask(self, form: forms.Form) -> None:
        stamp = stamp_of(form)
        if stamp is None or (stamp.question not in questions.questions()):
            stamp = Stamp((stamp or stamps.fresh("")).opened_at, questions.another())
        form.fields["stamp"] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=stamp.written()
        )
        if stamp.question:
            form.fields["answer"] = forms.CharField(
                label=stamp.question,
                max_length=questions.LONGEST,
                help_text="So that we know you are a person. Capitals do not matter.",
                widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            )

    def check(self, form: forms.Form) -> None:
        stamp = stamp_of(form)
        if stamp is None or (stamp.question not in questions.questions() and questions.questions()):
            self._ask_anew(form, form.fields["stamp"].initial)
            form.add_error(None, f"This form was open for very long, or has changed. {AGAIN}")
            return
        said = form.cleaned_data.get("answer")
        if said is not None and not questions.is_answered(stamp.question, said):
            question = questions.another(stamp.question)
            form.add_error("answer", "That is not the answer. Perhaps this question is easier.")
            self._ask_anew(form, Stamp(stamp.opened_at, question).written())
            form["answer"].label = question
        if stamp.seconds < options.FORM_SECONDS.get():
            form.add_error(None, f"That was very quick. {AGAIN}")

    def _ask_anew(self, form: forms.Form, stamp: str) -> None:
        form.data = {**form.data.dict(), "stamp": stamp, "answer": "", "proof": ""}  # type: ignore[attr-defined]


class RaidMode(Gate):
    """While it is on, an administrator looks at every newcomer first."""

    def wait(self, form: forms.Form) -> str:  # noqa: ARG002
        return "Registered while raid mode was on." if raid.until() is not None else ""


class ProofInput(forms.HiddenInput):
    class Media:
        js: ClassVar = [Script("antispam/proof.js", type="module")]


class Proof(Gate):
    """The browser does some arithmetic; an administrator looks at those whose browser does not, unless invited."""

    fields = ("proof",)

    def ask(self, form: forms.Form) -> None:
        if options.PROOF.get():
            stamp = str(form.data.get("stamp") or form.fields["stamp"].initial)
            asked = {"data-challenge": proof.challenge(stamp), "data-most": proof.MOST}
            form.fields["proof"] = forms.CharField(required=False, widget=ProofInput(attrs=asked))

    def wait(self, form: forms.Form) -> str:
        if not options.PROOF.get() or form.cleaned_data.get("invitation"):
            return ""
        if proof.is_proved(str(form.data.get("stamp")), form.cleaned_data.get("proof", "")):
            return ""
        return "Registered with a browser that did not do the board's arithmetic."


class Origin(Gate):
    """Remembers how somebody came, for whoever asks later."""

    def note(self, form: forms.Form, user: User) -> None:
        stamp = stamp_of(form)
        code = form.cleaned_data.get("invitation")
        Arrival.objects.create(
            user=user,
            invitation=Invitation.objects.filter(code=code).first() if code else None,
            seconds=stamp.seconds if stamp else None,
        )


def stamp_of(form: forms.Form) -> Stamp | None:
    """That of a sent form; None for one that is only shown."""
    return stamps.read(str(form.data.get("stamp", ""))) if form.is_bound else None
