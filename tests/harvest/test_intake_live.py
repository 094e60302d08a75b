"""What services say now: records that come back, papers taken away, counts that move."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from broadsheet.errors import BadRecord
from broadsheet.harvest.intake import Report, take_batch
from broadsheet.model.paper import Paper, Record
from broadsheet.model.raw import RawRecord, Reading
from broadsheet.store import papers, records, signals
from broadsheet.store.database import Database

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def said(title: str, *readings: Reading, **fields: object) -> RawRecord:
    """A record as the fake adapter below reads it: JSON of the fields of Record."""
    fields = {"title": title, "arxiv_id": "1701.07875", **fields}
    return RawRecord("fake", orjson.dumps(fields), "service", 1, "record", readings)


def adapt(raw: RawRecord) -> Record:
    fields = orjson.loads(raw.payload)
    return Record(fields.pop("source", "arxiv"), fields["arxiv_id"], **fields)


def take(database: Database, *raws: RawRecord, at: datetime = NOON, as_of_now: bool = True) -> Report:
    with database.write() as connection:
        return take_batch(connection, raws, adapt, lambda: at, as_of_now=as_of_now)


def only(database: Database) -> Paper:
    with database.read() as connection:
        (paper,) = papers.stream(connection)
    return paper


ONE, TWO = said("Wasserstein GAN"), said("Wasserstein Generative Adversarial Networks")


def test_a_record_that_comes_back_stands_again(any_database: Database) -> None:
    take(any_database, ONE)
    take(any_database, TWO)
    report = take(any_database, ONE)
    assert only(any_database).title == "Wasserstein GAN"
    assert (report.completed, report.unchanged) == (1, 0)
    with any_database.read() as connection:
        assert records.count(connection) == 2


def test_a_file_that_comes_back_changes_nothing(any_database: Database) -> None:
    take(any_database, ONE, as_of_now=False)
    take(any_database, TWO, as_of_now=False)
    assert take(any_database, ONE, as_of_now=False).unchanged == 1
    assert only(any_database).title == "Wasserstein Generative Adversarial Networks"


def test_the_same_answer_again_writes_nothing(any_database: Database) -> None:
    take(any_database, ONE, TWO)
    before = only(any_database)
    assert take(any_database, TWO).unchanged == 1
    assert only(any_database).change == before.change


def test_a_paper_that_is_taken_away_is_marked_and_kept(any_database: Database) -> None:
    take(any_database, ONE)
    report = take(any_database, said("", standing="deleted"))
    assert (only(any_database).standing, only(any_database).title) == ("deleted", "Wasserstein GAN")
    assert report.deleted == 1


def test_a_paper_that_is_shown_again_is_no_longer_marked(any_database: Database) -> None:
    take(any_database, ONE)
    take(any_database, said("", standing="deleted"))
    take(any_database, TWO)
    assert only(any_database).standing == ""
    take(any_database, said("", standing="deleted"))
    assert only(any_database).standing == "deleted"
    take(any_database, ONE)
    assert only(any_database).standing == ""


def test_the_end_of_a_paper_that_nobody_knows_is_no_news(any_database: Database) -> None:
    report = take(any_database, said("", standing="deleted"))
    assert (report.read, report.new, report.unchanged) == (1, 0, 1)
    with any_database.read() as connection:
        assert papers.count(connection) == 0


def test_a_retraction_weighs_more_than_anything(any_database: Database) -> None:
    take(any_database, said("Wasserstein GAN", standing="withdrawn", standing_note="An error in Lemma 2."))
    take(any_database, said("Wasserstein GAN", source="crossref", standing="retracted", standing_note="10.1/x"))
    assert (only(any_database).standing, only(any_database).standing_note) == ("retracted", "10.1/x")


def read(database: Database) -> list[tuple[str, float]]:
    with database.read() as connection:
        return [(one.kind, one.value) for one in signals.series(connection, only(database).key)]


def test_counts_are_kept_when_they_move(any_database: Database) -> None:
    days = [NOON + timedelta(days=number) for number in range(4)]
    for day, upvotes in zip(days, (3, 3, 5, 4), strict=True):
        report = take(any_database, said("Wasserstein GAN", Reading("upvotes", upvotes)), at=day)
    assert read(any_database) == [("upvotes", 3), ("upvotes", 5), ("upvotes", 4)]
    assert (report.signals, report.unchanged) == (1, 1)
    with any_database.read() as connection:
        assert records.count(connection) == 1


def test_counts_move_with_a_paper_that_turns_out_to_be_another(any_database: Database) -> None:
    take(any_database, said("Wasserstein GAN", Reading("upvotes", 3)))
    journal = said("Something else", Reading("citations", 7), arxiv_id="", doi="10.1/x", source="crossref")
    take(any_database, journal)
    both = said("Wasserstein GAN", arxiv_id="1701.07875", doi="10.1/x", source="openalex")
    take(any_database, both)
    assert sorted(read(any_database)) == [("citations", 7), ("upvotes", 3)]


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_counts_of_the_same_moment_the_last_stands(any_database: Database, order: int) -> None:
    first, second = [Reading("upvotes", 1), Reading("upvotes", 2)][::order]
    take(any_database, said("Wasserstein GAN", first))
    take(any_database, said("Wasserstein GAN", second))
    assert read(any_database) == [("upvotes", second.value)]


def take_with_another_adapter(database: Database, *raws: RawRecord) -> Report:
    """Take records in as a later program does, which refuses what has no abstract."""

    def stricter(raw: RawRecord) -> Record:
        record = adapt(raw)
        if not record.abstract:
            raise BadRecord("no abstract")
        return record

    with database.write() as connection:
        return take_batch(connection, raws, stricter, lambda: NOON + timedelta(days=400), as_of_now=True)


def test_a_stored_record_that_is_refused_today_stops_nothing(any_database: Database) -> None:
    take(any_database, said("Wasserstein GAN", categories=["stat.ML"], year=2017))
    report = take_with_another_adapter(any_database, said("WGAN", abstract="We.", source="openalex"))
    paper = only(any_database)
    assert (report.completed, paper.title, paper.abstract) == (1, "Wasserstein GAN", "We.")
    assert (paper.id, paper.year, paper.sources) == ("arxiv:1701.07875", 2017, ("arxiv", "openalex"))


def test_what_its_source_says_anew_replaces_a_record_that_is_refused_today(any_database: Database) -> None:
    take(any_database, ONE)
    take_with_another_adapter(any_database, said("Wasserstein GANs", abstract="We."))
    assert only(any_database).title == "Wasserstein GANs"


def test_a_record_that_comes_back_stands_again_though_another_is_refused_today(any_database: Database) -> None:
    whole = said("Wasserstein GANs", abstract="We.")
    take(any_database, whole)
    take(any_database, ONE)
    take_with_another_adapter(any_database, whole)
    assert only(any_database).title == "Wasserstein GANs"


def test_an_origin_that_no_database_stores_stops_nothing(any_database: Database) -> None:
    raw = RawRecord("fake", ONE.payload, "https://papers.example/\0\udcff", 1, "record")
    assert take(any_database, raw).new == 1
