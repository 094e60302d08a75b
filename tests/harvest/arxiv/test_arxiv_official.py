"""The pages of arXiv's own server, harvested over HTTP: 509 papers in each of its formats."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote

import pytest
from arxiv_service import HOST

from broadsheet.harvest.reports import read_report
from broadsheet.harvest.run import Ground, harvest
from broadsheet.harvest.sources import arxiv
from broadsheet.harvest.sources.arxiv.increments import increment
from broadsheet.harvest.sources.base import Wanted
from broadsheet.model.paper import Paper
from broadsheet.store import papers
from broadsheet.store.database import Database
from harvest_fixtures import MakeGround
from upstream import Asked, Reply, Upstream


@pytest.fixture
def ground(upstream: Upstream, database: Database, make_ground: MakeGround, shared: Path) -> Ground:
    folder = shared / "fixtures/arxiv_oai/official_server"

    def answer(asked: Asked) -> Reply:
        told = parse_qs(unquote(asked.query.get("resumptionToken", "")))
        prefix = told["metadataPrefix"][0] if told else asked.query["metadataPrefix"]
        page = int(told["skip"][0]) // 100 if told else 0
        return Reply((folder / f"ListRecords_{prefix}_p{page}.xml").read_bytes())

    upstream.answer(HOST, answer)
    return make_ground(database)


def harvested(ground: Ground, *prefixes: str) -> list[Paper]:
    source = replace(
        arxiv.SOURCE,
        harvest=lambda asking: (page for prefix in prefixes for page in increment(asking, prefix)),
    )
    report = read_report(harvest(ground, source, Wanted()).report)
    assert (report.pages, report.read, report.refused) == (6 * len(prefixes), 509 * len(prefixes), 0)
    with ground.database.read() as connection:
        return list(papers.stream(connection))


@pytest.mark.parametrize("prefix", ["arXivRaw", "arXiv", "oai_dc"])
def test_every_paper_arrives_in_each_format(ground: Ground, prefix: str) -> None:
    found = harvested(ground, prefix)
    assert len({paper.arxiv_id for paper in found}) == 509
    assert all(paper.title and paper.abstract and paper.authors and paper.categories for paper in found)


def test_both_formats_make_one_paper_with_versions_and_names_apart(ground: Ground) -> None:
    found = harvested(ground, "arXivRaw", "arXiv")
    assert len(found) == 509
    assert all(paper.versions[0].number == 1 and paper.versions[0].day for paper in found)
    assert sum(bool(author.family) for paper in found for author in paper.authors) > 2_000
    assert sorted(paper.arxiv_id for paper in found if paper.standing == "withdrawn") == [
        *("0901.3666", "0903.0442", "0906.3336", "1101.2483", "1101.6031", "1102.0219", "cond-mat/0703772"),
    ]
