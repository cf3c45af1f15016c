"""What somebody had written when their form could not be accepted, gathered to be given back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, QueryDict

# Never shown and never sent again. What is lost by one name too many is typed once more.
SECRET = re.compile(r"pass|token|secret|otp|code|credential|phrase", re.IGNORECASE)
# Values a form carries for itself: switches, numbers, keys. They are sent again but not shown.
FOR_THE_FORM = re.compile(r"|on|true|false|\d+|[0-9a-f-]{16,}|[\w=-]{20,}", re.ASCII)

# Asked for by the house itself, on whatever form: no secrets of that form.
OUR_OWN = {"csrfmiddlewaretoken", "confirm_password"}

# What a form calls otherwise than the reader does, and what is chosen there rather than written.
LABELS = {"source": "Text"}
CHOSEN = {"markup"}


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    value: str

    @property
    def label(self) -> str:
        own = self.name.replace("_", " ").replace("-", " ").strip().capitalize()
        return LABELS.get(self.name, own)

    @property
    def is_shown(self) -> bool:
        if self.name.startswith("initial-"):
            # What a form that remembers had shown at first.
            return False
        return self.name not in CHOSEN and FOR_THE_FORM.fullmatch(self.value) is None

    @property
    def rows(self) -> int:
        """The height of the box, in lines."""
        return min(20, max(1, self.value.count("\n") + len(self.value) // 70 + 1))


@dataclass(frozen=True, slots=True)
class GivenBack:
    """`address` is where the form was sent; `can_send_again` whether a button may do it once more."""

    address: str
    fields: tuple[Field, ...]
    has_secrets: bool
    can_send_again: bool
    has_files: bool
    is_signed_in: bool

    @property
    def shown(self) -> list[Field]:
        return [field for field in self.fields if field.is_shown]

    @property
    def hidden(self) -> list[Field]:
        return [field for field in self.fields if not field.is_shown]


def given_back(request: HttpRequest) -> GivenBack:
    posted, has_files = _posted(request)
    kept = [name for name in posted if not SECRET.search(name)]
    has_secrets = any(SECRET.search(name) and name not in OUR_OWN for name in posted)
    fields = tuple(Field(name, str(value)) for name in kept for value in posted.getlist(name))
    return GivenBack(
        address=request.get_full_path(),
        fields=fields,
        has_secrets=has_secrets,
        can_send_again=bool(fields) and not has_secrets and came_from_here(request),
        has_files=has_files,
        is_signed_in=getattr(getattr(request, "actor", None), "user", None) is not None,
    )


def _posted(request: HttpRequest) -> tuple[QueryDict, bool]:
    """What was sent, and whether there were files; nothing when it was more than may be read."""
    try:
        return request.POST, bool(request.FILES)
    except RequestDataTooBig:
        return QueryDict(), False


def came_from_here(request: HttpRequest) -> bool:
    """Whether one of our own pages sent this form, as the browser (not the form) says.

    Important: another site can post any fields to any of our addresses. Were its form given a
    button with a fresh token, one careless click would do what the token is there to prevent.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
