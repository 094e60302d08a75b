"""Which papers a paper names by their arXiv ids, in its abstract or in its authors' comment."""

import re

from broadsheet.model.ids import parse_arxiv_id
from broadsheet.model.paper import Paper

_ARXIV_ID = re.compile(r"\b(?:\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[A-Z]{2})?/\d{7})(?=v\d|\b)")
_SAYS = "arxiv"  # stands before an id, or in its address; most texts have none and need not be looked through


def ids_named(paper: Paper) -> list[str]:
    """Return the arXiv ids that the paper writes, without their versions, its own left out."""
    texts = [text for text in (paper.abstract, paper.comment) if _SAYS in text.casefold()]
    told = (parse_arxiv_id(one) for text in texts for one in _ARXIV_ID.findall(text))
    return [one.id for one in told if one and one.id != paper.arxiv_id]
