"""The gate of registration: patience, questions, and who came by whom."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from areopagus.accounts.models import User
from areopagus.antispam import options, proof, questions, stamps
from areopagus.antispam.models import Arrival
from areopagus.core.clock import now
from tests import factories
from tests.conftest import Cast

pytestmark = pytest.mark.django_db
NEW = {"username": "Olga", "email": "olga@example.org", "password1": factories.PASSWORD}
RED = "Which planet is red? = Mars; Марс; 火星"
RINGS = "Which planet has = in its name? = none at all"


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


def stamp(seconds: int, question: str = "") -> dict[str, str]:
    return {"stamp": stamps.Stamp(int(now().timestamp()) - seconds, question).written()}


def came() -> bool:
    return User.objects.filter(name="Olga").exists()


def test_who_is_quicker_than_a_person_presses_once_more(client: Client, cast: Cast) -> None:
    options.FORM_SECONDS.set(60)
    page = client.post("/register/", NEW | stamp(1)).text
    assert "That was very quick." in page and not came()
    # Nothing is lost: name, mail, password, and the time that has passed.
    for said in NEW.values():
        assert f'value="{said}"' in page
    kept = re.search(r'name="stamp" value="([^"]+)"', page)
    assert kept is not None and stamps.read(kept[1]) is not None
    assert client.post("/register/", NEW | stamp(61)).status_code == 302
    assert (Arrival.objects.get(user__name="Olga").seconds or 0) >= 61


def test_another_mistake_does_not_show_the_password(client: Client, cast: Cast) -> None:
    page = client.post("/register/", NEW | stamp(1) | {"email": "nonsense"}).text
    assert factories.PASSWORD not in page


def test_patience_can_be_switched_off(client: Client, cast: Cast) -> None:
    options.FORM_SECONDS.set(0)
    assert client.post("/register/", NEW | stamp(0)).status_code == 302


@pytest.mark.parametrize("said", [{}, {"stamp": "nonsense"}, stamp(int(timedelta(days=2).total_seconds()))])  # fmt: skip
def test_a_form_without_a_true_stamp_gets_one(
    client: Client, cast: Cast, said: dict[str, str]
) -> None:
    page = client.post("/register/", NEW | said).text
    assert "press the button once more" in page and not came()
    assert re.search(r'name="stamp" value="[^"]{20,}"', page)


def test_a_whole_working_day_is_not_too_long(client: Client, cast: Cast) -> None:
    assert client.post("/register/", NEW | stamp(10 * 3600)).status_code == 302


@pytest.mark.parametrize("answer", ["Mars", "  mÁrs! ", "МАРС", "火星"])
def test_an_answer_in_any_language_and_any_writing(client: Client, cast: Cast, answer: str) -> None:
    options.QUESTIONS.set(RED)
    assert "Which planet is red?" in client.get("/register/").text
    said = NEW | stamp(9, "Which planet is red?") | {"answer": answer}
    assert client.post("/register/", said).status_code == 302


@pytest.mark.parametrize("answer", ["", "Venus", "Mars or Venus"])
def test_a_wrong_answer_gets_another_question(client: Client, cast: Cast, answer: str) -> None:
    options.QUESTIONS.set(f"{RED}\n\n{RINGS}")
    said = NEW | stamp(9, "Which planet is red?") | {"answer": answer}
    page = client.post("/register/", said).text
    assert not came()
    if answer:
        assert "Which planet has = in its name?" in page and "Which planet is red?" not in page
        assert answer not in page


def test_an_easier_question_cannot_be_put_into_the_form(client: Client, cast: Cast) -> None:
    options.QUESTIONS.set(RED)
    for question in ("", "One and one? = 2"):
        client.post("/register/", NEW | stamp(9, question) | {"answer": "2"})
        client.post("/register/", NEW | stamp(9, question))
    assert not came()


@pytest.mark.parametrize("text", ["No answer", "= Mars", "Nothing? = ;", "x" * 300 + "? = yes"])
def test_a_question_without_sense_is_refused_with_the_line(text: str) -> None:
    with pytest.raises(ValueError, match="question"):
        questions.read(text)


def proved(stamp_: str) -> str:
    return next(str(n) for n in range(proof.MOST) if proof.is_proved(stamp_, str(n)))


def test_a_browser_that_counts_is_let_in_and_another_one_waits(client: Client, cast: Cast) -> None:
    options.PROOF.set(True)
    page = client.get("/register/").text
    assert "data-challenge=" in page and "antispam/proof" in page
    said = NEW | stamp(9)
    client.post("/register/", said | {"proof": proved(said["stamp"])})
    assert not User.objects.get(name="Olga").is_waiting
    User.objects.filter(name="Olga").delete()
    for nonsense in ("", "0", "99999999", "٣", "-1"):
        Client().post("/register/", NEW | stamp(9) | {"proof": nonsense})
        olga = User.objects.get(name="Olga")
        assert olga.is_waiting and "arithmetic" in olga.application
        olga.delete()


def test_a_proof_is_for_its_own_form(client: Client, cast: Cast) -> None:
    options.PROOF.set(True)
    number = proved(stamp(9)["stamp"])
    assert not proof.is_proved(stamp(10)["stamp"] + "x", number)
    options.PROOF.set(False)
    assert "data-challenge" not in client.get("/register/").text
