"""Crossref: where papers were published, and whether they still stand, by DOI, fifty at once."""

from collections.abc import Callable
from datetime import date
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
from broadsheet.harvest.sources import openalex
from broadsheet.harvest.sources.crossref import SOURCE
from broadsheet.model.paper import Author, Link
from broadsheet.store.database import Database
from harvest_fixtures import MakeGround
from upstream import Asked, Reply, Upstream

HOST = "api.crossref.org"
FREE = [{"URL": "http://creativecommons.org/licenses/by/4.0/", "content-version": "vor"}]
PDF = {"URL": "https://looms.example/9.pdf", "content-type": "application/pdf", "intended-application": "text-mining"}
TITLE = "Tides of gradient noise"


def work(doi: str = "10.1234/tide", title: str = TITLE, **more: Any) -> dict[str, Any]:
    """A work as the service describes it. An argument `update_to` stands for the field `update-to`."""
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "author": [{"given": "Ada", "family": "Byron", "sequence": "first"}, {"name": "The Loom Group"}],
        "container-title": ["Journal of\n   Weaving"],
        "volume": "118",
        "issue": "23",
        "page": "12-20",
        "publisher": "Loom Press",
        "issued": {"date-parts": [[2024, 5, 8]]},
        "is-referenced-by-count": 12,
        "references-count": 30,
        **{name.replace("_", "-"): value for name, value in more.items()},
    }


def answers(*works: object) -> Callable[[Asked], Reply]:
    """Answer with those of the works that are asked for."""

    def answer(asked: Asked) -> Reply:
        wanted = asked.query["filter"].removeprefix("doi:").split(",doi:")
        found = [one for one in works if not isinstance(one, dict) or one["DOI"].lower() in wanted]
        return Reply(orjson.dumps({"status": "ok", "message": {"items": found, "total-results": len(found)}}))

    return answer


def everything(asked: Asked) -> Reply:
    """Know every paper that is asked for."""
    wanted = asked.query["filter"].removeprefix("doi:").split(",doi:")
    return answers(*[work(doi, f"Paper {doi}") for doi in wanted])(asked)


@pytest.fixture
def ground(upstream: Upstream, database: Database, make_ground: MakeGround) -> Ground:
    upstream.answer(HOST, everything)
    return make_ground(database, contact="alice@example.org")


@pytest.fixture
def complete(ground: Ground, upstream: Upstream, database: Database) -> Callable[..., Any]:
    """Gives what one paper, known by its DOI before, is once the service described it so."""

    def with_(**more: Any) -> Any:
        shelve(database, TIDE)
        upstream.answer(HOST, answers(work(**more)))
        verdict, report = run(ground, SOURCE)
        assert (verdict, report.refused) == ("fine", 0), report.refusals
        return paper(database, "doi:10.1234/tide")

    return with_


def test_the_publication_block_is_its_own(complete: Callable[..., Any], database: Database) -> None:
    tide = complete()
    assert (tide.venue, tide.volume, tide.issue, tide.pages, tide.publisher, tide.year, tide.kind) == (
        "Journal of Weaving", "118", "23", "12-20", "Loom Press", 2024, "article-journal",
    )  # fmt: skip
    assert tide.authors == (Author("Ada Byron", "Byron", "Ada"), Author("The Loom Group"))
    assert tide.published == date(2024, 5, 8)
    assert counts(database, tide.id) == {"crossref citations": 12, "crossref references": 30}


def test_papers_of_arxiv_alone_are_not_asked_for(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, LOOM, BOTH, TIDE)
    run(ground, SOURCE)
    (asked,) = upstream.asked(HOST)
    assert asked.query["filter"] == "doi:10.1234/both,doi:10.1234/tide"
    assert (asked.query["rows"], asked.query["mailto"]) == ("2", "alice@example.org")
    assert {"DOI", "updated-by", "is-referenced-by-count"} <= set(asked.query["select"].split(","))


def test_who_has_no_contact_is_told_to_name_one(
    upstream: Upstream, database: Database, make_ground: MakeGround
) -> None:
    shelve(database, TIDE)
    upstream.answer(HOST, everything)
    _, report = run(make_ground(database), SOURCE)
    assert "mailto" not in upstream.log[0].query
    assert "BROADSHEET_CONTACT" in report.notes[0]


def test_its_block_stands_above_that_of_others(upstream: Upstream, database: Database, make_ground: MakeGround) -> None:
    shelve(database, TIDE)
    other = {
        "id": "https://openalex.org/W1",
        "doi": "https://doi.org/10.1234/tide",
        "title": TITLE,
        "type": "article",
        "primary_location": {"source": {"display_name": "Jrnl Weaving", "type": "journal"}},
        "biblio": {"volume": "6", "issue": "5", "first_page": "1"},
        "is_retracted": True,
    }
    upstream.answer(HOST, answers(work(issue=None, updated_by=[{"DOI": "10.1234/notice", "type": "retraction"}])))
    upstream.answer(openalex.fetch.HOST, lambda asked: Reply(orjson.dumps({"results": [other]})))
    ground = make_ground(database)
    run(ground, SOURCE)
    run(ground, openalex.SOURCE)
    tide = paper(database, "doi:10.1234/tide")
    assert (tide.venue, tide.volume, tide.issue) == ("Journal of Weaving", "118", "")
    assert tide.sources == ("crossref", "csl", "openalex")
    assert (tide.standing, tide.standing_note) == ("retracted", "https://doi.org/10.1234/notice")


@pytest.mark.parametrize(
    ("said", "standing", "note"),
    [
        ({"updated_by": [{"DOI": "10.1234/NOTICE", "type": "retraction"}]}, "retracted", "https://doi.org/10.1234/notice"),
        ({"updated_by": [{"DOI": "10.1234/n", "type": "Withdrawal"}]}, "withdrawn", "https://doi.org/10.1234/n"),
        ({"updated_by": [{"DOI": "10.1234/n", "type": "removal"}]}, "withdrawn", "https://doi.org/10.1234/n"),
        (
            {"updated_by": [{"DOI": "10.1234/n", "type": "removal"}, {"DOI": "10.1234/m", "type": "retraction"}]},
            "retracted",
            "https://doi.org/10.1234/m",
        ),
        ({"update_to": [{"DOI": "10.1234/TIDE", "type": "retraction"}]}, "retracted", "https://doi.org/10.1234/tide"),
        ({"update_to": [{"DOI": "10.1234/other", "type": "retraction"}]}, "", ""),
        ({"updated_by": [{"DOI": "10.1234/n", "type": "correction"}]}, "", ""),
        ({"updated_by": [{"DOI": "10.1234/n", "type": "partial_retraction"}]}, "", ""),
        ({"updated_by": [{"type": "retraction"}]}, "retracted", ""),
        ({"title": f"RETRACTED: {TITLE}"}, "retracted", ""),
        ({"title": f"Retracted Article: {TITLE}"}, "retracted", ""),
        ({"title": f"[Retracted] {TITLE}"}, "retracted", ""),
        ({"title": f"WITHDRAWN: {TITLE}"}, "withdrawn", ""),
        ({"title": "Retracted noise and its tides"}, "", ""),
        ({"title": f"Retracted: {TITLE}", "update_to": [{"DOI": "10.1234/x", "type": "retraction"}]}, "", ""),
    ],
)  # fmt: skip
def test_a_retraction_is_told_from_its_notice(
    complete: Callable[..., Any], said: dict[str, Any], standing: str, note: str
) -> None:
    tide = complete(**said)
    assert (tide.standing, tide.standing_note) == (standing, note)


@pytest.mark.parametrize(
    ("type", "containers", "kind", "venue"),
    [
        ("proceedings-article", ["Lecture Notes in Looms", "Looms 2024"], "paper-conference", "Looms 2024"),
        ("book-chapter", ["Handbook of Looms"], "chapter", "Handbook of Looms"),
        ("posted-content", [], "article-journal", "J. Wevs"),
        ("something-new", ["Looms"], "article", "Looms"),
    ],
)
def test_the_kind_says_which_container_is_the_venue(
    complete: Callable[..., Any], type: str, containers: list[str], kind: str, venue: str
) -> None:
    tide = complete(type=type, container_title=containers)
    assert (tide.kind, tide.venue) == (kind, venue)


def test_proceedings_without_a_book_are_named_by_their_conference(complete: Callable[..., Any]) -> None:
    tide = complete(type="proceedings-article", container_title=None, event={"name": "Looms 2024"})
    assert tide.venue == "Looms 2024"


def test_the_preprint_joins_what_its_publisher_says(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, TIDE, LOOM)
    preprint = {"has-preprint": [{"id-type": "doi", "id": "10.48550/arXiv.2611.00001", "asserted-by": "subject"}]}
    upstream.answer(HOST, answers(work(relation=preprint)))
    run(ground, SOURCE)
    assert count(database) == 1
    tide = paper(database, "doi:10.1234/tide")
    assert (tide.id, tide.venue, tide.day) == ("arxiv:2611.00001", "Journal of Weaving", date(2026, 11, 19))


def test_a_preprint_elsewhere_than_on_arxiv_joins_nothing(complete: Callable[..., Any]) -> None:
    preprint = {"has-preprint": [{"id-type": "doi", "id": "10.26434/chemrxiv-2022-x"}], "is-preprint-of": [{"id": "x"}]}
    tide = complete(relation=preprint)
    assert (tide.arxiv_id, tide.doi) == ("", "10.1234/tide")


def test_where_the_title_is_another_the_preprint_is_not_believed(
    ground: Ground, upstream: Upstream, database: Database
) -> None:
    shelve(database, TIDE, LOOM)
    preprint = {"has-preprint": [{"id-type": "arxiv", "id": "2611.00001"}]}
    upstream.answer(HOST, answers(work(title="Butter and cheese", relation=preprint)))
    run(ground, SOURCE)
    assert count(database) == 2


def test_a_free_pdf_is_linked(complete: Callable[..., Any]) -> None:
    tide = complete(license=FREE, link=[{**PDF, "content-type": "text/xml"}, PDF, {**PDF, "URL": "https://b.example"}])
    assert tide.links == (Link("pdf", "https://looms.example/9.pdf", "crossref"),)
    assert tide.license == "http://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("license", "shown"),
    [
        ([{"URL": "https://looms.example/terms", "content-version": "vor"}], "https://looms.example/terms"),
        ([{"URL": "https://looms.example/terms", "content-version": "tdm"}], ""),
        ([{"URL": "https://looms.example/tdm", "content-version": "unspecified"}], ""),
        (None, ""),
    ],
)
def test_a_pdf_that_must_be_paid_for_is_not_linked(complete: Callable[..., Any], license: object, shown: str) -> None:
    tide = complete(license=license, link=[PDF])
    assert (tide.links, tide.license) == ((), shown)


@pytest.mark.parametrize(
    ("issued", "published", "year"),
    [
        ({"date-parts": [[2024]]}, None, 2024),
        ({"date-parts": [[2024, 5]]}, None, 2024),
        ({"date-parts": [[None]]}, None, None),
        ({"date-parts": []}, None, None),
        (None, None, None),
        ({"date-parts": [[2023, 2, 30]]}, None, 2023),
    ],
)
def test_a_day_is_only_what_is_one(
    complete: Callable[..., Any], issued: object, published: date | None, year: int | None
) -> None:
    tide = complete(issued=issued)
    assert (tide.published, tide.year) == (published, year)


def test_markup_and_headings_do_not_reach_the_reader(complete: Callable[..., Any]) -> None:
    abstract = "<jats:title>Abstract</jats:title><jats:p>We <jats:italic>tell</jats:italic> of noise.</jats:p>"
    tide = complete(title="Tides of <i>gradient</i>\n noise", subtitle=["a reply"], abstract=abstract)
    assert (tide.title, tide.abstract) == ("Tides of gradient noise: a reply", "We tell of noise.")


def test_counts_that_moved_make_no_new_record(upstream: Upstream, database: Database, make_ground: MakeGround) -> None:
    shelve(database, TIDE)
    upstream.answer(HOST, answers(work()))
    run(make_ground(database), SOURCE)
    upstream.answer(HOST, answers(work(is_referenced_by_count=13)))
    _, report = run(make_ground(database, clock=lambda: NOON.replace(year=2027)), SOURCE)
    assert (report.unchanged, report.signals, record_count(database)) == (1, 1, 2)
    assert counts(database, "doi:10.1234/tide")["crossref citations"] == 13


def test_a_work_that_nobody_asked_for_is_refused(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, TIDE)
    found = {"message": {"items": [work("10.1234/other"), work(), 7]}}
    upstream.answer(HOST, lambda asked: Reply(orjson.dumps(found)))
    _, report = run(ground, SOURCE)
    assert [one["reason"] for one in report.refusals] == [
        "Crossref sent 10.1234/other, which nobody asked for",
        "Crossref sent a work, which nobody asked for",
    ]
    assert (report.read, report.not_known, count(database)) == (1, 0, 1)


def many(number: int) -> list[Any]:
    return [in_journal(f"10.1234/paper-{one:04}", f"Paper {one:04}") for one in range(number)]


def test_fifty_dois_go_into_one_question(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, *many(120), in_journal("10.1234/a,b", "Comma"))
    _, report = run(ground, SOURCE)
    assert sum(len(one.query["filter"].split(",")) for one in upstream.log) == 120
    assert (len(upstream.log), report.looked_up, report.not_known) == (3, 121, 1)
    assert "cannot be asked for" in report.notes[0]


def test_a_question_that_is_too_long_is_asked_by_halves(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, *many(50))

    def answer(asked: Asked) -> Reply:
        return Reply(b"too long", 414) if len(asked.query["filter"].split(",")) > 20 else everything(asked)

    upstream.answer(HOST, answer)
    _, report = run(ground, SOURCE)
    assert (report.read, report.not_known) == (50, 0)
    assert [len(one.query["filter"].split(",")) for one in upstream.log] == [50, 25, 12, 13, 25, 12, 13]


def test_the_budget_of_a_day_is_never_exceeded(upstream: Upstream, database: Database, make_ground: MakeGround) -> None:
    shelve(database, *many(200))
    upstream.answer(HOST, everything)
    ground = make_ground(database, crossref_budget=2)
    assert [run(ground, SOURCE)[0] for _ in range(2)] == ["partial"] * 2
    assert len(upstream.log) == 2
    _, report = run(make_ground(database, crossref_budget=3, clock=lambda: TOMORROW), SOURCE)
    assert (report.looked_up, len(upstream.log)) == (100, 4)


def test_a_failure_in_the_middle_loses_nothing(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, *many(120))
    upstream.script = [None, *[Reply(b"<html>", 503)] * 9]
    assert run(ground, SOURCE)[0] == "partial"
    assert run(ground, SOURCE)[1].read == 70


def test_a_busy_service_is_asked_again_when_it_says(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, TIDE)
    upstream.script = [Reply(b"slow down", 429, {"Retry-After": "0"})]
    verdict, report = run(ground, SOURCE)
    assert (verdict, report.retries) == ("fine", 1)


def test_nothing_due_asks_nothing(ground: Ground, upstream: Upstream, database: Database) -> None:
    shelve(database, LOOM)
    assert run(ground, SOURCE)[0] == "quiet"
    assert upstream.log == []


@pytest.mark.parametrize("body", [b"<html>", b'{"message": {"items": [', b'{"message": []}', b"null", b"\xff"])
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
        ("title", [], "no title"),
        ("title", {"en": "Tides"}, "title is an object, not a list of texts"),
        ("author", "7", None),
        ("author", 7, "author is no list of authors"),
        ("container-title", 7, "container-title is no list, not a list of texts"),
        ("issued", [2024], "issued is not an object"),
        ("license", ["free"], "license is not a list of objects"),
        ("updated-by", {"type": "retraction"}, "updated-by is not a list of objects"),
        ("relation", [], "relation is not an object"),
        ("volume", ["1", "2"], "volume is a list, not text"),
    ],
)
def test_a_work_of_another_form_is_refused_and_the_others_come_in(
    ground: Ground, upstream: Upstream, database: Database, field: str, value: Any, reason: str | None
) -> None:
    shelve(database, TIDE, BOTH)
    upstream.answer(HOST, answers({**work(), field: value}, work("10.1234/both", "Knots in deep networks")))
    verdict, report = run(ground, SOURCE)
    assert (verdict, [one["reason"] for one in report.refusals]) == ("fine", [reason] if reason else [])
    assert paper(database, "doi:10.1234/both").venue == "Journal of Weaving"


def test_recorded_works_are_understood(ground: Ground, upstream: Upstream, database: Database, shared: Path) -> None:
    folder = shared / "fixtures" / "crossref" / "paperqa"
    files = [one for one in sorted(folder.glob("*.json")) if not one.name.endswith("meta.json")]
    messages = [content.get("message") for one in files if isinstance(content := orjson.loads(one.read_bytes()), dict)]
    found = [one for message in messages if isinstance(message, dict) for one in message.get("items", [message])]
    works = {one["DOI"].lower(): one for one in found if "publisher" in one and one.get("title")}
    assert len(works) > 15
    shelve(database, *[in_journal(doi, one["title"][0]) for doi, one in works.items()])
    upstream.answer(HOST, answers(*works.values()))
    _, report = run(ground, SOURCE)
    assert (report.read, report.refused, report.not_known) == (len(works), 0, 0)
    tensile = paper(database, "doi:10.1063/1.4938384")
    assert (tensile.venue, tensile.volume, tensile.issue) == ("Journal of Applied Physics", "118", "23")
    assert tensile.abstract.startswith("Metal-oxide layers")
    assert paper(database, "doi:10.18653/v1/n18-2074").acl_id == "N18-2074"
    corrected = paper(database, "doi:10.1073/pnas.1414271111")
    assert corrected.standing == ""
