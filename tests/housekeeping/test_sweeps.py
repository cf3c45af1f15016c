"""A sweep from its plan to its undoing."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client, override_settings

from areopagus.accounts.models import User
from areopagus.boards import counts
from areopagus.boards.models import Post, Topic
from areopagus.core.clock import now
from areopagus.core.ledger import undoing
from areopagus.core.ledger.models import Batch
from areopagus.core.verdict import NotFound, Refused
from areopagus.housekeeping import actions, choosing, tasks
from areopagus.housekeeping.gathering import gather_evidence
from areopagus.housekeeping.models import Chosen, Evidence, Sweep
from areopagus.housekeeping.rules import RULES
from areopagus.ops.command import main
from tests import factories
from tests.conftest import Cast, Places, user_of
from tests.housekeeping.test_evidence import LONG_AGO, account, establish, write
from tests.moderation.random_boards import differences, everything

ALL = [rule.id for rule in RULES]
FRONT = "/administration/housekeeping/"
SITE = override_settings(SITE_URL="https://board.example")


@pytest.fixture
def raid(cast: Cast, topic: Topic, places: Places) -> list[User]:
    """Five accounts of one campaign in a burst, each with an advert in a topic of its own."""
    establish(account("Old"), topic)
    found = []
    for number in range(5):
        user = account(f"Rex {number}", registered_from=f"198.51.100.{number}")
        own = factories.make_topic(cast.max, places.missions, f"Cheap things {number}")
        Topic.objects.filter(pk=own.pk).update(author=user, author_name=user.name)
        Post.objects.filter(topic=own).update(
            author=user, source="http://shop.example/", posted_at=LONG_AGO
        )
        write(user, topic, f"Look: http://shop.example/{number}")
        found.append(user)
    counts.rebuild()
    return found


def board_rows() -> dict[str, object]:
    """Everything but what housekeeping remembers of its own runs."""
    return {name: rows for name, rows in everything().items() if "housekeeping" not in name}


def plan(cast: Cast, hours: int = 0) -> Sweep:
    gather_evidence()
    return actions.plan_sweep(cast.ada, ALL, 3, hours)


def test_a_sweep_hides_spam_and_sets_sleepers_to_rest(
    cast: Cast, raid: list[User], topic: Topic
) -> None:
    sweep = plan(cast)
    assert {one.user_id for one in sweep.chosen.filter(state="quarantined")} == {u.pk for u in raid}
    assert sweep.chosen.get(user__name="Old").state == "dormant"
    actions.run_sweep(cast.ada, sweep.pk, "Spring cleaning.")
    assert User.objects.filter(quarantined_at__isnull=False).count() == 5
    assert not Topic.objects.standing().filter(author__in=raid).exists()
    assert Topic.objects.get(pk=topic.pk).post_count == 11
    assert User.objects.get(name="Old").dormant_at is not None
    for fixed in ("Max", "Ada", "Mona"):
        member = User.objects.get(name=fixed)
        assert member.dormant_at is None and member.quarantined_at is None


def test_undone_it_leaves_everything_as_it_was(cast: Cast, raid: list[User]) -> None:
    sweep = plan(cast)
    before = board_rows()
    deed = actions.run_sweep(cast.ada, sweep.pk)
    assert deed.batch and before != board_rows()
    undoing.undo(cast.ada, deed.batch.pk)
    assert before == board_rows()
    assert not User.objects.filter(quarantined_at__isnull=False).exists()
    assert Topic.objects.standing().filter(author__in=raid).count() == 5


def test_one_comes_back_and_the_rest_stays_and_all_of_it_can_still_be_undone(
    cast: Cast, raid: list[User]
) -> None:
    sweep = plan(cast)
    deed = actions.run_sweep(cast.ada, sweep.pk)
    back = actions.bring_back(cast.ada, sweep.pk, raid[0].pk, "I know him.")
    assert str(back).startswith("Ada undid for 1 member: Ada swept")
    raid[0].refresh_from_db()
    assert raid[0].quarantined_at is None
    assert Post.objects.standing().filter(author=raid[0], topic__removed_at=None).count() == 2
    assert User.objects.filter(quarantined_at__isnull=False).count() == 4
    with pytest.raises(Refused, match="undone already"):
        actions.bring_back(cast.ada, sweep.pk, raid[0].pk)
    assert deed.batch
    undoing.undo(cast.ada, deed.batch.pk)
    assert not User.objects.filter(quarantined_at__isnull=False).exists()


def test_whoever_was_brought_back_is_not_found_again(cast: Cast, raid: list[User]) -> None:
    sweep = plan(cast)
    actions.run_sweep(cast.ada, sweep.pk)
    actions.bring_back(cast.ada, sweep.pk, raid[0].pk)
    gather_evidence()
    with pytest.raises(Refused, match="hit nobody"):
        actions.plan_sweep(cast.ada, [rule for rule in ALL if rule != "asleep"], 3, 0)


def test_one_rule_of_a_sweep_is_undone(cast: Cast, raid: list[User]) -> None:
    sweep = plan(cast)
    actions.run_sweep(cast.ada, sweep.pk)
    actions.undo_rule(cast.ada, sweep.pk, "asleep")
    assert not User.objects.filter(dormant_at__isnull=False).exclude(name="Dora").exists()
    assert User.objects.filter(quarantined_at__isnull=False).count() == 5
    with pytest.raises(NotFound):
        actions.undo_rule(cast.ada, sweep.pk, "never-arrived")


def test_nothing_runs_over_a_canary(cast: Cast, raid: list[User]) -> None:
    sweep = plan(cast)
    actions.name_canary(cast.ada, "REX 2")
    before = everything()
    with pytest.raises(Refused, match="would hit Rex 2, who must not be hit"):
        actions.run_sweep(cast.ada, sweep.pk)
    assert not differences(before, everything())
    actions.release_canary(cast.ada, raid[2].pk)
    actions.run_sweep(cast.ada, sweep.pk)


def test_it_waits_until_its_time_has_come(cast: Cast, raid: list[User]) -> None:
    sweep = plan(cast, hours=72)
    with pytest.raises(Refused, match="still has time"):
        actions.run_sweep(cast.ada, sweep.pk)
    Sweep.objects.update(due_at=now() - timedelta(minutes=1))
    actions.run_sweep(cast.ada, sweep.pk)
    with pytest.raises(Refused, match="over"):
        actions.run_sweep(cast.ada, sweep.pk)


def test_one_sweep_at_a_time(cast: Cast, raid: list[User]) -> None:
    sweep = plan(cast)
    with pytest.raises(Refused, match="planned already"):
        actions.plan_sweep(cast.ada, ALL, 3)
    actions.call_off(cast.ada, sweep.pk)
    actions.plan_sweep(cast.ada, ALL, 3)
    assert Chosen.objects.filter(sweep=sweep).count() == 6


def test_old_evidence_and_none_are_refused(cast: Cast, raid: list[User]) -> None:
    with pytest.raises(Refused, match="Gather the evidence first"):
        actions.plan_sweep(cast.ada, ALL, 3)
    gather_evidence()
    Evidence.objects.update(gathered_at=now() - timedelta(days=2))
    with pytest.raises(Refused, match="older than a day"):
        actions.plan_sweep(cast.ada, ALL, 3)
    with pytest.raises(Refused, match="There is no rule called never-liked"):
        choosing.rules_named(["never-liked"])


def test_who_comes_meanwhile_is_kept(cast: Cast, raid: list[User]) -> None:
    sweep = plan(cast)
    User.objects.filter(name="Old").update(last_seen_at=now() + timedelta(minutes=1))
    actions.spare(cast.ada, sweep.pk, raid[1].pk)
    actions.run_sweep(cast.ada, sweep.pk)
    assert User.objects.get(name="Old").dormant_at is None
    assert User.objects.get(pk=raid[1].pk).quarantined_at is None
    assert User.objects.filter(quarantined_at__isnull=False).count() == 4


def test_a_sleeper_wakes_by_signing_in(client: Client, cast: Cast, topic: Topic) -> None:
    old = factories.make_member(
        "Old", registered_at=LONG_AGO, last_seen_at=LONG_AGO, password=factories.PASSWORD
    )
    sweep = plan(cast)
    actions.run_sweep(cast.ada, sweep.pk)
    client.post("/sign-in/", {"login": "Old", "password": factories.PASSWORD})
    old.refresh_from_db()
    assert old.dormant_at is None
    batch = Sweep.objects.get(pk=sweep.pk).batch
    assert batch
    undoing.undo(cast.ada, batch.pk)


@SITE
def test_letters_are_sent_once_and_a_press_keeps(
    client: Client, cast: Cast, raid: list[User]
) -> None:
    sweep = plan(cast)
    actions.announce_sweep(cast.ada, sweep.pk)
    with pytest.raises(Refused, match="have been written to already"):
        actions.announce_sweep(cast.ada, sweep.pk)
    chosen = sweep.chosen.get(user=raid[0])
    tasks.send_notice.func(chosen.pk)
    tasks.send_notice.func(chosen.pk)
    assert len(mail.outbox) == 1
    link = re.search(r"https://board\.example(/keep-me/\S+)", str(mail.outbox[0].body))
    assert link
    assert "Keep me" in client.get(link[1]).text
    chosen.refresh_from_db()
    assert chosen.kept_at is None, "a mail program that opens links keeps nobody"
    assert "You stay" in client.post(link[1]).text
    assert client.post("/keep-me/made-up:token/").status_code == 404
    Sweep.objects.update(due_at=now())
    actions.run_sweep(cast.ada, sweep.pk)
    assert User.objects.get(pk=raid[0].pk).quarantined_at is None
    assert (
        "Signing in as ever" in client.get(link[1]).text or "You stay" in client.get(link[1]).text
    )


def test_letters_need_an_address_of_the_board(cast: Cast, raid: list[User]) -> None:
    sweep = plan(cast)
    with override_settings(SITE_URL=""), pytest.raises(Refused, match="its own address"):
        actions.announce_sweep(cast.ada, sweep.pk)


def test_it_is_for_administrators(client: Client, cast: Cast, raid: list[User]) -> None:
    sweep = plan(cast)
    gets = (FRONT, f"{FRONT}preview/?rule=asleep&years=3", f"{FRONT}preview/sweep.csv?rule=asleep&years=3", sweep.url, f"{FRONT}members/{raid[0].pk}/")  # fmt: skip
    posts = ("gather/", "sweeps/", f"sweeps/{sweep.pk}/run/", f"sweeps/{sweep.pk}/announce/", f"sweeps/{sweep.pk}/call-off/", f"sweeps/{sweep.pk}/spare/{raid[0].pk}/", f"sweeps/{sweep.pk}/bring-back/{raid[0].pk}/", f"sweeps/{sweep.pk}/rules/asleep/undo/", "canaries/", f"canaries/{raid[0].pk}/release/")  # fmt: skip
    for actor in (cast.mona, cast.max, cast.guest):
        if actor.user:
            client.force_login(actor.user)
        else:
            client.logout()
        assert {client.get(url).status_code for url in gets} == {404}
        assert {client.post(f"{FRONT}{end}").status_code for end in posts} == {404}


def test_the_whole_way_in_the_browser(client: Client, cast: Cast, raid: list[User]) -> None:
    client.force_login(user_of(cast.ada))
    assert "Gather the evidence" in client.get(FRONT).text
    client.post(f"{FRONT}gather/")
    tasks.gather.func()
    query = "?" + "&".join(f"rule={rule}" for rule in ALL) + "&years=3"
    preview = client.get(f"{FRONT}preview/{query}&sort=signs").text
    assert "Everybody: 6" in preview and "10 posts" in preview
    whole = client.get(f"{FRONT}preview/sweep.csv{query}")
    lines = b"".join(whole).decode().splitlines()
    assert len(lines) == 7 and lines[0].startswith("id,name")
    answer = client.post(f"{FRONT}sweeps/", {"rule": ALL, "years": 3, "hours": 0})
    sweep = Sweep.objects.get()
    assert answer.headers["Location"] == sweep.url
    assert "5 to be quarantined" in client.get(sweep.url).text
    client.post(f"{sweep.url}run/", {"reason": "Spring."})
    page = client.get(sweep.url).text
    assert "Ada swept the list of members: 1 set to rest, 5 quarantined" in page
    client.post(f"{sweep.url}bring-back/{raid[0].pk}/")
    assert "1 member" in client.get(sweep.url).text
    assert "shop.example" in client.get(f"{FRONT}members/{raid[1].pk}/").text
    batch = Batch.objects.get(kind="housekeeping.sweep")
    assert "Spring." in client.get(batch.url).text


def test_bad_input_says_what_is_wrong(client: Client, cast: Cast, raid: list[User]) -> None:
    client.force_login(user_of(cast.ada))
    gather_evidence()
    for query in ("", "?rule=x&years=3", "?rule=asleep&years=0", "?rule=asleep&years=x"):
        assert client.get(f"{FRONT}preview/{query}").status_code == 422
    assert client.get(f"{FRONT}preview/page/9/?rule=asleep&years=3").status_code == 404
    answer = client.post(f"{FRONT}sweeps/", {"rule": "asleep", "years": 3, "hours": -1})
    assert answer.status_code == 422 and not Sweep.objects.exists()
    assert client.post(f"{FRONT}canaries/", {"name": "Nobody at all"}).status_code == 422
    assert client.post(f"{FRONT}sweeps/77/run/").status_code == 404


@pytest.mark.sqlite
def test_from_a_shell(
    cast: Cast,
    raid: list[User],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("areopagus.ops.command._open_board", lambda _: None)
    board = ["--board", str(tmp_path)]
    assert main(["sweep", *board, "--csv", str(tmp_path / "list.csv")]) == 0
    assert "6  of" in capsys.readouterr().out
    assert len((tmp_path / "list.csv").read_text().splitlines()) == 7
    assert main(["sweep", *board, "--plan"]) == 1
    assert "--as" in capsys.readouterr().err
    assert main(["sweep", *board, "--plan", "--as", "Max"]) == 1
    assert main(["sweep", *board, "--plan", "--as", "ada"]) == 0
    sweep = Sweep.objects.get()
    assert main(["sweep", *board, "--run", str(sweep.pk), "--as", "ada"]) == 1
    Sweep.objects.update(due_at=now())
    assert main(["sweep", *board, "--run", str(sweep.pk), "--as", "ada"]) == 0
    assert User.objects.filter(quarantined_at__isnull=False).count() == 5
    assert main(["sweep", *board, "--undo", str(sweep.pk), "--as", "ada"]) == 0
    assert not User.objects.filter(quarantined_at__isnull=False).exists()
    assert main(["sweep", *board, "--undo", "99", "--as", "ada"]) == 1
    assert main(["sweep", *board, "--years", "99"]) == 1
