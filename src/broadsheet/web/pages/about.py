"""What Broadsheet is and how it ranks."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from broadsheet import links
from broadsheet.search.fuse import EXACT_TITLE_BONUS, LEAST_COSINE, LEXICAL_WEIGHT, SEMANTIC_WEIGHT
from broadsheet.web.http.respond import show
from broadsheet.web.views.frame import frame_for


@dataclass(frozen=True, slots=True)
class FusionRule:
    """The numbers in the rule that fuses the two lists of results."""

    lexical_weight: float
    semantic_weight: float
    title_bonus: float
    least_cosine: float


def about(request: Request) -> Response:
    """Say what Broadsheet is and how it ranks."""
    frame = frame_for(request, "About · Broadsheet", canonical=links.ABOUT, section="about")
    rule = FusionRule(LEXICAL_WEIGHT, SEMANTIC_WEIGHT, EXACT_TITLE_BONUS, LEAST_COSINE)
    return show(request, "pages/about.html", frame, rule)
