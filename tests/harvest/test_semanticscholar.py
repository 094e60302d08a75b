"""Semantic Scholar: papers are asked for by arXiv id or DOI, five hundred at once."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from completing_cast import BOTH, LOOM, TIDE, count, counts, in_journal, on_arxiv, paper, record_count, run, shelve

from broadsheet.harvest.run import Ground
from broadsheet.harvest.sources.semanticscholar import SOURCE
from broadsheet.lib.http.answer import Rule
from broadsheet.model.paper import Link
from broadsheet.store.database import Database
from harvest_fixtures import MakeGround
from upstream import Asked, Reply, Upstream

HOST = "api.semanticscholar.org"
NONE_KNOWN = Reply(b'{"error":"No valid paper ids given"}', 400)
# The four papers of one recorded batch, and when to put them on the shelf so that they are asked for in its order.
RECORDED = "test_get_papers_not_found_warning__0.json"


def described(number: int, title: str, *, arxiv: str = "", doi: str = "", **more: Any) -> dict[str, Any]:
    """A paper as the service describes it."""
    return {
        "paperId": f"{number:040x}",
        "externalIds": {"CorpusId": number, **({"ArXiv": arxiv} if arxiv else {}), **({"DOI": doi} if doi else {})},
        "title": title,
        "authors": [{"authorId": "1", "name": "Ada Byron"}],
        "venue": "Looms",
        "publicationVenue": {"id": "x", "name": "Conference on Looms", "type": "conference"},
        "journal": {"pages": "12 - 20", "volume": "3"},
        "year": 2026,
        "publicationDate": "2026-11-18",
        "publicationTypes": ["JournalArticle", "Conference"],
        "tldr": {"model": "tldr@v2.0.0", "text": "Looms attend."},
        "openAccessPdf": {"url": "https://hall.example/9.pdf", "status": "GREEN"},
        "fieldsOfStudy": ["Computer Science"],
        "citationCount": 12,
        "influentialCitationCount": 2,
        "referenceCount": 30,
        **more,
    }


WOVEN = described(1, "Weaving attention with looms", arxiv="2611.00001")


def answers(**known: Any) -> Callable[[Asked], Reply]:
    """Answer with what is known by id (with _ for what is no letter or digit), null for the rest."""

    def answer(asked: Asked) -> Reply:
        ids = orjson.loads(asked.body)["ids"]
        names = ["".join(sign if sign.isalnum() else "_" for sign in one) for one in ids]
        return Reply(orjson.dumps([known.get(name) for name in names]))

    return answer


def everything(asked: Asked) -> Reply:
    """Know every paper that is asked for."""
    ids = orjson.loads(asked.body)["ids"]
    named = [(one.partition(":")[2], "arxiv" if one.startswith("ARXIV:") else "doi") for one in ids]
    papers = [described(number, f"Paper {id}", **{scheme: id}) for number, (id, scheme) in enumerate(named, 1)]
    return Reply(orjson.dumps(papers))


@pytest.fixture
def ground(upstream: Upstream, database: Database, make_ground: MakeGround) -> Ground:
    upstream.answer(HOST, everything)
    return make_ground(database, semanticscholar_key="s3cret")


def test_a_paper_gets_summary_venue_pdf_and_counts(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, LOOM)
    upstream.answer(HOST, answers(ARXIV_2611_00001=WOVEN))
    assert run(ground, SOURCE)[0] == "fine"
    loom = paper(database, "arxiv:2611.00001")
    assert (loom.summary, loom.venue, loom.kind, loom.volume, loom.pages) == (
        "Looms attend.", "Conference on Looms", "paper-conference", "3", "12-20",
    )  # fmt: skip
    assert loom.links == (Link("pdf", "https://hall.example/9.pdf", "semanticscholar"),)
    assert loom.keywords == ("Computer Science",)
    assert counts(database, loom.id) == {
        "semanticscholar citations": 12,
        "semanticscholar influential_citations": 2,
        "semanticscholar references": 30,
    }


def test_papers_are_asked_for_by_arxiv_id_else_by_doi(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, LOOM, BOTH, TIDE)
    run(ground, SOURCE)
    (asked,) = upstream.asked(HOST)
    assert orjson.loads(asked.body) == {"ids": ["ARXIV:2611.00001", "ARXIV:2501.00002", "DOI:10.1234/tide"]}
    assert (asked.method, asked.headers["x-api-key"]) == ("POST", "s3cret")
    assert "externalIds" in asked.query["fields"].split(",")
    assert count(database) == 3


def test_a_doi_that_it_knows_becomes_the_paper_s(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, LOOM, TIDE)
    joined = described(1, "Weaving Attention", arxiv="2611.00001", doi="10.1234/TIDE")
    upstream.answer(HOST, answers(ARXIV_2611_00001=joined))
    assert run(ground, SOURCE)[0] == "fine"
    assert count(database) == 1
    assert paper(database, "doi:10.1234/tide").id == "arxiv:2611.00001"


def test_where_the_title_is_another_its_ids_are_not_believed(
    ground: Ground, upstream: Upstream, database: Database
) -> None:
    shelve(database, LOOM, TIDE)
    upstream.answer(HOST, answers(ARXIV_2611_00001=described(1, "Butter", arxiv="2611.00001", doi="10.1234/tide")))
    run(ground, SOURCE)
    assert count(database) == 2
    loom = paper(database, "arxiv:2611.00001")
    assert (loom.doi, loom.links, loom.sources) == ("", (), ("arxiv", "semanticscholar"))


def test_another_paper_than_was_asked_for_is_refused(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, LOOM)
    upstream.answer(HOST, answers(ARXIV_2611_00001=described(1, "Butter", arxiv="2611.00009")))
    _, report = run(ground, SOURCE)
    assert [one["reason"] for one in report.refusals] == ["Semantic Scholar sent another paper for ARXIV:2611.00001"]
    assert count(database) == 1
    assert run(ground, SOURCE)[0] == "quiet"


def test_a_publication_that_came_for_its_preprint_completes_the_preprint(
    ground: Ground, upstream: Upstream, database: Database
) -> None:
    shelve(database, in_journal("10.1101/2026.01.01", "Tides of gradient noise"))
    published = described(1, "Tides of Gradient Noise", doi="10.1234/tide")
    upstream.answer(HOST, answers(DOI_10_1101_2026_01_01=published))
    run(ground, SOURCE)
    assert count(database) == 1
    assert paper(database, "doi:10.1101/2026.01.01").venue == "Conference on Looms"


@pytest.mark.parametrize("venue", ["arXiv.org", "ArXiv", ""])
def test_arxiv_is_no_venue(ground: Ground, upstream: Upstream, database: Database, venue: str) -> None:
    shelve(database, LOOM)
    journal = {"name": "ArXiv", "volume": "abs/2611.00001"}
    preprint = {**WOVEN, "venue": venue, "publicationVenue": None, "journal": journal, "publicationTypes": None}
    upstream.answer(HOST, answers(ARXIV_2611_00001=preprint))
    run(ground, SOURCE)
    loom = paper(database, "arxiv:2611.00001")
    assert (loom.venue, loom.volume, loom.kind) == ("", "", "article")


def test_a_volume_of_arxiv_does_not_stand_beside_a_venue(
    ground: Ground, upstream: Upstream, database: Database
) -> None:
    shelve(database, LOOM)
    upstream.answer(HOST, answers(ARXIV_2611_00001={**WOVEN, "journal": {"name": "ArXiv", "volume": "abs/2611.00001"}}))
    run(ground, SOURCE)
    loom = paper(database, "arxiv:2611.00001")
    assert (loom.venue, loom.volume) == ("Conference on Looms", "")


@pytest.mark.parametrize("url", ["", "ftp://hall.example/9.pdf", "javascript:alert(1)", "http://", None, 7])
def test_a_pdf_without_a_web_address_is_none(
    ground: Ground, upstream: Upstream, database: Database, url: object
) -> None:
    shelve(database, LOOM)
    upstream.answer(HOST, answers(ARXIV_2611_00001={**WOVEN, "openAccessPdf": {"url": url}}))
    _, report = run(ground, SOURCE)
    assert report.refused == 0
    assert paper(database, "arxiv:2611.00001").links == ()


def test_counts_that_moved_make_no_new_record(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, LOOM)
    upstream.answer(HOST, answers(ARXIV_2611_00001=WOVEN))
    run(ground, SOURCE)
    upstream.answer(HOST, answers(ARXIV_2611_00001={**WOVEN, "citationCount": 13}))
    _, report = run(ground, SOURCE, ids=("arxiv:2611.00001",))
    assert (report.unchanged, report.signals, record_count(database)) == (1, 1, 2)


def test_unknown_papers_are_null(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, LOOM, TIDE)
    upstream.answer(HOST, answers(ARXIV_2611_00001=WOVEN))
    _, report = run(ground, SOURCE)
    assert (report.looked_up, report.not_known, report.read) == (2, 1, 1)
    assert run(ground, SOURCE)[0] == "quiet"


def test_knowing_none_of_the_papers_is_no_failure(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, LOOM, TIDE)
    upstream.script = [NONE_KNOWN]
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.not_known, len(upstream.log)) == ("fine", 2, 1)


def test_a_paper_that_spoils_the_question_is_found_by_halves(
    ground: Ground, upstream: Upstream, database: Database
) -> None:
    shelve(database, *[on_arxiv(f"2611.{one:05}", f"Paper {one}") for one in range(1, 9)])

    def answer(asked: Asked) -> Reply:
        return Reply(b'{"error":"bad id"}', 400) if b"2611.00003" in asked.body else everything(asked)

    upstream.answer(HOST, answer)
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.read, report.not_known) == ("fine", 7, 1)
    assert "cannot be asked about arxiv:2611.00003" in report.notes[0]


def test_a_service_that_calls_every_question_bad_is_left_alone(
    ground: Ground, upstream: Upstream, database: Database
) -> None:
    shelve(database, *[on_arxiv(f"2611.{one:05}", f"Paper {one}") for one in range(1, 65)])
    upstream.answer(HOST, lambda asked: Reply(b"bad fields", 400))
    assert run(ground, SOURCE)[0] == "partial"
    assert len(upstream.log) == 25


def test_five_hundred_ids_go_into_one_question(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, *[on_arxiv(f"2611.{one:05}", f"Paper {one}") for one in range(1, 503)])
    run(ground, SOURCE)
    assert [len(orjson.loads(one.body)["ids"]) for one in upstream.log] == [500, 2]


def test_the_budget_of_a_day_is_never_exceeded(upstream: Upstream, database: Database, make_ground: MakeGround) -> None:
    shelve(database, *[on_arxiv(f"2611.{one:05}", f"Paper {one}") for one in range(1, 1_503)])
    upstream.answer(HOST, everything)
    upstream.script = [Reply(b"", 502)]
    ground = make_ground(database, semanticscholar_budget=3)
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.read) == ("partial", 1_000)
    assert run(ground, SOURCE)[0] == "partial"
    assert len(upstream.log) == 3


def test_the_crowded_pool_is_waited_for(upstream: Upstream, database: Database, make_ground: MakeGround) -> None:
    shelve(database, LOOM)
    upstream.answer(HOST, answers(ARXIV_2611_00001=WOVEN))
    upstream.script = [Reply(b'{"code":"429"}', 429)] * 6
    patient = Rule(interval=0.0, attempts=SOURCE.hosts[HOST].attempts, backoff=0.001)
    verdict, report = run(make_ground(database, rule=patient), SOURCE)
    assert (verdict, report.retries) == ("fine", 6)
    assert "x-api-key" not in upstream.log[0].headers
    assert "BROADSHEET_SEMANTICSCHOLAR_KEY" in report.notes[0]


def test_a_key_that_is_not_accepted_is_named_and_not_shown(
    ground: Ground, upstream: Upstream, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shelve(database, LOOM)
    upstream.script = [Reply(b'{"message":"Forbidden"}', 403)]
    verdict, report = run(ground, SOURCE)
    assert (verdict, "BROADSHEET_SEMANTICSCHOLAR_KEY" in report.message) == ("failed", True)
    assert "s3cret" not in caplog.text + str(report)


@pytest.mark.parametrize("body", [b"<html>", b"[null", b"{}", b"[]", b"[null, null]", b'"text"', b"\xff"])
def test_a_broken_answer_is_asked_for_again(
    ground: Ground, upstream: Upstream, database: Database, body: bytes
) -> None:
    shelve(database, LOOM)
    upstream.script = [Reply(body)]
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.retries, report.read) == ("fine", 1, 1)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("title", [], "no title"),
        ("paperId", "abc", "no Semantic Scholar id"),
        ("authors", "Ada", "authors is not a list of objects"),
        ("publicationVenue", "Looms", "publicationVenue is not an object"),
        ("tldr", ["Looms"], "tldr is not an object"),
        ("journal", "Looms", "journal is not an object"),
        ("fieldsOfStudy", 3, "fieldsOfStudy is no list, not a list of texts"),
    ],
)
def test_a_paper_of_another_form_is_refused_and_the_others_come_in(
    ground: Ground, upstream: Upstream, database: Database, field: str, value: Any, reason: str
) -> None:
    shelve(database, LOOM, TIDE)
    tide = described(2, "Tides of gradient noise", doi="10.1234/tide")
    upstream.answer(HOST, answers(ARXIV_2611_00001={**WOVEN, field: value}, DOI_10_1234_tide=tide))
    verdict, report = run(ground, SOURCE)
    assert (verdict, [one["reason"] for one in report.refusals]) == ("fine", [reason])
    assert paper(database, "doi:10.1234/tide").venue == "Conference on Looms"


def test_something_else_than_a_paper_is_refused(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, LOOM)
    upstream.answer(HOST, answers(ARXIV_2611_00001="a paper"))
    _, report = run(ground, SOURCE)
    assert [one["reason"] for one in report.refusals] == ["Semantic Scholar sent no paper for ARXIV:2611.00001"]


def test_a_recorded_batch_is_understood(ground: Ground, upstream: Upstream, database: Database, shared: Path) -> None:
    body = (shared / "fixtures" / "semanticscholar" / "danielnsilva" / RECORDED).read_bytes()
    known = [one for one in orjson.loads(body) if one]
    shelve(database, in_journal("10.1234/unknown", "Unknown", 2026))
    for year, one in zip((2025, 2024, 2023), known, strict=True):
        shelve(database, in_journal(one["externalIds"]["DOI"].lower(), one["title"], year))
    upstream.script = [Reply(body)]
    _, report = run(ground, SOURCE)
    assert (report.read, report.refused, report.not_known) == (3, 0, 1)
    trust = paper(database, "doi:10.2139/ssrn.288970")
    assert trust.venue == "Experimental & Empirical Studies eJournal"
    assert trust.keywords == ("Psychology", "Economics", "Mathematics")
    assert counts(database, trust.id)["semanticscholar influential_citations"] == 578


def test_recorded_single_papers_are_understood(
    ground: Ground, upstream: Upstream, database: Database, shared: Path
) -> None:
    folder = shared / "fixtures" / "semanticscholar" / "paperqa"
    files = [one for one in sorted(folder.glob("test_bulk_doi_search__*.json")) if "meta" not in one.name]
    known = [one for file in files if "title" in (one := orjson.loads(file.read_bytes()))]
    assert len(known) == 5
    for one in known:
        ids = {"arxiv": one["externalIds"].get("ArXiv", ""), "doi": one["externalIds"]["DOI"].lower()}
        shelve(database, in_journal(ids["doi"], one["title"], arxiv=ids["arxiv"]))

    def answer(asked: Asked) -> Reply:
        ids = [id.partition(":")[2] for id in orjson.loads(asked.body)["ids"]]
        by_id = {
            own: one for one in known for own in (one["externalIds"].get("ArXiv"), one["externalIds"]["DOI"].lower())
        }
        return Reply(orjson.dumps([by_id[id] for id in ids]))

    upstream.answer(HOST, answer)
    _, report = run(ground, SOURCE)
    assert (report.read, report.refused) == (5, 0)
    chemistry = paper(database, "arxiv:2304.05376")
    assert (chemistry.venue, chemistry.pages) == ("Nature Machine Intelligence", "525-535")
    assert counts(database, chemistry.id)["semanticscholar citations"] == 500
