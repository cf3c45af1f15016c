"""What is done in the machine room. Each action writes in one transaction."""

from areopagus.upkeep.actions.jobs import let_go, try_again
from areopagus.upkeep.actions.mail import send_test_letter
from areopagus.upkeep.actions.pruning import Pruning, prune_topics
from areopagus.upkeep.actions.rounds import begin_round, resume_round, stop_round
from areopagus.upkeep.actions.statistics import sum_up_anew

__all__ = [
    "Pruning",
    "begin_round",
    "let_go",
    "prune_topics",
    "resume_round",
    "send_test_letter",
    "stop_round",
    "sum_up_anew",
    "try_again",
]
