"""Whose address is believed."""

from __future__ import annotations

import pytest
from django.test import RequestFactory, override_settings

from areopagus.accounts import client_address


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("198.51.100.9", "1.2.3.4", "198.51.100.9"),  # Nobody we trust says so.
        ("10.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.7", "203.0.113.7"),  # The left one was invented.
        ("10.0.0.1", "203.0.113.7, 10.0.0.2", "203.0.113.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "rubbish", "10.0.0.1"),
        ("", "203.0.113.7", ""),
    ],
)
def test_only_trusted_proxies_are_believed(remote: str, forwarded: str, address: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(TRUSTED_PROXIES=("10.0.0.0/8",)):
        assert client_address.of(request) == address
