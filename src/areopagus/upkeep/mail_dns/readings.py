"""Each thing that decides whether a mail of the board arrives, or lies among what is taken for spam."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from areopagus.upkeep.mail_dns import spf
from areopagus.upkeep.mail_dns.asking import Address, Names, NoAnswer
from areopagus.upkeep.readings.reading import Reading

# Names that mail programs and services give their keys; nobody can ask for all there are.
SELECTORS = (
    "default", "mail", "dkim", "key1", "s1", "s2", "k1", "k2", "selector1", "selector2", "google",
    "smtp", "mx", "mta", "postfix", "rsa", "ed25519", "fm1", "mailjet", "protonmail", "zoho",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sender:
    """`domain` is that of the sender's address, `server` the host that takes our mails. `address` is
    where they go out into the world, when it is known; `inbound` the domain of the mailbox, if any."""

    domain: str
    server: str
    address: Address | None = None
    inbound: str = ""
    selectors: Sequence[str] = SELECTORS


def readings(names: Names, sender: Sender) -> Iterator[Reading]:
    addresses, server = _addresses(names, sender)
    if server is not None:
        yield server
    checks: list[tuple[str, Callable[[], Reading]]] = [
        ("SPF", lambda: _spf(names, sender, addresses)),
        ("DKIM", lambda: _dkim(names, sender)),
        ("DMARC", lambda: _dmarc(names, sender.domain)),
    ]
    checks += [(f"Name of {one}", lambda one=one: _name(names, one)) for one in addresses]  # type: ignore[misc]
    if sender.inbound:
        checks.append(("Way in", lambda: _way_in(names, sender.inbound)))
    for name, check in checks:
        try:
            yield check()
        except NoAnswer as error:
            yield Reading(name, "could not be asked", f"The name server did not answer: {error}")


def _addresses(names: Names, sender: Sender) -> tuple[list[Address], Reading | None]:
    """Of the machine that sends, as well as it can be known, and what is wrong with knowing it."""
    if sender.address is not None:
        return [sender.address], None
    try:
        found = names.addresses(sender.server) if sender.server else []
    except NoAnswer as error:
        return [], Reading(
            "Mail server", "could not be asked", f"The name server did not answer: {error}"
        )
    public = [address for address in found if address.is_global]
    if public:
        return public, None
    advice = (
        "Run the command again with --address and the address from which your mails go out into the world; it stands in "
        "the topmost “Received” line of the test letter."
    )
    return [], Reading("Mail server", "its address is not known", advice)


def _spf(names: Names, sender: Sender, addresses: Sequence[Address]) -> Reading:
    domain = sender.domain
    try:
        record = spf.record_of(names, domain)
        if record is None:
            return Reading(
                "SPF",
                "no record",
                f'Add a TXT record to {domain} that names who may send its mails, such as "v=spf1 mx -all".',
            )
        answers = {str(one): spf.answer_for(names, domain, one) for one in addresses}
    except spf.Broken as reason:
        return Reading(
            "SPF", "broken", f"Mail servers cannot use the record of {domain}: {reason}."
        )
    bad = [f"{one} ({answer})" for one, answer in answers.items() if answer != "pass"]
    if bad:
        advice = (
            f"{domain} does not let these send: {', '.join(bad)}. Add them to its TXT record, unless your mails "
            "go out through other machines."
        )
        return Reading("SPF", "does not name the mail server", advice, record)
    return Reading("SPF", "lets the mail server send" if answers else "is there", "", record)


def _dkim(names: Names, sender: Sender) -> Reading:
    found = [one for one in sender.selectors if _is_key(names, f"{one}._domainkey.{sender.domain}")]
    if found:
        return Reading("DKIM", f"a key is published ({', '.join(found)})")
    asked = ", ".join(sender.selectors) if len(sender.selectors) == 1 else "the usual names"
    advice = (
        f"No key was found under {asked}. Let the mail server sign mails and publish its key; if it does, run the "
        "command again with --selector and the name that stands as s= in the “DKIM-Signature” of the test letter."
    )
    return Reading("DKIM", "no key found", advice)


def _is_key(names: Names, name: str) -> bool:
    """A key without contents is one that was withdrawn (RFC 6376 §3.6.1)."""
    tags = [_tags(text) for text in names.texts(name)]
    return any(one.get("p") and one.get("v", "DKIM1") == "DKIM1" for one in tags)


def _dmarc(names: Names, domain: str) -> Reading:
    """Of the domain, or of one it belongs to (RFC 7489 §6.6.3)."""
    labels = domain.split(".")
    for begin in range(max(1, len(labels) - 1)):
        above = ".".join(labels[begin:])
        found = [
            one for one in map(_tags, names.texts(f"_dmarc.{above}")) if one.get("v") == "DMARC1"
        ]
        if len(found) == 1 and found[0].get("p", "").lower() in {"none", "quarantine", "reject"}:
            return Reading("DMARC", f"policy “{found[0]['p'].lower()}” of {above}")
        if found:
            return Reading(
                "DMARC",
                "broken",
                f"The TXT record _dmarc.{above} must be one, with p=none, p=quarantine or p=reject.",
            )
    advice = f'Add a TXT record to _dmarc.{domain}, to begin with "v=DMARC1; p=none": large mail services ask for one.'
    return Reading("DMARC", "no record", advice)


def _name(names: Names, address: Address) -> Reading:
    """A machine that sends mail should have a name that leads back to it."""
    found = names.names_of(address)
    if not found:
        return Reading(
            f"Name of {address}",
            "none",
            "Ask whoever gave you the address to set its reverse record (PTR).",
        )
    if any(address in names.addresses(name) for name in found):
        return Reading(f"Name of {address}", found[0])
    return Reading(
        f"Name of {address}",
        f"{found[0]}, which leads elsewhere",
        f"Let {found[0]} have an address record of {address}, or let the reverse record name another host.",
    )


def _way_in(names: Names, domain: str) -> Reading:
    found = names.mail_hosts(domain) or [domain] * bool(names.addresses(domain))
    if found:
        return Reading("Way in", f"mails to {domain} go to {found[0]}")
    return Reading(
        "Way in",
        "none",
        f"Answers and returned letters cannot reach inbound_mail: {domain} has no MX record.",
    )


def _tags(record: str) -> dict[str, str]:
    """ "v=DMARC1; p=none" as a table."""
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip() for name, sign, value in pairs if sign}
