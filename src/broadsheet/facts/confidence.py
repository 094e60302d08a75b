"""Which facts are shown. The confidence of a fact is the share of such facts that are right.

A paper has exactly one kind: the likeliest of the seven is shown however likely it is, and marked where uncertain.
"""

from broadsheet.model.facts import Fact, Reading

SHOWN_FROM = 0.5  # below it a fact is more likely wrong than right
SURE_FROM = 0.8  # below it a fact is marked as uncertain


def is_shown(fact: Fact) -> bool:
    """Whether a fact is shown to readers; what a reader set always is, and the kind."""
    return bool(fact.by) or fact.kind == "kind" or fact.confidence >= SHOWN_FROM


def is_uncertain(fact: Fact) -> bool:
    """Whether a fact that is shown is to be marked as uncertain."""
    return not fact.by and fact.confidence < SURE_FROM


def shown(reading: Reading) -> Reading:
    """Leave out what is more likely wrong than right."""
    return Reading(tuple(fact for fact in reading.facts if is_shown(fact)))
