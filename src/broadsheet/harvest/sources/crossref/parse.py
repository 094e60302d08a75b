"""Crossref's answers taken apart: each work as a raw record of what is used, its counts beside it."""

from typing import Any

from broadsheet.errors import BadAnswer
from broadsheet.harvest.sources.answers import Shape, canonical, get_readings, pick, read_json
from broadsheet.harvest.sources.completing import agrees
from broadsheet.lib.http.answer import Answer
from broadsheet.model.ids import parse_doi
from broadsheet.model.raw import RawRecord, Refusal
from broadsheet.store.lookups import Candidate

FORMAT = "crossref"

_WORKS = "https://api.crossref.org/works"
_KEPT: Shape = {
    "DOI": {},
    "type": {},
    "title": {},
    "subtitle": {},
    "author": {"family": {}, "given": {}, "suffix": {}, "name": {}},
    "container-title": {},
    "event": {"name": {}},
    "volume": {},
    "issue": {},
    "page": {},
    "article-number": {},
    "publisher": {},
    "issued": {},
    "license": {"URL": {}, "content-version": {}},
    "link": {"URL": {}, "content-type": {}, "intended-application": {}},
    "relation": {"has-preprint": {"id": {}, "id-type": {}}},
    "update-to": {"DOI": {}, "type": {}},
    "updated-by": {"DOI": {}, "type": {}},
    "abstract": {},
}
_COUNTS = {"is-referenced-by-count": "citations", "references-count": "references"}
SELECT = ",".join([*_KEPT, *_COUNTS])


def read_works(answer: Answer) -> list[Any]:
    """Return the works of an answer; BadAnswer where it is no list of works."""
    content = read_json(answer)
    message = content.get("message") if isinstance(content, dict) else None
    works = message.get("items") if isinstance(message, dict) else None
    if not isinstance(works, list):
        raise BadAnswer("Crossref sent something else than a list of works")
    return works


def doi_of(work: object) -> str:
    """Return a work's DOI in lower case, "" where it has none."""
    doi = work.get("DOI") if isinstance(work, dict) else None
    return (parse_doi(doi) or "") if isinstance(doi, str) else ""


def make_raw(work: Any, candidate: Candidate) -> RawRecord:
    """Return the record of a work that the paper was asked for by."""
    kept = pick(work, _KEPT)
    title = kept.get("title")
    if not agrees(candidate, title[0] if isinstance(title, list) and title else title):
        kept.pop("relation", None)
    return RawRecord(FORMAT, canonical(kept), f"{_WORKS}/{doi_of(work)}", 1, "record", get_readings(work, _COUNTS))


def refuse(work: object) -> Refusal:
    """Refuse a work that nobody asked for."""
    return Refusal(_WORKS, 1, "record", f"Crossref sent {doi_of(work) or 'a work'}, which nobody asked for")
