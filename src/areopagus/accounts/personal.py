"""What this room keeps about members, and what becomes of it when they go. See `core.personal`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from areopagus import markup
from areopagus.accounts import names, tasks
from areopagus.accounts.actions.profile import forget_avatar, render_signature
from areopagus.accounts.groups import with_role
from areopagus.accounts.models import (
    Ban,
    FormerName,
    Group,
    Invitation,
    MailTrouble,
    Presence,
    Session,
    User,
)
from areopagus.core import outbox
from areopagus.core.jobs.forgetting import forget_jobs
from areopagus.core.jobs.models import Job
from areopagus.core.ledger.models import Change
from areopagus.core.personal import Holding, Leaver, forgets, has_picture, holds, new_name
from areopagus.core.stamps import changed

LETS_IN = "It is a secret that lets somebody in."
# Everything a member has said about themselves or how they want things, and what was noted down about them.
EMPTIED: dict[str, object] = {
    **dict.fromkeys(
        (
            *("email", "registered_from", "application", "ban_message", "silence_reason"),
            *("title", "real_name", "location", "website", "staff_note", "avatar"),
            *("signature", "signature_html", "language", "time_zone", "date_format", "time_format"),
            "mail_language",
        ),
        "",
    ),
    **dict.fromkeys(
        (
            *("last_post_at", "last_letter_at", "last_seen_at", "last_visit_at", "last_login"),
            *("warned_at", "rules_version", "rules_accepted_at", "password_reset_at"),
        )
    ),
    "contacts": {},
    "days_here": 0,
    "post_count": 0,
    "posts_elsewhere": 0,
    "posts_claimed": 0,
    "unread_notices": 0,
    "is_active": False,
    # No password fits it.
    "password": "!",
}
TOLD = (
    *("id", "name", "email", "registered_at", "registered_from", "approved_at", "application"),
    *(
        "banned_at",
        "banned_until",
        "ban_message",
        "silenced_at",
        "silenced_until",
        "silence_reason",
    ),
    *("dormant_at", "quarantined_at", "rules_version", "rules_accepted_at"),
    *("title", "real_name", "location", "website", "contacts", "signature", "signature_markup"),
    *("avatar", "language", "time_zone", "date_format", "time_format", "theme", "markup"),
    *("topics_per_page", "posts_per_page", "show_avatars", "show_signatures", "show_images"),
    *("show_signature_images", "show_smilies", "mail_privacy", "level_when_writing"),
    *("notify_with_text", "mail_language", "post_count", "last_post_at", "last_letter_at"),
    *("last_seen_at", "days_here", "last_visit_at", "last_login", "group__name"),
)


def register() -> None:
    holds(
        _account(),
        Holding(model=EmailAddress, mine="user", goes=True, file="mail-addresses",
                told=("email", "verified", "primary")),
        Holding(model=EmailConfirmation, mine="email_address__user", goes=True, untold=LETS_IN),
        Holding(model=Authenticator, mine="user", goes=True, file="second-factors",
                told=("type", "created_at", "last_used_at")),
        Holding(model=UserSession, mine="user", goes=True, file="sign-ins",
                told=("ip", "user_agent", "created_at", "last_seen_at")),
        Holding(model=Session, mine="member", goes=True, untold=LETS_IN),
        Holding(model=Presence, mine="user", goes=True,
                untold="It says that they were here a moment ago, which the profile says too."),
        Holding(model=MailTrouble, mine="user", goes=True, file="returned-letters",
                told=("address", "count", "first_at", "last_at", "said", "stopped_at")),
        Holding(model=Invitation, mine="made_by", sets={"made_by": None, "note": ""},
                file="invitations", told=("made_at", "note", "uses_left", "expires_at", "withdrawn_at")),
        Holding(model=FormerName, mine="member", goes=True, names=("renamed_by_name",),
                sets={"name": new_name, "name_key": "", "name_skeleton": ""},
                file="former-names", told=("name", "given_up_at")),
        Holding(model=Ban, names=("made_by_name",), stays=dict.fromkeys(
            ("name", "addresses", "mail", "message"),
            "A ban protects the board, from whoever comes under that name or from there.",
        )),
    )  # fmt: skip
    forgets(_picture)
    forgets(_letters)
    has_picture(lambda member: member.avatar)


def _account() -> Holding:
    return Holding(
        model=User,
        mine="id",
        sets={
            **EMPTIED,
            "name": new_name,
            "name_key": lambda leaver: names.key_of(leaver.name),
            "name_skeleton": lambda leaver: names.skeleton_of(leaver.name),
            # Whoever is gone is nobody's administrator.
            "group": lambda _: with_role(Group.Role.MEMBERS).pk,
        },
        texts={"signature": "signature_markup"},
        made=_signature,
        changed=_members_changed,
        file="profile",
        told=TOLD,
    )


def _signature(member: User) -> Mapping[str, object]:
    return {
        "signature_html": render_signature(member.signature, member.signature_markup),
        "signature_html_version": markup.RENDERER_VERSION,
    }


def _members_changed(user_ids: Sequence[int]) -> None:
    changed(f"member:{user_id}" for user_id in user_ids)


def _picture(leaver: Leaver) -> bool:
    """The files: the one they have, and those that staff took from them."""
    paths = set(User.objects.filter(pk=leaver.user_id).values_list("avatar", flat=True))
    User.objects.filter(pk=leaver.user_id).update(avatar="")
    table, key = User._meta.label_lower, str(leaver.user_id)
    changes = Change.objects.filter(table=table, row_id=key, did=Change.Did.CHANGED)
    for change in changes.filter(before__has_key="avatar"):
        for image in filter(None, (change.before, change.after)):
            paths.add(image["avatar"])
            image["avatar"] = ""
        change.save(update_fields=["before", "after"])
    for path in filter(None, paths):
        forget_avatar(path)
    return False


def _letters(leaver: Leaver) -> bool:
    """Between members, and about their name; what a mail server said of them; what never found one."""
    for place in (0, 1):
        forget_jobs(tasks.send_letter, place, [leaver.user_id])
    forget_jobs(tasks.tell_name, 0, [leaver.user_id])
    for mail in leaver.mails:
        Job.objects.filter(error__icontains=mail).update(error="")
    outbox.forget(leaver.mails)
    return False
