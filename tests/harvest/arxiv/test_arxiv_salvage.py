"""Pages of arXiv that are broken where they are made, and stay so."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from arxiv_service import HOST, RSS_HOST, Arxiv, named
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.errors import BadAnswer
from broadsheet.harvest.reports import RunReport, read_report
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources import arxiv
from broadsheet.harvest.sources.arxiv import oai
from broadsheet.harvest.sources.arxiv.salvage import salvage
from broadsheet.harvest.sources.base import Wanted
from broadsheet.lib.http.answer import Answer
from broadsheet.model.paper import Paper
from broadsheet.store import papers
from broadsheet.store.database import Database
from harvest_fixtures import NOON, MakeGround
from upstream import Asked, Reply, Upstream

TODAY = NOON.date()
Breaking = Callable[[Callable[[bytes], bytes]], Ground]


@pytest.fixture
def broken_ground(upstream: Upstream, any_database: Database, make_ground: MakeGround) -> Breaking:
    """Five papers on three pages a format; what is given breaks every page."""
    service = Arxiv()
    service.put(*(named(number, TODAY - timedelta(days=number % 3)) for number in range(1, 6)))

    def make(broken: Callable[[bytes], bytes]) -> Ground:
        def answer(asked: Asked) -> Reply:
            reply = service.answer(asked)
            return Reply(broken(reply.body), reply.status, reply.headers)

        upstream.answer(HOST, answer)
        upstream.answer(RSS_HOST, lambda asked: Reply(b"", 404))
        return make_ground(any_database)

    return make


def run(ground: Ground) -> tuple[str, RunReport]:
    stored = harvest(ground, arxiv.SOURCE, Wanted())
    return stored.verdict, read_report(stored.report)


def library(ground: Ground) -> dict[str, Paper]:
    with ground.database.read() as connection:
        return {paper.arxiv_id: paper for paper in papers.stream(connection)}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"Paper \xff\xfe number 1", "Paper �� number 1"),
        (b"Paper &#0;number&#x1F; 1", "Paper number 1"),
        (b"Paper \xef\xbf\xbfnumber &#xD83D;1", "Paper number 1"),
        (b"Papers &auml; number & 1", "Papers ä number & 1"),
        (b"Paper &nosuch; number 1", "Paper &nosuch; number 1"),
    ],
)
def test_a_record_that_is_no_text_costs_its_own_bytes_only(broken_ground: Breaking, sent: bytes, kept: str) -> None:
    ground = broken_ground(lambda body: body.replace(b"Paper number 1<", sent + b"<"))
    verdict, report = run(ground)
    assert (verdict, report.refused, len(library(ground))) == ("fine", 0, 5)
    assert library(ground)["2611.00001"].title == kept
    assert report.notes[0] == "Of oai:arXiv.org:2611.00001 arXiv sent what is no text; it was left out."


def test_a_record_that_cannot_be_mended_is_lost_by_name_and_no_other(broken_ground: Breaking) -> None:
    ground = broken_ground(lambda body: body.replace(b"Paper number 4</title>", b"Paper number 4</titel>"))
    verdict, report = run(ground)
    assert (verdict, sorted(library(ground))) == ("fine", [f"2611.0000{number}" for number in (1, 2, 3, 5)])
    assert [one["reason"] for one in report.refusals] == ["oai:arXiv.org:2611.00004 came broken again and again"] * 2


def test_a_page_that_was_broken_once_loses_nothing(broken_ground: Breaking, upstream: Upstream) -> None:
    ground = broken_ground(lambda body: body)
    upstream.script = [Reply(b"<OAI-PMH><ListRecords><record>\xff</record></ListRecords></OAI-PMH>")] * 2
    assert run(ground)[0] == "fine"
    assert (len(library(ground)), library(ground)["2611.00001"].title) == (5, "Paper number 1")


def test_a_page_that_breaks_off_is_not_taken_for_whole(broken_ground: Breaking) -> None:
    ground = broken_ground(lambda body: body[: body.index(b"<resumptionToken")])
    assert run(ground)[0] == "failed"
    assert library(ground) == {}


def test_a_page_with_a_namespace_that_is_no_address_is_refused_in_words(broken_ground: Breaking) -> None:
    ground = broken_ground(lambda body: body.replace(b'xmlns:xsi="http:', b'xmlns:xsi="'))
    verdict, report = run(ground)
    assert (verdict, library(ground)) == ("failed", {})
    assert "a namespace that is no absolute address" in report.message


PAGE = Arxiv()
PAGE.put(*(named(number, TODAY) for number in range(1, 3)))
WHOLE = PAGE.answer(Asked(HOST, "GET", "/oai", {"metadataPrefix": "arXivRaw", "from": "2026-11-01"}, {}, b"", 0.0)).body


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, len(WHOLE)), length=st.integers(0, 40), put=st.binary(max_size=20))
def test_whatever_is_broken_is_a_page_or_a_bad_answer(at: int, length: int, put: bytes) -> None:
    body = WHOLE[:at] + put + WHOLE[at + length :]
    try:
        listing = oai.read(Answer("", 200, {}, salvage(body).body), "arXivRaw")
    except BadAnswer:
        return
    assert len(listing.records) <= 2
