"""OpenAlex's answers taken apart: each work as a raw record of what is used, its counts beside it."""

from typing import Any

from broadsheet.errors import BadAnswer
from broadsheet.harvest.sources.answers import Shape, canonical, get_readings, pick, read_json
from broadsheet.harvest.sources.completing import agrees
from broadsheet.lib.http.answer import Answer
from broadsheet.model.ids import parse_doi
from broadsheet.model.raw import RawRecord, Refusal
from broadsheet.store.lookups import Candidate

FORMAT = "openalex"

_WORKS = "https://api.openalex.org/works"
_PLACE: Shape = {
    "landing_page_url": {},
    "pdf_url": {},
    "source": {"display_name": {}, "type": {}, "host_organization_name": {}},
}
# What a record keeps: no scores, which move without meaning, and no counts, which are readings.
_KEPT: Shape = {
    "id": {},
    "doi": {},
    "title": {},
    "publication_year": {},
    "publication_date": {},
    "type": {},
    "primary_location": _PLACE,
    "best_oa_location": {"landing_page_url": {}, "pdf_url": {}},
    "locations": {"landing_page_url": {}},
    "authorships": {"raw_author_name": {}, "author": {"display_name": {}}},
    "biblio": {},
    "is_retracted": {},
    "primary_topic": {"display_name": {}},
    "keywords": {"display_name": {}},
    "abstract_inverted_index": {},
}
_COUNTS = {"cited_by_count": "citations", "referenced_works_count": "references", "fwci": "fwci"}
SELECT = ",".join([*_KEPT, *_COUNTS])

_SURE = 0.5  # the least score of a keyword
_ELSEWHERE = ("locations", "best_oa_location")


def read_works(answer: Answer) -> list[Any]:
    """Return the works of an answer; BadAnswer where it is no list of works."""
    content = read_json(answer)
    works = content.get("results") if isinstance(content, dict) else None
    if not isinstance(works, list):
        raise BadAnswer("OpenAlex sent something else than a list of works")
    return works


def doi_of(work: object) -> str:
    """Return a work's DOI in lower case, "" where it has none."""
    doi = work.get("doi") if isinstance(work, dict) else None
    return (parse_doi(doi) or "") if isinstance(doi, str) else ""


def make_raw(work: Any, candidate: Candidate) -> RawRecord:
    """Return the record of a work that the paper was asked for by."""
    kept = pick({**work, "keywords": _sure(work.get("keywords"))}, _KEPT)
    if not agrees(candidate, work.get("title")):
        kept = {name: value for name, value in kept.items() if name not in _ELSEWHERE}
    return RawRecord(FORMAT, canonical(kept), _origin(work), 1, "record", get_readings(work, _COUNTS))


def refuse(work: object) -> Refusal:
    """Refuse a work that nobody asked for."""
    return Refusal(_origin(work), 1, "record", f"OpenAlex sent {doi_of(work) or 'a work'}, which nobody asked for")


def _sure(keywords: object) -> object:
    if not isinstance(keywords, list):
        return keywords
    return [one for one in keywords if not isinstance(one, dict) or _score(one.get("score")) >= _SURE]


def _score(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 1.0


def _origin(work: object) -> str:
    own = work.get("id") if isinstance(work, dict) else None
    return f"{_WORKS}/{own.rpartition('/')[2]}"[:200] if isinstance(own, str) else _WORKS
