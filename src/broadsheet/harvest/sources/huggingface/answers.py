"""What Hugging Face answers: listings and single papers, split into records and what only counts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from broadsheet.errors import BadAnswer
from broadsheet.harvest.files import huggingface
from broadsheet.harvest.sources.answers import canonical, read_json
from broadsheet.lib.http.answer import Answer
from broadsheet.model.ids import parse_arxiv_id
from broadsheet.model.raw import RawRecord, Reading, Refusal

LISTING = huggingface.FORMAT
PAPER = "huggingface_paper"
SEARCH = "huggingface_search"

ORIGIN = "https://huggingface.co/"
_COUNTS = {
    "upvotes": "upvotes",
    "numComments": "comments",
    "githubStars": "stars",
    "numTotalModels": "models",
    "numTotalDatasets": "datasets",
    "numTotalSpaces": "spaces",
}
# Who submitted, claims or discusses a paper: accounts, whose pictures and followers change from day to day.
_ACCOUNTS = frozenset(
    {
        *("user", "status", "statusLastChangedAt", "submittedBy", "submittedOnDailyBy", "organization", "upvoters"),
        *("comments", "isAuthorParticipating", "_id"),
    }
)
_LINKED = frozenset({"linkedModels", "linkedDatasets", "linkedSpaces"})
_NEW_STYLE = re.compile(r"\d{4}\.\d{4,5}", re.ASCII)
_NEXT = re.compile(r'<([^>]+)>\s*;[^,]*\brel="?next"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, and the address of the next one, "" at the end."""

    items: tuple[RawRecord | Refusal, ...]
    ids: tuple[str, ...]  # of the papers that were read
    following: str = ""


def read_listing(answer: Answer) -> Listing:
    """Read a page of daily papers."""
    return _listing(answer, LISTING)


def read_search(answer: Answer) -> Listing:
    """Read what was found for a question."""
    return _listing(answer, SEARCH)


def read_paper(answer: Answer) -> RawRecord | Refusal:
    """Read one paper with what is linked to it."""
    found = read_json(answer)
    if not isinstance(found, dict):
        raise BadAnswer(f"{answer.url} is not one paper")
    return _record(found, PAPER, answer.url, 1)


def is_known_form(id: str) -> bool:
    """Whether Hugging Face can have a page for this arXiv id: it knows those since April 2007 only."""
    parsed = parse_arxiv_id(id)
    return parsed is not None and parsed.id == id and _NEW_STYLE.fullmatch(id) is not None


def _listing(answer: Answer, format: str) -> Listing:
    found = read_json(answer)
    if not isinstance(found, list):
        raise BadAnswer(f"{answer.url} is not a list of papers")
    items = tuple(_record(item, format, answer.url, number) for number, item in enumerate(found, 1))
    ids = tuple(str(_inner(item)["id"]) for item, raw in zip(found, items, strict=True) if isinstance(raw, RawRecord))
    return Listing(items, ids, _following(answer))


def _following(answer: Answer) -> str:
    match = _NEXT.search(answer.headers.get("link", ""))
    if match is None:
        return ""
    if not match[1].startswith(ORIGIN):
        raise BadAnswer(f"the next page of {answer.url} would be elsewhere: {match[1][:200]}")
    return match[1]


def _inner(item: Mapping[str, object]) -> Mapping[str, object]:
    inner = item.get("paper")
    return inner if isinstance(inner, dict) else item


def _record(item: object, format: str, origin: str, position: int) -> RawRecord | Refusal:
    if not isinstance(item, dict):
        return Refusal(origin, position, "record", "not an object")
    paper = _inner(item)
    id = paper.get("id")
    if not isinstance(id, str) or not is_known_form(id):
        shown = f"{str(id)[:40]!r} is no arXiv id since April 2007" if id else "no arXiv id"
        return Refusal(origin, position, "record", shown)
    payload = canonical(_lasting(item))
    return RawRecord(format, payload, origin, position, "record", _readings(item, paper))


def _readings(item: Mapping[str, object], paper: Mapping[str, object]) -> tuple[Reading, ...]:
    found = []
    for field, kind in _COUNTS.items():
        value = paper.get(field, item.get(field))
        if type(value) is int and value >= 0:
            found.append(Reading(kind, value))
    return tuple(found)


def _lasting(value: object, field: str = "") -> object:
    """Return the value without counts and accounts; of linked repositories the names, in their order."""
    if field in _LINKED and isinstance(value, list):
        names = {item["id"] for item in value if isinstance(item, dict) and isinstance(item.get("id"), str)}
        return [{"id": name} for name in sorted(names)]
    if isinstance(value, dict):
        kept = {name: inner for name, inner in value.items() if name not in _COUNTS and name not in _ACCOUNTS}
        return {name: _lasting(inner, name) for name, inner in kept.items()}
    if isinstance(value, list):
        return [_lasting(item) for item in value]
    return value
