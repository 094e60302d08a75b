"""Semantic Scholar's answers taken apart: each paper as a raw record of what is used, its counts beside it."""

from typing import Any

from broadsheet.errors import BadAnswer
from broadsheet.harvest.sources.answers import Shape, canonical, get_readings, pick, read_json
from broadsheet.harvest.sources.completing import agrees
from broadsheet.lib.http.answer import Answer
from broadsheet.model.ids import parse_arxiv_id, parse_doi
from broadsheet.model.raw import RawRecord, Refusal
from broadsheet.store.lookups import Candidate

FORMAT = "semanticscholar"

_PAPERS = "https://api.semanticscholar.org/graph/v1/paper"
_KEPT: Shape = {
    "paperId": {},
    "externalIds": {"ArXiv": {}, "DOI": {}, "ACL": {}},
    "title": {},
    "authors": {"name": {}},
    "venue": {},
    "publicationVenue": {"name": {}, "type": {}},
    "journal": {},
    "year": {},
    "publicationDate": {},
    "publicationTypes": {},
    "tldr": {"text": {}},
    "openAccessPdf": {"url": {}},
    "fieldsOfStudy": {},
}
_COUNTS = {
    "citationCount": "citations",
    "influentialCitationCount": "influential_citations",
    "referenceCount": "references",
}
FIELDS = ",".join([*(name for name in _KEPT if name != "paperId"), *_COUNTS])  # the id always comes

_OF_ANOTHER = ("externalIds", "openAccessPdf")


def read_papers(answer: Answer, *, count: int) -> list[Any]:
    """Return the papers in the order of the ids that were asked for, None for each that is not known."""
    papers = read_json(answer)
    if not isinstance(papers, list) or len(papers) != count:
        raise BadAnswer(f"Semantic Scholar sent something else than {count} papers")
    return papers


def make_raw(paper: Any, candidate: Candidate, asked: str) -> RawRecord | Refusal:
    """Return the record of what was answered for an id; a refusal where it is another paper.

    The id that was asked for is kept with it: Semantic Scholar joins preprint and publication, and names one of both.
    """
    if not isinstance(paper, dict):
        return Refusal(_PAPERS, 1, "record", f"Semantic Scholar sent no paper for {asked}")
    alike = agrees(candidate, paper.get("title"))
    if not alike and not _is(paper, candidate):
        return Refusal(_origin(paper), 1, "record", f"Semantic Scholar sent another paper for {asked}")
    kept = pick(paper, _KEPT)
    if not alike:
        kept = {name: value for name, value in kept.items() if name not in _OF_ANOTHER}
    payload = canonical({"asked": asked, "paper": kept})
    return RawRecord(FORMAT, payload, _origin(paper), 1, "record", get_readings(paper, _COUNTS))


def _is(paper: dict[str, object], candidate: Candidate) -> bool:
    """Whether the paper that came has an id by which it was asked for."""
    named = paper.get("externalIds")
    ids = named if isinstance(named, dict) else {}
    arxiv = parse_arxiv_id(str(ids.get("ArXiv")))
    if arxiv and arxiv.id == candidate.arxiv_id:
        return True
    return bool(candidate.doi) and parse_doi(str(ids.get("DOI"))) == candidate.doi


def _origin(paper: dict[str, object]) -> str:
    own = paper.get("paperId")
    return f"{_PAPERS}/{own}"[:200] if isinstance(own, str) else _PAPERS
