"""Names that must tell members apart, the groups every board has, and avatars on disk."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from areopagus.accounts import groups, names
from areopagus.accounts.models import Group, User
from areopagus.ops.check.facts import ROWS_AT_A_TIME, Fact

Wrong = tuple[int, str, str, str, str]


def _wrong_names() -> Iterator[Wrong]:
    """Id, name, column, what stands there, what should."""
    members = User.objects.order_by("pk").values_list("pk", "name", "name_key", "name_skeleton")
    for user_id, name, key, skeleton in members.iterator(ROWS_AT_A_TIME):
        if names.as_spelt(key, user_id) != (true := names.key_of(name)):
            yield user_id, name, "name_key", key, true
        if names.as_spelt(skeleton, user_id) != (true := names.skeleton_of(name)):
            yield user_id, name, "name_skeleton", skeleton, true


def _say_wrong_names() -> Iterator[str]:
    for user_id, name, column, kept, true in _wrong_names():
        yield f'member {user_id} "{name}": {column} is "{kept}", should be "{true}"'


def _spell_names() -> None:
    for user_id, _name, column, _kept, true in list(_wrong_names()):
        try:
            with transaction.atomic():
                User.objects.filter(pk=user_id).update(**{column: true})
        except IntegrityError:
            # Somebody else has this name; which of the two keeps it is for a person to decide. The
            # line is printed again as one that could not be mended.
            continue


def _missing_roles() -> list[str]:
    there = set(Group.objects.exclude(role=None).values_list("role", flat=True))
    return [role for role in Group.Role.values if role not in there]


def _missing_groups() -> Iterator[str]:
    for role in _missing_roles():
        yield f'group "{role}": every board needs it, but it is not there'


def _make_groups() -> None:
    presets = import_module("areopagus.accounts.migrations.0002_preset_groups").PRESETS
    for preset in presets:
        if preset["role"] in _missing_roles():
            own = {k: v for k, v in preset.items() if k not in {"id", "promote_to_id"}}
            if Group.objects.filter(name=own["name"]).exists():
                own["name"] = f"{own['name']} (made anew)"
            Group.objects.create(**own)
    newcomers = groups.with_role(Group.Role.NEWCOMERS)
    if newcomers.promote_at_posts and newcomers.promote_to is None:
        newcomers.promote_to = groups.with_role(Group.Role.MEMBERS)
        newcomers.save(update_fields=["promote_to"])
    groups.forget()


def _missing_avatars() -> Iterator[str]:
    # Only reported: perhaps the folder media/ is just not mounted, and the pictures are all there.
    kept = User.objects.exclude(avatar="").order_by("pk").values_list("pk", "name", "avatar")
    for user_id, name, avatar in kept.iterator(ROWS_AT_A_TIME):
        if not default_storage.exists(avatar):
            yield f'member {user_id} "{name}": the avatar {avatar} is not in media/'


FACTS = (
    Fact("groups", _missing_groups, _make_groups),
    Fact("names", _say_wrong_names, _spell_names),
    Fact("avatars", _missing_avatars),
)
