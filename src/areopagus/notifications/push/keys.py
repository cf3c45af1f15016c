"""The board's own key, by which push services know it again (RFC 8292, VAPID).

Made once and kept in the board's folder, readable by its owner only: with another key all
subscriptions would be lost. The machines of one board share the folder or the file.
"""

from __future__ import annotations

import json
import os
import re
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkstemp
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.conf import settings

FILE = "push.key"
BASE64 = re.compile(r"[\w-]+=*", re.ASCII)
# Seconds; push services accept a day at most.
VALID = 12 * 60 * 60


def public_key() -> str:
    """As browsers want it: the uncompressed point, in base64url."""
    return encoded(point_of(_key().public_key()))


def authorization(endpoint: str) -> str:
    """The header `Authorization` for a message to this endpoint."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + VALID,
        "sub": settings.SITE_URL,
    }
    said = ".".join(
        encoded(json.dumps(part, separators=(",", ":")).encode())
        for part in ({"typ": "JWT", "alg": "ES256"}, claims)
    )
    r, s = decode_dss_signature(_key().sign(said.encode(), ec.ECDSA(hashes.SHA256())))
    return f"vapid t={said}.{encoded(r.to_bytes(32) + s.to_bytes(32))}, k={public_key()}"


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Of base64url, with or without its padding. ValueError: it is something else."""
    if not BASE64.fullmatch(text):
        raise ValueError("This is not base64url.")
    bare = text.rstrip("=")
    return urlsafe_b64decode(bare + "=" * (-len(bare) % 4))


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    form = serialization.PublicFormat.UncompressedPoint
    return key.public_bytes(serialization.Encoding.X962, form)


def _key() -> ec.EllipticCurvePrivateKey:
    return _read(Path(settings.BOARD) / FILE)


@cache
def _read(path: Path) -> ec.EllipticCurvePrivateKey:
    if not path.exists():
        _make(path)
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} holds a key of another kind.")
    return key


def _make(path: Path) -> None:
    """Written aside and then linked, so that of several processes one wins and nobody reads half of it."""
    raw = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    # By a name that nobody has used: what a process left that was killed here stands in nobody's way.
    handle, aside = mkstemp(prefix=f".{FILE}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        with suppress(FileExistsError):
            os.link(aside, path)
    finally:
        Path(aside).unlink()
