"""Members with profile, preferences and password; user 1 is FluxBB's Guest and stays behind."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from areopagus import markup
from areopagus.accounts import names
from areopagus.accounts.actions.profile import render_signature
from areopagus.accounts.hashers import wrap_legacy
from areopagus.accounts.models import User
from areopagus.importers.fluxbb.moving import preferences
from areopagus.importers.fluxbb.moving.context import UNKNOWN, Move, batched, count, moment
from areopagus.importers.fluxbb.moving.groups import GUESTS, MEMBERS

GUEST = 1
# 0 in 1.4 and later, 32000 in 1.2: registered, and never signed in.
UNVERIFIED = {0, 32000}
CONTACTS = ("jabber", "icq", "msn", "aim", "yahoo")
# The column holds 220 characters.
LONGEST_KEY = 200
HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
SHA1, MD5 = 40, 32
ROWS = """
SELECT users.*, (SELECT MAX(logged) FROM online WHERE user_id = users.id) AS logged
FROM users WHERE id > 1 ORDER BY id
"""


def move_members(move: Move) -> None:
    total = move.old.count("users")
    keys: set[str] = set()
    skeletons: set[str] = set()
    mails: set[str] = set()
    with ThreadPoolExecutor() as pool:
        for rows in batched(move.old.rows(ROWS)):
            # argon2 lets go of Python's lock, so both cores work.
            digests = pool.map(_as_it_was if move.is_draft else _password, rows)
            members = [_member(move, row) for row in rows]
            for member, (digest, is_known) in zip(members, digests, strict=True):
                member.password = digest
                if not is_known:
                    move.ledger.change("users.password: of no known kind", member.name)
                _name_apart(move, member, keys, skeletons)
            User.objects.bulk_create(members, 200)
            _write_addresses(move, rows, members, mails)
            move.members.update((member.pk, member.name) for member in members)
            move.progress.say("members", len(move.members), total)
    move.ledger.imported("users", len(move.members))
    move.ledger.left_out("users", "FluxBB's own Guest, not a person", total - len(move.members))


def _as_it_was(row: sqlite3.Row) -> tuple[str, bool]:
    """Digest and salt, to be wrapped when they are wanted."""
    return f"{row['password'] or ''}\n{row['salt'] or ''}", True


def _password(row: sqlite3.Row) -> tuple[str, bool]:
    return wrapped(row["password"] or "", row["salt"] or "")


def wrapped(digest: str, salt: str) -> tuple[str, bool]:
    """The stored form, and whether the member can sign in with the old password."""
    scheme = scheme_of(digest, salt)
    if scheme is None:
        return make_password(None), False
    return wrap_legacy(digest, scheme, salt if scheme == "sha1salt" else ""), True


def scheme_of(digest: str, salt: str) -> str | None:
    if digest.startswith(("$2y$", "$2a$", "$2b$")):
        return "bcrypt"
    if HEXADECIMAL.issuperset(digest):
        if len(digest) == SHA1:
            return "sha1salt" if salt else "sha1"
        if len(digest) == MD5:
            return "md5"
    return None


def _member(move: Move, row: sqlite3.Row) -> User:
    registered = moment(row["registered"]) or UNKNOWN
    last_visit, seen = moment(row["last_visit"]), moment(row["logged"])
    return User(
        id=row["id"],
        name=move.cut(row["username"], 200, "users.username") or f"Member {row['id']}",
        email=_mail(row),
        group_id=_group(move, row),
        registered_at=registered,
        approved_at=registered,
        registered_from=(row["registration_ip"] or "")[:45],
        last_visit_at=last_visit,
        last_seen_at=max(filter(None, (last_visit, seen)), default=None),
        staff_note=move.cut(row["admin_note"], 200, "users.admin_note"),
        # Until the posts have been counted: the old board's own number.
        posts_elsewhere=count(row["num_posts"]),
        **_profile(move, row),
        **preferences.of(move, row),
    )


def _mail(row: sqlite3.Row) -> str:
    said = (row["email"] or "").strip().lower()
    return said[:254] if "@" in said else ""


def _group(move: Move, row: sqlite3.Row) -> int:
    wanted = row["group_id"]
    default = _number(move.old.config.get("o_default_user_group", ""))
    if wanted in UNVERIFIED:
        move.ledger.change("users: never confirmed their address; asked at the first sign-in")
        return default if default in move.groups and default != GUESTS else MEMBERS
    if wanted in move.groups and wanted != GUESTS:
        return int(wanted)
    move.ledger.change("users: their group is missing, so they are members", row["username"])
    return MEMBERS


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _profile(move: Move, row: sqlite3.Row) -> dict[str, object]:
    signature = (row["signature"] or "").strip()
    contacts = {kind: (row[kind] or "").strip()[:80] for kind in CONTACTS}
    return {
        "title": move.cut(row["title"], 50, "users.title"),
        "real_name": move.cut(row["realname"], 40, "users.realname"),
        "location": move.cut(row["location"], 60, "users.location"),
        "website": _website(move, row["url"] or ""),
        "contacts": {kind: at for kind, at in contacts.items() if at},
        "signature": signature,
        "signature_markup": move.dialect,
        "signature_html": "" if move.is_draft else render_signature(signature, move.dialect),
        "signature_html_version": markup.RENDERER_VERSION,
    }


def _website(move: Move, address: str) -> str:
    address = address.strip()
    if address and "://" not in address:
        address = f"http://{address}"
    if address and not address.lower().startswith(("http://", "https://")):
        move.ledger.change("users.url: no web address, left out", address)
        return ""
    return move.cut(address, 200, "users.url")


def _name_apart(move: Move, member: User, keys: set[str], skeletons: set[str]) -> None:
    """Whoever came first signs in with the name; the other with the name and the id behind it."""
    key, skeleton = names.key_of(member.name)[:LONGEST_KEY], names.skeleton_of(member.name)
    example = f"{member.name} (member {member.pk})"
    if key in keys:
        move.ledger.change("users: same name as another; sign in with the id behind it", example)
    elif skeleton in skeletons:
        move.ledger.change("users: the name looks like another's; both keep it", example)
    member.name_key = names.told_apart(key, member.pk, keys)
    member.name_skeleton = names.told_apart(skeleton, member.pk, skeletons)
    keys.add(member.name_key)
    skeletons.add(member.name_skeleton)


def _write_addresses(
    move: Move, rows: list[sqlite3.Row], members: list[User], mails: set[str]
) -> None:
    """allauth's rows. Of several members with one address only the first can have it confirmed."""
    addresses = []
    for row, member in zip(rows, members, strict=True):
        if not member.email:
            move.ledger.change("users.email: none, or not one", member.name)
            continue
        if member.email in mails:
            move.ledger.change("users.email: shared with an older member", member.name)
        is_first = member.email not in mails and row["group_id"] not in UNVERIFIED
        mails.add(member.email)
        addresses.append(
            EmailAddress(user=member, email=member.email, verified=is_first, primary=True)
        )
    EmailAddress.objects.bulk_create(addresses, 500)
