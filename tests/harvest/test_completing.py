"""What becomes of a paper that several services complete, in whatever order; what of them is believed."""

from dataclasses import replace

import orjson
import pytest
from completing_cast import count, counts, on_arxiv, paper, run, shelve
from test_crossref import answers as crossref_answers
from test_crossref import work as crossref_work
from test_github import answers as github_answers
from test_github import described as repository
from test_openalex import answers as openalex_answers
from test_openalex import work as openalex_work
from test_semanticscholar import described

from broadsheet.harvest.run import Ground
from broadsheet.harvest.sources import SOURCES
from broadsheet.harvest.sources.completing import agrees
from broadsheet.model.paper import Link
from broadsheet.store.database import Database
from broadsheet.store.lookups import Candidate
from harvest_fixtures import MakeGround
from upstream import Reply, Upstream

TITLE = "Weaving attention with looms"
CODE = "https://github.com/ada/loom"
LOOM = on_arxiv("2611.00001", TITLE, abstract=f"We show it. Code is at {CODE} now.")
NAMES = ("semanticscholar", "openalex", "crossref", "github")


@pytest.fixture
def ground(upstream: Upstream, any_database: Database, make_ground: MakeGround) -> Ground:
    shelve(any_database, LOOM)
    joined = described(1, TITLE, arxiv="2611.00001", doi="10.1234/loom")
    upstream.answer("api.semanticscholar.org", lambda asked: Reply(orjson.dumps([joined])))
    preprint = openalex_work(1, "10.48550/arxiv.2611.00001", TITLE, cited_by_count=3)
    upstream.answer("api.openalex.org", openalex_answers(preprint, openalex_work(2, "10.1234/loom", TITLE)))
    notice = [{"DOI": "10.1234/notice", "type": "retraction"}]
    upstream.answer("api.crossref.org", crossref_answers(crossref_work("10.1234/loom", TITLE, updated_by=notice)))
    upstream.answer("api.github.com", github_answers(repository("ada/loom")))
    return make_ground(any_database)


def complete(ground: Ground, *names: str) -> None:
    for name in names:
        verdict, report = run(ground, SOURCES[name])
        assert (verdict, report.refused) == ("fine", 0)


def test_each_field_comes_from_who_knows_it_best(ground: Ground) -> None:
    complete(ground, *NAMES)
    loom = paper(ground.database, "arxiv:2611.00001")
    assert count(ground.database) == 1
    assert (loom.title, loom.doi, loom.summary) == (TITLE, "10.1234/loom", "Looms attend.")
    assert loom.abstract.startswith("We show it.")
    assert (loom.venue, loom.volume, loom.issue, loom.publisher) == ("Journal of Weaving", "118", "23", "Loom Press")
    assert (loom.standing, loom.standing_note) == ("retracted", "https://doi.org/10.1234/notice")
    assert loom.keywords == ("Textile machines", "Loom", "Computer Science")
    assert loom.links == (
        Link("code", CODE, "text"),
        Link("pdf", "https://hall.example/9.pdf", "openalex"),
        Link("page", "https://hall.example/9", "openalex"),
    )
    assert loom.day.isoformat() == "2026-11-19"
    assert loom.sources == ("arxiv", "crossref", "openalex", "semanticscholar")
    assert {kind: value for kind, value in counts(ground.database, loom.id).items() if "citations" in kind} == {
        "crossref citations": 12,
        "openalex citations": 12,
        "semanticscholar citations": 12,
        "semanticscholar influential_citations": 2,
    }
    assert counts(ground.database, loom.id)["github stars"] == 5


def test_the_order_in_which_services_answer_does_not_matter(ground: Ground, database: Database) -> None:
    complete(ground, "semanticscholar", "crossref", "openalex")
    one = paper(ground.database, "arxiv:2611.00001")
    shelve(database, LOOM)
    complete(replace(ground, database=database), "semanticscholar", "openalex", "crossref")
    assert paper(database, "arxiv:2611.00001") == replace(one, key=paper(database, one.id).key)


def test_small_words_do_not_make_titles_agree() -> None:
    ours = Candidate(1, "doi:10.1234/a", "", "10.1234/a", (), "A study of the tides in the sea")
    assert not agrees(ours, "A history of the looms in the hall")
    assert agrees(replace(ours, title="On the GAN"), "GAN")


@pytest.mark.parametrize(
    ("title", "believed"),
    [
        ("Weaving Attention with Looms", True),
        ("LoomNet: weaving attention with looms and threads", True),
        ("Weaving attention", True),
        ("Looms", True),
        ("Butter and cheese", False),
        ("Attention is all that looms over us", True),
        ("A survey of cheese with butter", False),
        ("", False),
        ("***", False),
        (None, False),
        (7, False),
    ],
)
def test_titles_that_share_half_of_their_words_agree(title: object, believed: bool) -> None:
    assert agrees(Candidate(1, "arxiv:2611.00001", "2611.00001", "", (), TITLE), title) is believed


def test_a_paper_that_was_only_named_by_id_agrees_with_every_title() -> None:
    assert agrees(Candidate(0, "2611.00001", "2611.00001", "", ()), "Butter and cheese")
