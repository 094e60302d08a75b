"""Ask Semantic Scholar about papers by arXiv id or DOI, up to five hundred a request."""

from collections.abc import Iterator, Sequence
from functools import partial

from broadsheet.errors import Refused
from broadsheet.harvest.sources.base import Asking, Page
from broadsheet.harvest.sources.completing import Service, complete, page_of
from broadsheet.harvest.sources.semanticscholar.parse import FIELDS, make_raw, read_papers
from broadsheet.store.lookups import Candidate

HOST = "api.semanticscholar.org"

_ADDRESS = f"https://{HOST}/graph/v1/paper/batch"
_MOST = 500  # ids in one request
_NONE_KNOWN = "No valid paper ids"  # how it says, with status 400, that it knows none of the papers


def harvest(asking: Asking) -> Iterator[Page]:
    """Yield a page for every five hundred papers."""
    return complete(_SERVICE, asking)


def _ask(asking: Asking, part: Sequence[Candidate]) -> Page:
    key = asking.settings.semanticscholar_key
    ids = [_id(one) for one in part]
    try:
        papers = asking.door.post(
            _ADDRESS,
            {"ids": ids},
            partial(read_papers, count=len(ids)),
            params={"fields": FIELDS},
            headers={"x-api-key": key} if key else {},
            spend=lambda: asking.spend(1, asking.settings.semanticscholar_budget),
        )
    except Refused as error:
        if error.status != 400 or _NONE_KNOWN not in str(error):
            raise
        return page_of(part, {})
    answered = zip(papers, part, ids, strict=True)
    known = {
        place: make_raw(paper, one, asked) for place, (paper, one, asked) in enumerate(answered) if paper is not None
    }
    return page_of(part, known)


def _id(candidate: Candidate) -> str:
    return f"ARXIV:{candidate.arxiv_id}" if candidate.arxiv_id else f"DOI:{candidate.doi}"


_SERVICE = Service(
    title="Semantic Scholar",
    size=_MOST,
    ask=_ask,
    key_setting="BROADSHEET_SEMANTICSCHOLAR_KEY",
    key=lambda asking: asking.settings.semanticscholar_key,
    note="Without a key Semantic Scholar is often too busy to answer, and everything takes longer. "
    "A key is free of charge and goes into BROADSHEET_SEMANTICSCHOLAR_KEY.",
)
