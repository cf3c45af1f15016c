"""What members change about themselves."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from areopagus import markup
from areopagus.accounts import options
from areopagus.accounts.events import MemberChanged
from areopagus.accounts.models import User
from areopagus.core import moved
from areopagus.core.events import announce
from areopagus.core.ledger.models import Change
from areopagus.core.verdict import Refused
from areopagus.uploads import avatars
from areopagus.uploads.smilies import own_smilies


@transaction.atomic
def save_profile(user: User, changes: dict[str, Any]) -> None:
    """Writes the given fields of the member's own row; a new signature is rendered. Refused says why not."""
    member = (
        User.objects.select_for_update(of=("self",), no_key=True)
        .select_related("group")
        .get(pk=user.pk)
    )
    if "title" in changes and not member.group.may_set_title:
        raise Refused("Your group may not choose a title.")
    if "signature" in changes:
        dialect = changes.get("signature_markup", member.signature_markup)
        changes = changes | signature_fields(changes["signature"], dialect)
    for field, value in changes.items():
        setattr(member, field, value)
    member.save(update_fields=list(changes))
    announce(MemberChanged(member.pk))


def set_avatar(user: User, file: UploadedFile[Any]) -> None:
    """Refused says what is wrong with the picture; nothing is changed then."""
    kept = avatars.keep(file, options.AVATAR_SIZE.get())
    _replace_avatar(user, kept)


def remove_avatar(user: User) -> None:
    _replace_avatar(user, "")


@transaction.atomic
def _replace_avatar(user: User, path: str) -> None:
    member = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    old, member.avatar = member.avatar, path
    member.save(update_fields=["avatar"])
    announce(MemberChanged(member.pk))
    if old and old != path:
        transaction.on_commit(lambda: forget_avatar(old))


def forget_avatar(path: str) -> None:
    """The file, unless somebody has it, or would have it again once a deed was undone.

    It is named after its contents, so that two members may have the same one.
    """
    took_away = Change.objects.filter(
        table=User._meta.label_lower, before__avatar=path, batch__undone_by=None
    )
    if not User.objects.filter(avatar=path).exists() and not took_away.exists():
        avatars.forget(path)


def signature_fields(text: str, dialect: str) -> dict[str, Any]:
    """A signature and what was made of it, as a member's row keeps them. Refused when it is too long."""
    text = markup.tidied(text).strip()
    longest, lines = options.SIGNATURE_LENGTH.get(), options.SIGNATURE_LINES.get()
    if len(text) > longest:
        raise Refused(f"A signature may have {longest} characters; this one has {len(text)}.")
    if text.count("\n") + 1 > lines:
        raise Refused(
            f"A signature may have {lines} lines; this one has {text.count(chr(10)) + 1}."
        )
    return {
        "signature": text,
        "signature_html": render_signature(text, dialect),
        "signature_html_version": markup.RENDERER_VERSION,
    }


def render_signature(text: str, dialect: str) -> str:
    """The HTML of a signature; "" for an empty one."""
    if not text:
        return ""
    features = markup.Features(
        signature=True, images=options.SIGNATURE_IMAGES.get(), own_smilies=own_smilies()
    )
    return markup.render(text, markup.Dialect(dialect), _Links(), features).html


class _Links(markup.PlainLinks):
    def rewrite(self, url: str) -> str:
        return moved.new_address(url)
