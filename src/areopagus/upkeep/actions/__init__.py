"""What is done in the machine room. Each action writes in one transaction."""

from areopagus.upkeep.actions.pruning import Pruning, prune_topics
from areopagus.upkeep.actions.rounds import begin_round, resume_round, stop_round

__all__ = ["Pruning", "begin_round", "prune_topics", "resume_round", "stop_round"]
