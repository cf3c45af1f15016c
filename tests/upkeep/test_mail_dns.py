"""What the domain name system says of a board's mails, asked of a name server on the loopback."""

from __future__ import annotations

import ipaddress
import socketserver
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
import pytest
from django.test import override_settings

from areopagus.ops import command
from areopagus.upkeep.mail_dns import spf
from areopagus.upkeep.mail_dns.asking import Names, NoAnswer
from areopagus.upkeep.mail_dns.readings import Sender, readings
from areopagus.upkeep.readings.reading import Reading

MAIL = ipaddress.ip_address("192.0.2.25")
Zone = dict[tuple[str, str], list[str]]
GOOD: Zone = {
    ("board.example.", "TXT"): ['"v=spf1 mx " "-all"', '"something else"'],
    ("board.example.", "MX"): ["10 mail.board.example."],
    ("mail.board.example.", "A"): ["192.0.2.25"],
    ("default._domainkey.board.example.", "TXT"): ['"v=DKIM1; k=rsa; p=MIGf"'],
    ("_dmarc.board.example.", "TXT"): ['"v=DMARC1; p=Reject; rua=mailto:a@board.example"'],
    ("25.2.0.192.in-addr.arpa.", "PTR"): ["mail.board.example."],
}


class _Server(socketserver.BaseRequestHandler):
    zone: Zone

    def handle(self) -> None:
        asked = dns.message.from_wire(self.request[0])
        question = asked.question[0]
        name, kind = question.name.to_text().lower(), dns.rdatatype.to_text(question.rdtype)
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        if ("broken.example.", "") in self.zone:
            answer.set_rcode(dns.rcode.SERVFAIL)
        elif found := self.zone.get((name, kind)):
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *found))
        elif not any(known == name for known, _ in self.zone):
            answer.set_rcode(dns.rcode.NXDOMAIN)
        self.request[1].sendto(answer.to_wire(), self.client_address)


@pytest.fixture
def zone() -> Zone:
    return {}


@pytest.fixture
def server(zone: Zone) -> Iterator[tuple[str, int]]:
    handler = type("Handler", (_Server,), {"zone": zone})
    with socketserver.UDPServer(("127.0.0.1", 0), handler) as one:
        thread = threading.Thread(target=one.serve_forever, daemon=True)
        thread.start()
        yield "127.0.0.1", one.server_address[1]
        one.shutdown()
        thread.join()


@pytest.fixture
def names(server: tuple[str, int]) -> Names:
    return Names(server)


def read(names: Names, **fields: object) -> dict[str, Reading]:
    sender = Sender(**({"domain": "board.example", "server": "", "address": MAIL} | fields))  # type: ignore[arg-type]
    return {reading.name: reading for reading in readings(names, sender)}


def test_all_is_well(names: Names, zone: Zone) -> None:
    zone.update(GOOD)
    found = read(names, inbound="board.example")
    assert [name for name, one in found.items() if not one.is_well] == []
    assert list(found) == ["SPF", "DKIM", "DMARC", "Name of 192.0.2.25", "Way in"]
    assert found["SPF"].detail == "v=spf1 mx -all"
    assert "policy “reject”" in found["DMARC"].value


@pytest.mark.parametrize(
    ("change", "name", "words"),
    [
        ({("board.example.", "TXT"): ['"x"']}, "SPF", "no record"),
        ({("board.example.", "TXT"): ['"v=spf1 -all"', '"v=spf1 mx"']}, "SPF", "broken"),
        ({("board.example.", "TXT"): ['"v=spf1 ip4:198.51.100.0/24 -all"']}, "SPF", "does not name"),
        ({("default._domainkey.board.example.", "TXT"): ['"v=DKIM1; p="']}, "DKIM", "no key"),
        ({("_dmarc.board.example.", "TXT"): ['"v=DMARC1; p=perhaps"']}, "DMARC", "broken"),
        ({("_dmarc.board.example.", "TXT"): ['"x"']}, "DMARC", "no record"),
        ({("25.2.0.192.in-addr.arpa.", "PTR"): ["elsewhere.example."]}, "Name of 192.0.2.25", "leads elsewhere"),
        ({("25.2.0.192.in-addr.arpa.", "PTR"): []}, "Name of 192.0.2.25", "none"),
        ({("board.example.", "MX"): []}, "Way in", "none"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(
    names: Names, zone: Zone, change: Zone, name: str, words: str
) -> None:
    zone.update(GOOD | change)
    reading = read(names, inbound="board.example")[name]
    assert words in reading.value and reading.advice


def test_a_policy_of_the_domain_above_counts(names: Names, zone: Zone) -> None:
    zone.update(GOOD | {("board.board.example.", "TXT"): ['"v=spf1 ip4:192.0.2.25 -all"']})
    assert read(names, domain="board.board.example")["DMARC"].is_well


def test_a_name_server_that_fails_is_not_taken_for_a_missing_record(
    names: Names, zone: Zone
) -> None:
    zone[("broken.example.", "")] = []
    with pytest.raises(NoAnswer):
        names.texts("board.example")
    assert {one.value for one in read(names).values()} == {"could not be asked"}


@pytest.mark.parametrize(
    ("record", "answer"),
    [
        ("v=spf1 ip4:192.0.2.25 -all", "pass"),
        ("v=spf1 ip4:192.0.2.0/24 ~all", "pass"),
        ("v=spf1 ip6:2001:db8::/32 ~all", "softfail"),
        ("v=spf1 a:mail.board.example -all", "pass"),
        ("v=spf1 a:other.board.example/24 -all", "pass"),
        ("v=spf1 a:other.board.example -all", "fail"),
        ("v=spf1 a/24 ?all", "neutral"),
        ("v=spf1 mx", "pass"),
        ("v=spf1 include:yes.example -all", "pass"),
        ("v=spf1 include:no.example ?all", "neutral"),
        ("v=spf1 redirect=yes.example", "pass"),
        ("v=spf1 -ip4:192.0.2.25 +all", "fail"),
        ("v=spf1 exists:%{i}.board.example -all", "fail"),
        ("v=spf1", "neutral"),
    ],
)
def test_spf_answers_as_the_standard_says(
    names: Names, zone: Zone, record: str, answer: str
) -> None:
    zone.update(GOOD)
    zone[("board.example.", "TXT")] = [f'"{record}"']
    zone[("other.board.example.", "A")] = ["192.0.2.1"]
    zone[("yes.example.", "TXT")] = ['"v=spf1 ip4:192.0.2.25 -all"']
    zone[("no.example.", "TXT")] = ['"v=spf1 -all"']
    assert spf.answer_for(names, "board.example", MAIL) == answer


@pytest.mark.parametrize(
    "record",
    [
        "v=spf1 include:board.example -all",
        "v=spf1 redirect=board.example",
        "v=spf1 nonsense",
        "v=spf1 ip4:x -all",
        "v=spf1 include:missing.example",
    ],
)
def test_a_record_that_cannot_be_used_says_why(names: Names, zone: Zone, record: str) -> None:
    zone[("board.example.", "TXT")] = [f'"{record}"']
    with pytest.raises(spf.Broken):
        spf.answer_for(names, "board.example", MAIL)


@pytest.mark.django_db
def test_the_command_says_what_to_do(
    server: tuple[str, int], zone: Zone, capsys: pytest.CaptureFixture[str]
) -> None:
    from areopagus.ops import mail_check

    zone.update(GOOD)
    parser = command._parser()
    said = ["mail-check", "--dns", f"{server[0]}:{server[1]}", "--address", "192.0.2.25"]
    with override_settings(
        DEFAULT_FROM_EMAIL="Board <board@board.example>",
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=1,
    ):
        assert mail_check.run(parser.parse_args(said)) == 0
        assert "look" not in capsys.readouterr().out
        zone[("_dmarc.board.example.", "TXT")] = []
        assert mail_check.run(parser.parse_args(said)) == 1
        assert "look  DMARC: no record" in capsys.readouterr().out
        assert mail_check.run(parser.parse_args([*said, "--to", "ada@example.org"])) == 1
        assert "Nobody takes mail on 127.0.0.1" in capsys.readouterr().out
    assert mail_check.run(parser.parse_args(said)) == 1, (
        "without a mail server there is nothing to check"
    )
