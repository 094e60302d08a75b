"""Whatever completing services answer: records or refusals with a reason, never anything else."""

import copy
from collections.abc import Callable
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_crossref import FREE, PDF
from test_crossref import work as crossref_work
from test_github import described as repository
from test_openalex import work as openalex_work
from test_semanticscholar import described

from broadsheet.errors import BadAnswer, BadRecord
from broadsheet.harvest.adapters import adapt
from broadsheet.harvest.sources.completing import sort_out
from broadsheet.harvest.sources.crossref import parse as crossref
from broadsheet.harvest.sources.github.parse import read_repository
from broadsheet.harvest.sources.openalex import parse as openalex
from broadsheet.harvest.sources.semanticscholar import parse as semanticscholar
from broadsheet.lib.http.answer import Answer
from broadsheet.model.raw import RawRecord, Refusal
from broadsheet.store.lookups import Candidate

TITLE = "Tides of gradient noise"
ASKED = [Candidate(1, "doi:10.1234/tide", "2611.00001", "10.1234/tide", (), TITLE)]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from(
        ["10.1234/tide", "arXiv:2611.00001", "a\0b", "http://[", "\u202e", "$\\x{", "<i>", "9" * 30, "2024-02-30"]
    )
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner), max_leaves=6
)
MANY = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))

WORK = openalex_work(1, "10.1234/tide", TITLE)
PUBLISHED = crossref_work(
    license=FREE,
    link=[PDF],
    subtitle=["more"],
    relation={"has-preprint": [{"id": "10.48550/arXiv.2611.00001", "id-type": "doi"}]},
    updated_by=[{"DOI": "10.1234/notice", "type": "retraction"}],
    update_to=[{"DOI": "10.1234/tide", "type": "retraction"}],
    event={"name": "Looms"},
    article_number="7",
    abstract="<jats:p>We tell.</jats:p>",
)
PAPER = described(1, TITLE, arxiv="2611.00001", doi="10.1234/tide")

Items = list[RawRecord | Refusal]


def from_openalex(answer: Answer) -> Items:
    found, strays = sort_out(ASKED, openalex.read_works(answer), lambda one: [one.doi], openalex.doi_of)
    return [openalex.make_raw(found[place], ASKED[place]) for place in found] + [openalex.refuse(one) for one in strays]


def from_crossref(answer: Answer) -> Items:
    found, strays = sort_out(ASKED, crossref.read_works(answer), lambda one: [one.doi], crossref.doi_of)
    return [crossref.make_raw(found[place], ASKED[place]) for place in found] + [crossref.refuse(one) for one in strays]


def from_semanticscholar(answer: Answer) -> Items:
    papers = semanticscholar.read_papers(answer, count=1)
    return [semanticscholar.make_raw(one, ASKED[0], "ARXIV:2611.00001") for one in papers if one is not None]


def from_github(answer: Answer) -> Items:
    seen = read_repository(answer)
    assert all(reading.value >= 0 or reading.kind == "pushed" for reading in seen.readings)
    return []


SERVICES: dict[str, tuple[Any, Callable[[Answer], Items]]] = {
    "openalex": ({"results": [WORK]}, from_openalex),
    "crossref": ({"message": {"items": [PUBLISHED]}}, from_crossref),
    "semanticscholar": ([PAPER], from_semanticscholar),
    "github": (repository("ada/loom"), from_github),
}
NAMES = st.sampled_from(sorted(SERVICES))


def take(name: str, body: bytes) -> int:
    """Read an answer; anything but the agreed outcomes is an exception here. Returns the number of records."""
    try:
        items = SERVICES[name][1](Answer("https://papers.example/", 200, {}, body))
    except BadAnswer:
        return 0
    return sum(take_item(item) for item in items)


def take_item(item: RawRecord | Refusal) -> bool:
    if isinstance(item, Refusal):
        assert item.reason
        assert len(item.origin) <= 200
        return False
    assert all(reading.value >= 0 for reading in item.readings)
    try:
        record = adapt(item)
    except BadRecord:
        return False
    assert record.title
    assert record.source_id
    assert record.doi or record.arxiv_id
    assert adapt(item) == record
    repr(record).encode()  # no lone surrogates, which no database takes
    assert "\0" not in repr(record)
    return True


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value, the root first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, item in inner for place in places(item, (*path, name)))]


@pytest.mark.parametrize("name", ["openalex", "crossref", "semanticscholar"])
def test_the_samples_are_understood(name: str) -> None:
    assert take(name, orjson.dumps(SERVICES[name][0])) == 1


@MANY
@given(NAMES, st.data())
def test_any_value_in_any_field(name: str, data: st.DataObject) -> None:
    answer = copy.deepcopy(SERVICES[name][0])
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(places(answer)[1:] or [("",)]))
        inner = answer
        for step in way:
            inner = inner[step]
        if not isinstance(inner, (dict, list)) or (isinstance(inner, list) and not isinstance(last, int)):
            return
        inner[last] = data.draw(JSON)
    take(name, orjson.dumps(answer))


@MANY
@given(NAMES, st.data())
def test_any_field_missing(name: str, data: st.DataObject) -> None:
    answer = copy.deepcopy(SERVICES[name][0])
    *way, last = data.draw(st.sampled_from(places(answer)[1:]))
    inner = answer
    for step in way:
        inner = inner[step]
    del inner[last]
    take(name, orjson.dumps(answer))


@MANY
@given(NAMES, st.data())
def test_any_damage(name: str, data: st.DataObject) -> None:
    body = bytearray(orjson.dumps(SERVICES[name][0]))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(body)))
        end = data.draw(st.integers(start, min(start + 40, len(body))))
        body[start:end] = data.draw(st.binary(max_size=4) | st.sampled_from([b"null", b"[[", b"\\u0000", b"}", b'"']))
    take(name, bytes(body[: data.draw(st.integers(0, len(body)))]))


@MANY
@given(NAMES, JSON)
def test_any_json(name: str, answer: Any) -> None:
    take(name, orjson.dumps(answer))
