"""Whether a domain lets a machine send its mails: as much of SPF (RFC 7208) as can be said beforehand."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

from areopagus.upkeep.mail_dns.asking import Address, Names

BEGINS = "v=spf1"
# So many questions an answer may cost its asker, §4.6.4.
MOST_QUESTIONS = 10
ANSWERS = {"+": "pass", "-": "fail", "~": "softfail", "?": "neutral"}


class Broken(Exception):
    """The record is one that mail servers throw away, with the reason."""


@dataclass
class _Asking:
    names: Names
    address: Address
    questions: int = field(default=0)

    def count(self) -> None:
        self.questions += 1
        if self.questions > MOST_QUESTIONS:
            raise Broken(f"it needs more than {MOST_QUESTIONS} questions to other names")


def record_of(names: Names, domain: str) -> str | None:
    """The domain's record; None when it has none. Broken when it has two."""
    found = [text for text in names.texts(domain) if f"{text} ".lower().startswith(f"{BEGINS} ")]
    if len(found) > 1:
        raise Broken(f"there are {len(found)} of them, and mail servers then believe none")
    return found[0] if found else None


def answer_for(names: Names, domain: str, address: Address) -> str:
    """ "pass", "fail", "softfail", "neutral", or "none" without a record. Broken says what is wrong with it."""
    return _answer(_Asking(names, address), domain)


def _answer(asking: _Asking, domain: str) -> str:
    record = record_of(asking.names, domain)
    if record is None:
        return "none"
    redirect = ""
    for term in record.split()[1:]:
        if "=" in term:
            name, _, value = term.partition("=")
            redirect = value if name.lower() == "redirect" else redirect
            continue
        sign, mechanism = (term[0], term[1:]) if term[0] in ANSWERS else ("+", term)
        if _matches(asking, domain, mechanism):
            return ANSWERS[sign]
    if redirect:
        asking.count()
        answer = _answer(asking, redirect)
        if answer == "none":
            raise Broken(f"it leads to {redirect}, which has none")
        return answer
    return "neutral"


def _matches(asking: _Asking, domain: str, mechanism: str) -> bool:
    name, _, value = mechanism.partition(":")
    name, _, bare_length = name.lower().partition("/")
    if name == "all":
        return True
    if name in {"ip4", "ip6"}:
        return _is_within(asking.address, value)
    asking.count()
    if "%" in value or name in {"exists", "ptr"}:
        # Decided by the single mail; not by us.
        return False
    host, _, length = value.partition("/")
    host, length = host or domain, length or bare_length
    if name == "include":
        answer = _answer(asking, host)
        if answer == "none":
            raise Broken(f"it includes {host}, which has none")
        return answer == "pass"
    if name == "a":
        return _is_one_of(asking, [host], length)
    if name == "mx":
        return _is_one_of(asking, asking.names.mail_hosts(host)[:MOST_QUESTIONS], length)
    raise Broken(f"“{mechanism}” means nothing in it")


def _is_one_of(asking: _Asking, hosts: list[str], length: str) -> bool:
    own, _, long = length.partition("//")
    for host in hosts:
        for address in asking.names.addresses(host):
            bits = own if address.version == 4 else long  # noqa: PLR2004
            if _is_within(asking.address, f"{address}/{bits}" if bits else str(address)):
                return True
    return False


def _is_within(address: Address, network: str) -> bool:
    try:
        return address in ipaddress.ip_network(network, strict=False)
    except ValueError as error:
        raise Broken(f"“{network}” is no network") from error
