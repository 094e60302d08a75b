"""Substance: what a paper brings besides its text, and whether it is the first of its kind."""

from broadsheet.model.edition import Evidence, Part
from broadsheet.settings import Weights

CODE, DATA, RESULTS, NOVELTY = 0.3, 0.2, 0.2, 0.3  # shares of the part; together 1


def substance(evidence: Evidence, weights: Weights) -> Part:
    """Add the shares of what a paper has. Novelty counts from the middle of its field on, up to its whole share."""
    novelty = evidence.novelty if 0.5 < evidence.novelty <= 1 else 0.0
    shares = (
        (CODE if evidence.has_code else 0.0, "has code"),
        (DATA if evidence.has_data else 0.0, "has data"),
        (RESULTS if evidence.has_results else 0.0, "states results"),
        (
            NOVELTY * (2 * novelty - 1) if novelty else 0.0,
            f"stands further from earlier papers than {novelty:.0%} of its field",
        ),
    )
    told = [text for share, text in shares if share > 0]
    return Part("substance", weights.substance * sum(share for share, _ in shares), ", ".join(told))
