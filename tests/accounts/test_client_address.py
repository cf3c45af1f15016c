"""Whose address is believed."""

from __future__ import annotations

import pytest
from django.test import RequestFactory, override_settings

from areopagus.accounts import client_address, presence


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
    environ = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}
    with override_settings(TRUSTED_PROXIES=("10.0.0.0/8",)):
        assert client_address.of(request) == client_address.within(environ) == address
    with override_settings(TRUSTED_PROXIES=()):
        assert client_address.within(environ) == remote


def test_a_server_may_say_nothing_and_a_client_too_much() -> None:
    with override_settings(TRUSTED_PROXIES=("10.0.0.0/8", "fd00::/8")):
        assert client_address.within({}) == ""
        many = ", ".join(["10.0.0.1"] * 10_000)
        assert client_address.within({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": many}) == (
            "10.0.0.1"
        )
        assert client_address.within(
            {"REMOTE_ADDR": "fd00::1", "HTTP_X_FORWARDED_FOR": "2001:db8::7"}
        ) == ("2001:db8::7")


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", ""),
        ("a:b", "a:b"),
    ],
)
def test_a_household_has_one_line(address: str, line: str) -> None:
    assert client_address.line_of(address) == line


@pytest.mark.django_db
def test_a_phone_with_a_new_address_is_no_new_guest() -> None:
    for address in ("2001:db8:1:2::1", "2001:db8:1:2:aaaa::7", "2001:db8:1:3::1"):
        presence.note_guest(address)
    presence.write_now()
    assert presence.online(60).guests == 2
