"""A push service on the loopback, with a certificate of its own, and a browser that can read what it is sent."""

from __future__ import annotations

import json
import ssl
import threading
import time
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import NameOID

from areopagus.notifications.push.keys import encoded, point_of

CURVE = ec.SECP256R1()


@dataclass
class Service:
    """What was sent; `answers` are given one after the other, then 201. `authority` proves who it is."""

    authority: Path
    port: int = 0
    answers: list[int] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}/send/abc?d=1"


class Browser:
    """One that has subscribed."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(CURVE)
        self.point, self.secret = point_of(self.key.public_key()), b"0123456789abcdef"

    def said(self) -> tuple[str, str]:
        return encoded(self.point), encoded(self.secret)

    def read(self, body: bytes) -> dict[str, Any]:
        """RFC 8188 and 8291, the other way round."""
        salt, length = body[:16], body[20]
        theirs, locked = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs)
        )
        info = b"WebPush: info\0" + self.point + theirs
        material = HKDF(hashes.SHA256(), 32, self.secret, info).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(material)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(material)
        said: dict[str, Any] = json.loads(AESGCM(key).decrypt(nonce, locked, None).rstrip(b"\2"))
        return said


def claims_of(authorization: str) -> tuple[dict[str, Any], str]:
    """What a VAPID header claims, its signature looked at; and the key that it names."""
    said = dict(
        part.strip().split("=", 1) for part in authorization.removeprefix("vapid").split(",")
    )
    head, claims, signature = said["t"].split(".")
    raw = _raw(signature)
    der = utils.encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, _raw(said["k"]))
    key.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(_raw(head)) == {"typ": "JWT", "alg": "ES256"}
    return json.loads(_raw(claims)), said["k"]


def _raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@contextmanager
def serving(folder: Path) -> Iterator[Service]:
    service = Service(folder / "authority.pem")
    _certify(service.authority)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.asked.append((self.path, dict(self.headers), body))
            status = service.answers.pop(0) if service.answers else 201
            if status == 100:
                self.put_off()
                return
            self.send_response(status)
            if status == 302:
                self.send_header("Location", service.address)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def put_off(self) -> None:
            """Says now and then that it will answer soon, for some seconds."""
            self.close_connection = True
            with suppress(OSError):
                for _ in range(100):
                    self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                    time.sleep(0.05)

        def log_message(self, *_: object) -> None:
            """In silence."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(service.authority)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _certify(path: Path) -> None:
    key = ec.generate_private_key(CURVE)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A push service of tests")])
    at = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
