"""Records come in once, find their paper again, and survive a kill."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import orjson
import pytest

from broadsheet.errors import BadRecord
from broadsheet.harvest import intake
from broadsheet.harvest.intake import Report, take_in
from broadsheet.model.paper import Author, Paper, Record
from broadsheet.model.raw import RawRecord, Refusal
from broadsheet.store import papers, records
from broadsheet.store.database import Database

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def said(title: str = "Wasserstein GAN", **fields: object) -> RawRecord:
    """A record as the fake adapter below reads it: JSON of the fields of Record."""
    return RawRecord("fake", orjson.dumps({"title": title, **fields}), "alice.jsonl", 1)


def adapt(raw: RawRecord) -> Record:
    fields = orjson.loads(raw.payload)
    if not fields["title"]:
        raise BadRecord("no title")
    fields["authors"] = tuple(Author(name) for name in fields.get("authors", ()))
    source = fields.pop("source", "arxiv")
    return Record(source, fields.get("arxiv_id") or fields["title"], **fields)


def take(database: Database, *raws: RawRecord | Refusal, dry_run: bool = False) -> Report:
    report = Report()
    take_in(database, raws, adapt=adapt, clock=lambda: NOON, report=report, dry_run=dry_run)
    return report


def everything(database: Database) -> Sequence[Paper]:
    with database.read() as connection:
        return list(papers.stream(connection))


def counts(report: Report) -> tuple[int, int, int, int, int]:
    return report.read, report.new, report.completed, report.unchanged, report.refused


def test_a_record_becomes_a_paper(any_database: Database) -> None:
    assert counts(take(any_database, said(arxiv_id="1701.07875"))) == (1, 1, 0, 0, 0)
    assert [paper.id for paper in everything(any_database)] == ["arxiv:1701.07875"]


def test_the_same_record_again_changes_nothing(any_database: Database) -> None:
    take(any_database, said(arxiv_id="1701.07875"))
    before = everything(any_database)
    assert counts(take(any_database, said(arxiv_id="1701.07875"), said(arxiv_id="1701.07875"))) == (2, 0, 0, 2, 0)
    assert everything(any_database) == before
    assert everything(any_database)[0].change == before[0].change


def test_a_real_record_completes_the_starter_paper_and_the_old_id_still_works(any_database: Database) -> None:
    take(any_database, said(source="starter", summary="A distance between distributions."))
    [starter] = everything(any_database)
    report = take(any_database, said(arxiv_id="1701.07875", authors=["Martin Arjovsky"], abstract="We introduce."))
    [paper] = everything(any_database)
    assert counts(report) == (1, 0, 1, 0, 0)
    assert (paper.id, paper.summary, paper.abstract) == (
        "arxiv:1701.07875",
        "A distance between distributions.",
        "We introduce.",
    )
    with any_database.read() as connection:
        assert papers.get_by_id(connection, starter.id) == paper


def test_a_record_that_names_two_papers_makes_them_one(any_database: Database) -> None:
    take(any_database, said("Preprint", arxiv_id="1701.07875"), said("Proceedings", doi="10.1/gan", source="bibtex"))
    take(any_database, said("Both", arxiv_id="1701.07875", doi="10.1/gan", source="csl"))
    [paper] = everything(any_database)
    assert (paper.id, paper.doi, paper.sources) == ("arxiv:1701.07875", "10.1/gan", ("arxiv", "bibtex", "csl"))
    with any_database.read() as connection:
        assert papers.get_by_id(connection, "doi:10.1/gan") == paper
        assert len(papers.merged_after(connection, 0)) == 1
        assert len(records.of_papers(connection, [paper.key])[paper.key]) == 3


def test_two_arxiv_ids_stay_two_papers_even_with_one_doi_and_title(any_database: Database) -> None:
    take(any_database, said(arxiv_id="1701.07875", doi="10.1/gan"), said(arxiv_id="1704.00028", doi="10.1/gan"))
    assert [paper.id for paper in everything(any_database)] == ["arxiv:1701.07875", "arxiv:1704.00028"]


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ({"authors": ["M. Arjovsky"], "year": 2017}, 1),
        ({"authors": ["M. Arjovsky"], "year": 2018}, 1),
        ({"authors": ["M. Arjovsky"], "year": 2024}, 2),
        ({"authors": ["Bob Other"], "year": 2017}, 2),
        ({}, 1),
    ],
)
def test_equal_titles_are_one_paper_where_author_and_year_agree(
    any_database: Database, second: dict[str, object], expected: int
) -> None:
    take(any_database, said(authors=["Martin Arjovsky"], year=2017))
    take(any_database, said("WASSERSTEIN-GAN", source="bibtex", **second))
    assert len(everything(any_database)) == expected


def test_editorials_without_authors_stay_apart(any_database: Database) -> None:
    report = take(any_database, said("Editorial", source="bibtex"), said("Editorial", source="ris"))
    assert report.new == 2
    assert len({paper.id for paper in everything(any_database)}) == 2


def test_a_refused_record_is_told_and_the_rest_comes_in(any_database: Database) -> None:
    broken = Refusal("alice.jsonl", 7, "line", "not JSON")
    report = take(any_database, said(""), broken, said(arxiv_id="1701.07875"))
    assert counts(report) == (2, 1, 0, 0, 2)
    assert {refusal.reason for refusal in report.refusals} == {"no title", "not JSON"}


def test_a_dry_run_counts_and_changes_nothing(any_database: Database) -> None:
    assert counts(take(any_database, said(arxiv_id="1701.07875"), dry_run=True)) == (1, 1, 0, 0, 0)
    assert everything(any_database) == []


def test_the_payload_is_kept_as_it_came_with_its_origin(any_database: Database) -> None:
    raw = RawRecord("fake", b'  {"title": "Na\\u0000ve",\t"arxiv_id": "1701.07875"}\r', "alice.jsonl", 3)
    report = Report()
    take_in(any_database, [raw], adapt=lambda _: Record("arxiv", "x", "Naive"), clock=lambda: NOON, report=report)
    [paper] = everything(any_database)
    with any_database.read() as connection:
        [stored] = records.of_papers(connection, [paper.key])[paper.key]
    assert (stored.raw, stored.received) == (raw, NOON)


def test_a_kill_in_the_middle_leaves_whole_batches_and_can_be_repeated(
    any_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BATCH", 10)
    raws = [said(f"Paper {number} of many", arxiv_id=f"2401.{number:05}") for number in range(1, 36)]

    def killed_after_25() -> Iterator[RawRecord]:
        yield from raws[:25]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(any_database, killed_after_25(), adapt=adapt, clock=lambda: NOON, report=Report())
    assert len(everything(any_database)) == 20
    assert counts(take(any_database, *raws)) == (35, 15, 0, 20, 0)
    assert len(everything(any_database)) == 35


def test_a_record_joins_the_paper_of_its_id_with_the_paper_of_its_title(any_database: Database) -> None:
    take(any_database, said("Wasserstein GAN", source="starter"), said("WGAN", arxiv_id="1701.07875"))
    assert len(everything(any_database)) == 2
    take(any_database, said("Wasserstein GAN", doi="10.1/gan", arxiv_id="1701.07875", source="bibtex"))
    [paper] = everything(any_database)
    assert paper.sources == ("arxiv", "bibtex", "starter")


def test_what_older_records_said_still_counts(any_database: Database) -> None:
    take(any_database, said(doi="10.1/gan", year=2017, source="bibtex"))
    take(any_database, said(doi="10.1/gan", year=2019, source="csl"))
    take(any_database, said(year=2016, source="ris"))
    assert len(everything(any_database)) == 1


def test_of_records_that_came_together_the_last_one_speaks(any_database: Database) -> None:
    preprint = said("Preprint", arxiv_id="1701.07875", source="bibtex", abstract="First.")
    proceedings = said("Proceedings", doi="10.1/gan", source="bibtex", abstract="Second.")
    both = said("Proceedings", arxiv_id="1701.07875", doi="10.1/gan", source="ris")
    take(any_database, preprint, proceedings, both)
    assert [paper.abstract for paper in everything(any_database)] == ["Second."]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("José García Márquez", "García Márquez, José"),
        ("Owen Lloyd-Jones", "Jones, Owen"),
        ("ATLAS Team", "The ATLAS Team"),
    ],
)
def test_a_family_name_of_several_words_is_one_name_however_it_is_cut(
    any_database: Database, one: str, two: str
) -> None:
    take(any_database, said(authors=[one]), said(authors=[two], source="bibtex"))
    assert len(everything(any_database)) == 1
