"""OpenAlex: papers are asked for by DOI, a hundred at once, within the day's budget."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from completing_cast import (
    BOTH,
    LOOM,
    NOON,
    TIDE,
    TOMORROW,
    count,
    counts,
    in_journal,
    paper,
    record_count,
    run,
    shelve,
)

from broadsheet.harvest.run import Ground
from broadsheet.harvest.sources.openalex import SOURCE
from broadsheet.model.paper import Link
from broadsheet.store import budgets
from broadsheet.store.database import Database
from harvest_fixtures import MakeGround
from upstream import Asked, Reply, Upstream

HOST = "api.openalex.org"


def work(number: int, doi: str, title: str, **more: Any) -> dict[str, Any]:
    """A work as the service describes it."""
    return {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/{doi}",
        "title": title,
        "publication_year": 2024,
        "publication_date": "2024-05-08",
        "type": "article",
        "primary_location": {
            "landing_page_url": f"https://doi.org/{doi}",
            "pdf_url": None,
            "source": {"display_name": "Journal of Weaving", "type": "journal", "host_organization_name": "Loom Press"},
        },
        "best_oa_location": {"landing_page_url": "https://hall.example/9", "pdf_url": "https://hall.example/9.pdf"},
        "locations": [{"landing_page_url": f"https://doi.org/{doi}"}],
        "authorships": [{"raw_author_name": "Ada Byron", "author": {"display_name": "A. Byron"}}],
        "biblio": {"volume": "6", "issue": "5", "first_page": "525", "last_page": "535"},
        "is_retracted": False,
        "primary_topic": {"display_name": "Textile machines", "score": 0.99},
        "keywords": [{"display_name": "Loom", "score": 0.7}, {"display_name": "Knot theory", "score": 0.2}],
        "abstract_inverted_index": {"We": [0], "noise.": [3], "tell": [1], "of": [2]},
        "cited_by_count": 12,
        "referenced_works_count": 30,
        "fwci": 1.5,
        **more,
    }


def answers(*works: dict[str, Any]) -> Callable[[Asked], Reply]:
    """Answer with those of the works that are asked for."""

    def answer(asked: Asked) -> Reply:
        wanted = asked.query["filter"].removeprefix("doi:").split("|")
        found = [one for one in works if one["doi"].removeprefix("https://doi.org/") in wanted]
        return Reply(orjson.dumps({"meta": {"count": len(found)}, "results": found}))

    return answer


def everything(asked: Asked) -> Reply:
    """Know every paper that is asked for."""
    wanted = asked.query["filter"].removeprefix("doi:").split("|")
    works = [work(number, doi, f"Paper {doi}") for number, doi in enumerate(wanted, 1)]
    return Reply(orjson.dumps({"results": works}))


@pytest.fixture
def ground(upstream: Upstream, database: Database, make_ground: MakeGround) -> Ground:
    upstream.answer(HOST, everything)
    return make_ground(database, openalex_key="s3cret", openalex_budget=1.0)


def test_a_paper_gets_venue_topics_links_and_counts(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, TIDE)
    upstream.answer(HOST, answers(work(1, "10.1234/tide", "Tides of gradient noise")))
    assert run(ground, SOURCE)[0] == "fine"
    tide = paper(database, "doi:10.1234/tide")
    assert (tide.venue, tide.volume, tide.issue, tide.pages, tide.publisher, tide.year) == (
        "Journal of Weaving", "6", "5", "525-535", "Loom Press", 2024,
    )  # fmt: skip
    assert tide.kind == "article-journal"
    assert tide.abstract == "We tell of noise."
    assert tide.keywords == ("Textile machines", "Loom")
    assert tide.links == (
        Link("pdf", "https://hall.example/9.pdf", "openalex"),
        Link("page", "https://hall.example/9", "openalex"),
    )
    assert counts(database, tide.id) == {"openalex citations": 12, "openalex references": 30, "openalex fwci": 1.5}


def test_papers_of_arxiv_are_asked_for_by_its_dois(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, LOOM, BOTH)
    run(ground, SOURCE)
    (asked,) = upstream.asked(HOST)
    assert asked.query["filter"] == "doi:10.48550/arxiv.2611.00001|10.1234/both|10.48550/arxiv.2501.00002"
    assert asked.query["per_page"] == "100"
    assert asked.query["select"].startswith("id,doi,title,")
    assert count(database) == 2


def test_the_publication_counts_before_its_preprint(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, BOTH)
    preprint = work(1, "10.48550/arxiv.2501.00002", "Knots", cited_by_count=3)
    upstream.answer(HOST, answers(preprint, work(2, "10.1234/both", "Knots in deep networks", cited_by_count=40)))
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.read, report.refused) == ("fine", 1, 0)
    assert counts(database, "arxiv:2501.00002")["openalex citations"] == 40


def test_what_arxiv_says_stands_above_it(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, LOOM)
    repository = {"source": {"display_name": "arXiv (Cornell University)", "type": "repository"}}
    upstream.answer(
        HOST,
        answers(
            work(1, "10.48550/arxiv.2611.00001", "Weaving Attention", primary_location=repository, type="preprint")
        ),
    )
    run(ground, SOURCE)
    loom = paper(database, "arxiv:2611.00001")
    assert (loom.title, loom.abstract, loom.venue, loom.kind) == (
        "Weaving attention with looms", "We show it.", "", "article",
    )  # fmt: skip
    assert loom.sources == ("arxiv", "openalex")


def test_a_copy_on_arxiv_joins_the_paper_with_its_preprint(
    ground: Ground, upstream: Upstream, database: Database
) -> None:
    shelve(database, TIDE, LOOM)
    copy = [{"landing_page_url": "http://arxiv.org/abs/2611.00001v2"}]
    title = "Tides of gradient noise, weaving attention with looms"
    upstream.answer(HOST, answers(work(1, "10.1234/tide", title, locations=copy)))
    assert run(ground, SOURCE)[0] == "fine"
    assert count(database) == 1
    assert paper(database, "doi:10.1234/tide").id == "arxiv:2611.00001"
    assert run(ground, SOURCE)[0] == "quiet"


def test_where_the_title_is_another_its_copies_are_not_believed(
    ground: Ground, upstream: Upstream, database: Database
) -> None:
    shelve(database, TIDE, LOOM)
    copy = [{"landing_page_url": "http://arxiv.org/abs/2611.00001"}]
    upstream.answer(HOST, answers(work(1, "10.1234/tide", "Butter and cheese", locations=copy)))
    run(ground, SOURCE)
    assert count(database) == 2
    assert paper(database, "doi:10.1234/tide").links == ()


def test_a_work_that_nobody_asked_for_is_refused(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, TIDE)
    upstream.answer(HOST, lambda asked: Reply(orjson.dumps({"results": [work(1, "10.1234/other", "Other"), None]})))
    _, report = run(ground, SOURCE)
    assert [one["reason"] for one in report.refusals] == [
        "OpenAlex sent 10.1234/other, which nobody asked for",
        "OpenAlex sent a work, which nobody asked for",
    ]
    assert (report.not_known, count(database)) == (1, 1)


def test_a_retraction_is_shown(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, TIDE)
    upstream.answer(HOST, answers(work(1, "10.1234/tide", "Tides of gradient noise", is_retracted=True)))
    run(ground, SOURCE)
    assert paper(database, "doi:10.1234/tide").standing == "retracted"


def test_counts_that_moved_make_no_new_record(upstream: Upstream, database: Database, make_ground: MakeGround) -> None:
    shelve(database, TIDE)
    moved = {"cited_by_count": 13, "keywords": [{"display_name": "Loom", "score": 0.71}]}
    upstream.answer(HOST, answers(work(1, "10.1234/tide", "Tides of gradient noise", keywords=moved["keywords"])))
    run(make_ground(database), SOURCE)
    upstream.answer(HOST, answers(work(1, "10.1234/tide", "Tides of gradient noise", **moved)))
    later = make_ground(database, clock=lambda: NOON.replace(year=2027))
    _, report = run(later, SOURCE)
    assert (report.unchanged, report.changed, report.signals) == (1, 0, 1)
    assert record_count(database) == 2
    assert counts(database, "doi:10.1234/tide")["openalex citations"] == 13


def test_nothing_due_is_a_quiet_day_without_a_request(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, TIDE)
    run(ground, SOURCE)
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.message) == ("quiet", "No paper of the library was due to be asked about.")
    assert (len(upstream.log), report.pages) == (1, 0)


def test_unknown_papers_are_counted_and_not_asked_about_again_at_once(
    ground: Ground, upstream: Upstream, database: Database
) -> None:
    shelve(database, TIDE, LOOM)
    upstream.answer(HOST, answers())
    _, report = run(ground, SOURCE)
    assert (report.looked_up, report.not_known) == (2, 2)
    assert run(ground, SOURCE)[0] == "quiet"


def many(number: int) -> list[Any]:
    return [in_journal(f"10.1234/paper-{one:04}", f"Paper {one:04}") for one in range(number)]


def test_a_hundred_dois_go_into_one_question(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, *many(250))
    _, report = run(ground, SOURCE)
    assert [len(one.query["filter"].split("|")) for one in upstream.log] == [100, 100, 50]
    assert (report.looked_up, report.not_known) == (250, 0)


def test_long_dois_make_shorter_questions(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, *[in_journal(f"10.1234/{'a' * 200}-{one}", f"Paper {one}") for one in range(40)])
    run(ground, SOURCE)
    assert [len(one.query["filter"].split("|")) for one in upstream.log] == [18, 18, 4]


def test_a_doi_that_parts_the_filter_is_not_asked_for(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, in_journal("10.1234/a,b", "Tides"), in_journal("10.1234/a|b", "Knots"), LOOM)
    _, report = run(ground, SOURCE)
    assert upstream.log[0].query["filter"] == "doi:10.48550/arxiv.2611.00001"
    assert report.not_known == 2
    assert "cannot be asked for" in report.notes[0]


def test_the_budget_of_a_day_is_never_exceeded(upstream: Upstream, database: Database, make_ground: MakeGround) -> None:
    shelve(database, *many(350))
    upstream.answer(HOST, everything)
    upstream.script = [Reply(b"", 500)]
    ground = make_ground(database, openalex_budget=0.0003)
    assert [run(ground, SOURCE)[0] for _ in range(3)] == ["partial"] * 3
    assert len(upstream.log) == 3
    with database.read() as connection:
        assert budgets.spent(connection, "openalex", "2026-11-20") == 300
    run(make_ground(database, openalex_budget=0.0003, clock=lambda: TOMORROW), SOURCE)
    assert len(upstream.log) == 5


def test_a_failure_in_the_middle_loses_nothing(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, *many(250))
    upstream.script = [None, *[Reply(b"", 500)] * 9]
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.read) == ("partial", 100)
    assert run(ground, SOURCE)[1].read == 150
    assert [len(one.query["filter"].split("|")) for one in upstream.log] == [100] * 4 + [50] * 6 + [100, 50]


def test_a_paper_that_breaks_every_answer_stands_before_no_other(
    ground: Ground, upstream: Upstream, database: Database
) -> None:
    shelve(database, *many(100))
    poison = "10.1234/paper-0037"
    upstream.answer(HOST, lambda asked: Reply(b"", 500) if poison in asked.query["filter"] else everything(asked))
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.looked_up, report.not_known) == ("fine", 100, 1)
    assert f"OpenAlex cannot be asked about doi:{poison}" in report.notes[-1]


def test_who_is_told_that_it_asks_too_fast_asks_nothing_else(
    ground: Ground, upstream: Upstream, database: Database
) -> None:
    shelve(database, *many(100))
    upstream.answer(HOST, lambda asked: Reply(b"", 429))
    assert (run(ground, SOURCE)[0], len(upstream.log)) == ("failed", 3)


def test_a_spent_key_puts_it_off_until_midnight(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, TIDE)
    upstream.script = [Reply(b"Rate limit exceeded", 429, {"Retry-After": "43200"})]
    verdict, report = run(ground, SOURCE)
    assert (verdict, len(upstream.log)) == ("partial", 1)
    assert "720 minutes" in report.message
    assert run(ground, SOURCE)[0] == "partial"
    assert len(upstream.log) == 1


def test_a_busy_service_is_asked_again_when_it_says(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, TIDE)
    upstream.script = [Reply(b"slow down", 429, {"Retry-After": "0"})]
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.retries, len(upstream.log)) == ("fine", 1, 2)


def test_a_limit_asks_about_no_more_papers(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, *many(5))
    _, report = run(ground, SOURCE, limit=2)
    assert (report.looked_up, len(upstream.log[0].query["filter"].split("|"))) == (2, 2)


def test_single_papers_can_be_asked_for(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, TIDE)
    run(ground, SOURCE, ids=("https://arxiv.org/abs/2501.00002", "nonsense"))
    assert upstream.log[0].query["filter"] == "doi:10.48550/arxiv.2501.00002"
    assert paper(database, "arxiv:2501.00002").sources == ("openalex",)
    assert run(ground, SOURCE)[1].looked_up == 2


def test_questions_are_not_its_business(ground: Ground, upstream: Upstream) -> None:
    _, report = run(ground, SOURCE, query="looms")
    assert (len(upstream.log), len(report.notes)) == (0, 1)


def test_the_key_stands_in_the_address_and_nowhere_else(
    ground: Ground, upstream: Upstream, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shelve(database, TIDE)
    upstream.script = [Reply(b"", 500)]
    _, report = run(ground, SOURCE)
    assert upstream.log[0].query["api_key"] == "s3cret"
    assert "s3cret" not in caplog.text + str(report)
    assert report.notes == []


def test_a_key_that_is_not_accepted_is_named(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, TIDE)
    upstream.script = [Reply(b"Invalid API key", 401)]
    verdict, report = run(ground, SOURCE)
    assert (verdict, "BROADSHEET_OPENALEX_KEY" in report.message) == ("failed", True)


def test_without_a_key_the_reader_is_told_what_to_do(
    upstream: Upstream, database: Database, make_ground: MakeGround
) -> None:
    shelve(database, *many(120))
    upstream.answer(HOST, everything)
    _, report = run(make_ground(database), SOURCE)
    assert "api_key" not in upstream.log[0].query
    assert [note[:13] for note in report.notes] == ["Without a key"]


@pytest.mark.parametrize(
    "body", [b"<html>Just a moment", b'{"results": [', b"[]", b'{"results": null}', b"\xff\xfe", b""]
)
def test_a_broken_answer_is_asked_for_again(
    ground: Ground, upstream: Upstream, database: Database, body: bytes
) -> None:
    shelve(database, TIDE)
    upstream.script = [Reply(body)]
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.retries, report.read) == ("fine", 1, 1)


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("title", None, "no title"),
        ("id", "https://openalex.org/A1", "no OpenAlex id"),
        ("primary_location", "a journal", "primary_location is not an object"),
        ("locations", {"landing_page_url": "x"}, "locations is not a list of objects"),
        ("authorships", ["Ada"], "authorships is not a list of objects"),
        ("abstract_inverted_index", {"We": None}, "abstract_inverted_index has something else than places of words"),
        ("abstract_inverted_index", {"We": list(range(20_001))}, "the abstract has more than 20,000 words"),
        ("keywords", 7, "keywords is not a list of objects"),
    ],
)
def test_a_work_of_another_form_is_refused_and_the_others_come_in(
    ground: Ground, upstream: Upstream, database: Database, field: str, value: Any, reason: str
) -> None:
    shelve(database, TIDE, BOTH)
    broken = {**work(1, "10.1234/tide", "Tides of gradient noise"), field: value}
    upstream.answer(HOST, answers(broken, work(2, "10.1234/both", "Knots in deep networks")))
    verdict, report = run(ground, SOURCE)
    assert (verdict, [one["reason"] for one in report.refusals]) == ("fine", [reason])
    assert paper(database, "doi:10.1234/both").venue == "Journal of Weaving"
    assert run(ground, SOURCE)[0] == "quiet"


def test_recorded_answers_are_understood(ground: Ground, upstream: Upstream, database: Database, shared: Path) -> None:
    bodies = [one.read_bytes() for one in sorted((shared / "fixtures" / "openalex").rglob("test_title_search*.json"))]
    works = [one for body in bodies for one in orjson.loads(body).get("results", [])]
    assert len(works) == 4
    dois = [one["doi"].removeprefix("https://doi.org/") for one in works]
    shelve(database, *[in_journal(doi, one["title"]) for doi, one in zip(dois, works, strict=True)])
    upstream.answer(HOST, answers(*works))
    _, report = run(ground, SOURCE)
    assert (report.read, report.refused, report.not_known) == (4, 0, 0)
    chemistry = paper(database, "doi:10.1038/s42256-024-00832-8")
    assert (chemistry.venue, chemistry.volume, chemistry.pages) == ("Nature Machine Intelligence", "6", "525-535")
    assert counts(database, chemistry.id)["openalex citations"] == 236
    assert paper(database, "arxiv:2312.07559").venue == "J. Wevs"  # a repository is no venue


def test_recorded_single_works_are_understood(
    ground: Ground, upstream: Upstream, database: Database, shared: Path
) -> None:
    folder = shared / "fixtures" / "openalex" / "paperqa"
    files = [one for one in sorted(folder.glob("test_doi_search*.json")) if "meta" not in one.name]
    works = [orjson.loads(one.read_bytes()) for one in files]
    dois = [one["doi"].removeprefix("https://doi.org/") for one in works]
    shelve(database, *[in_journal(doi, one["title"]) for doi, one in zip(dois, works, strict=True)])
    upstream.answer(HOST, answers(*works))
    _, report = run(ground, SOURCE)
    assert (report.read, report.refused) == (5, 0)
    assert all(paper(database, f"doi:{doi}").venue for doi in dois)
