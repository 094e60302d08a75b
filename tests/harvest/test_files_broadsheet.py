"""Broadsheet's own export, and the starter catalog."""

from dataclasses import fields, replace
from datetime import date

import orjson
import pytest
from files_samples import examples, record
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.errors import BadRecord
from broadsheet.harvest.files import adapt
from broadsheet.harvest.files.broadsheet import paper_to_json
from broadsheet.model.paper import Author, Link, LinkKind, Paper, Record, Standing, Version
from broadsheet.model.raw import RawRecord

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40).map(str.strip)
FILLED = TEXT.filter(bool)
DAYS = st.dates(date(1600, 1, 1), date(2100, 12, 31))
KINDS: list[LinkKind] = ["page", "pdf", "code", "project", "data", "model", "demo", "video", "slides"]
STANDINGS: list[Standing] = ["", "retracted", "withdrawn", "deleted"]
PAPERS = st.builds(
    Paper,
    key=st.integers(0),
    id=st.from_regex(r"bs:[0-9a-f]{12}", fullmatch=True),
    title=FILLED,
    abstract=TEXT,
    summary=TEXT,
    authors=st.lists(st.builds(Author, FILLED, TEXT, TEXT), max_size=3).map(tuple),
    arxiv_id=st.sampled_from(["", "2402.17457", "hep-th/9901001"]),
    doi=st.sampled_from(["", "10.1000/182"]),
    acl_id=st.sampled_from(["", "P19-1001", "2024.acl-long.1"]),
    versions=st.lists(st.builds(Version, st.integers(1, 99), st.none() | DAYS), max_size=3).map(tuple),
    categories=st.lists(FILLED, max_size=3).map(tuple),
    keywords=st.lists(FILLED, max_size=3).map(tuple),
    published=st.none() | DAYS,
    updated=st.none() | DAYS,
    day=DAYS,
    year=st.none() | st.integers(1600, 2100),
    kind=TEXT,
    venue=TEXT,
    volume=TEXT,
    issue=TEXT,
    pages=TEXT,
    publisher=TEXT,
    journal_ref=TEXT,
    comment=TEXT,
    license=TEXT,
    standing=st.sampled_from(STANDINGS),
    standing_note=TEXT,
    links=st.lists(st.builds(Link, st.sampled_from(KINDS), st.just("https://a.org/b?c=d"), FILLED), max_size=3).map(
        tuple
    ),
    sources=st.just(("arxiv",)),
)
PAPER = Paper(7, "arxiv:1701.07875", "Wasserstein GAN", arxiv_id="1701.07875", day=date(2017, 1, 27), change=3)


def load(paper: dict[str, object]) -> Record:
    return adapt(RawRecord("broadsheet", orjson.dumps(paper), "here", 1))


@settings(deadline=None)
@given(PAPERS)
def test_every_field_survives_the_round_trip(paper: Paper) -> None:
    found = load(paper_to_json(paper))
    same = {field.name for field in fields(Paper)} & {field.name for field in fields(Record)}
    assert {name: getattr(found, name) for name in same} == {name: getattr(paper, name) for name in same}
    assert (found.source, found.source_id, found.announced) == ("broadsheet", paper.id, paper.day)


def test_an_unknown_standing_is_none() -> None:
    assert load({"broadsheet": 1, "title": "x", "standing": "glorious"}).standing == ""


def test_an_export_holds_no_numbers_of_the_catalog() -> None:
    assert paper_to_json(PAPER) == {
        "broadsheet": 1,
        "id": "arxiv:1701.07875",
        "title": "Wasserstein GAN",
        "arxiv_id": "1701.07875",
        "day": "2017-01-27",
        "kind": "article",
    }


def test_cleaned_text_is_not_cleaned_again() -> None:
    title = r"On &amp; and \emph{TeX}"
    assert load(paper_to_json(replace(PAPER, title=title))).title == title


def test_the_id_says_what_the_fields_do_not() -> None:
    found = load({"broadsheet": 1, "id": "doi:10.1000/182", "title": "x"})
    assert (found.doi, found.source_id) == ("10.1000/182", "doi:10.1000/182")


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        (2, "written by a newer Broadsheet (format 2, this one reads 1)"),
        ("1", "no number"),
        (0, "no number"),
        (True, "no"),
    ],
)
def test_other_format_versions_are_refused(version: object, reason: str) -> None:
    with pytest.raises(BadRecord) as error:
        load({"broadsheet": version, "title": "x"})
    assert reason in str(error.value)


def test_links_that_are_no_web_addresses_are_dropped() -> None:
    links = [{"kind": "code", "url": "javascript:alert(1)", "origin": "x"}, {"kind": "spell", "url": "https://a.org/"}]
    assert load({"broadsheet": 1, "title": "x", "links": links}).links == ()


def test_a_starter_record_has_a_summary_and_no_abstract() -> None:
    assert record(examples()["starter"]) == Record(
        source="starter",
        source_id="wassersteingan",
        title="Wasserstein GAN",
        summary="Trains a generator with a critic that estimates the earth mover's distance.",
    )
