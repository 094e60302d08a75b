"""How much a choice of fields will bring, how long that takes and how much room it needs: rough, and said to be so.

Records that arXiv shows as new or changed on a working day, papers listed in several categories counted in each.
Single categories were counted on a sample of 64,000 papers of October 2025 to March 2026 (128 working days), those
alone that the sample collected from end to end. Whole archives stand at their usual share of what arXiv takes in, good
to a factor of two; a category without a figure gets an equal share of its archive.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from broadsheet.model.categories import CATEGORIES

ALL_ARXIV = 3_000_000  # papers
A_WORKING_DAY = 1_100  # records, all fields together
# fmt: off
ARCHIVE_A_DAY: Mapping[str, int] = MappingProxyType(
    {
        "cs": 560, "math": 190, "cond-mat": 90, "physics": 90, "stat": 90, "astro-ph": 85, "eess": 80,
        "quant-ph": 65, "hep-ph": 45, "hep-th": 40, "gr-qc": 35, "math-ph": 25, "q-bio": 25, "hep-ex": 15,
        "nlin": 15, "econ": 15, "nucl-th": 12, "q-fin": 12, "hep-lat": 8, "nucl-ex": 8,
    }
)
CATEGORY_A_DAY: Mapping[str, int] = MappingProxyType(
    {
        "cs.AI": 136, "cs.CV": 128, "cs.LG": 121, "cs.CL": 75, "cond-mat.mtrl-sci": 33, "astro-ph.GA": 26,
        "astro-ph.CO": 19, "cond-mat.mes-hall": 19, "cond-mat.str-el": 17, "cond-mat.stat-mech": 12,
        "cond-mat.supr-con": 8,
    }
)
# fmt: on

# Measured on a library of 132,742 papers.
BYTES_A_PAPER = 3_500 + 800  # catalog and index, vector
EMBEDDED_A_SECOND = 120  # abstracts, on two cores
STORED_A_SECOND = 2_500  # records
RECORDS_A_PAGE = 1_000  # of arXiv's OAI-PMH, about
SECONDS_A_PAGE = 3.0 + 3.0  # between two requests, as arXiv wishes, and about as long for its answer
FORMATS = 2  # arXiv is asked for every paper in two of them


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a choice means: papers, seconds until they can be found by word, seconds more until by meaning, bytes."""

    papers: int
    seconds: float
    embedding: float
    size: int


def estimate(fields: Sequence[str], since: date, today: date) -> Estimate:
    """Estimate what arXiv brings for these fields (none: all of them) since that day."""
    share = min(1.0, sum(map(a_day, fields)) / A_WORKING_DAY) if fields else 1.0
    days = max(1, (today - since).days) * 5 / 7
    papers = max(1, min(round(days * A_WORKING_DAY * share), round(ALL_ARXIV * share)))
    pages = papers / RECORDS_A_PAGE + len(fields or ("",))
    return Estimate(
        papers,
        FORMATS * (pages * SECONDS_A_PAGE + papers / STORED_A_SECOND),
        papers / EMBEDDED_A_SECOND,
        papers * BYTES_A_PAPER,
    )


def a_day(field: str) -> float:
    """Return how many records a field brings on a working day."""
    archive, _, category = field.partition(".")
    whole = ARCHIVE_A_DAY.get(archive, 10)
    if not category:
        return whole
    siblings = sum(name.startswith(f"{archive}.") for name in CATEGORIES)
    return CATEGORY_A_DAY.get(field, max(1.0, whole / max(1, siblings)))
