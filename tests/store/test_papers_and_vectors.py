"""Papers and vectors, in and out, the same on both databases."""

from dataclasses import replace
from datetime import date

import numpy as np

from broadsheet.model.names import title_key
from broadsheet.model.paper import Author, Link, Paper, Version
from broadsheet.store import counters, papers, vectors
from broadsheet.store.database import Database

FULL = Paper(
    key=1,
    id="arxiv:1706.03762",
    title="Attention Is All You Need",
    abstract="The dominant sequence transduction models … naïve $x^2$ 注意",
    summary="Attention without recurrence.",
    authors=(Author("Ashish Vaswani", "Vaswani", "Ashish"), Author("Noam Shazeer")),
    arxiv_id="1706.03762",
    doi="10.48550/x",
    versions=(Version(1, date(2017, 6, 12)), Version(7)),
    categories=("cs.CL", "cs.LG"),
    keywords=("attention",),
    published=date(2017, 6, 12),
    updated=date(2023, 8, 2),
    day=date(2017, 6, 12),
    year=2017,
    links=(Link("code", "https://github.com/tensorflow/tensor2tensor", "text"),),
    sources=("arxiv",),
)
GAN = Paper(2, "arxiv:1701.07875", "Wasserstein GAN", day=date(2017, 1, 26), sources=("arxiv",))
BERT = Paper(3, "arxiv:1810.04805", "BERT", day=date(2018, 10, 11), sources=("arxiv",))


def fill(database: Database, *several: Paper) -> int:
    with database.write() as connection:
        return papers.write(connection, several, {paper.key: [paper.id] for paper in several})


def unit(*numbers: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    row = np.array(numbers, dtype=np.float32)
    return row / np.linalg.norm(row)


def test_every_field_comes_back_as_it_went_in(any_database: Database) -> None:
    fill(any_database, FULL)
    with any_database.read() as connection:
        assert papers.get(connection, [1]) == [FULL]


def test_papers_come_in_the_order_asked_for_and_missing_ones_are_left_out(any_database: Database) -> None:
    fill(any_database, FULL, GAN)
    with any_database.read() as connection:
        assert [paper.key for paper in papers.get(connection, [2, 99, 1])] == [2, 1]


def test_papers_are_found_by_folded_title(any_database: Database) -> None:
    fill(any_database, FULL)
    key = title_key("ATTENTION is all — you need!")
    with any_database.read() as connection:
        assert papers.find_by_titles(connection, [key, "nothing"]) == {key: [1]}


def test_changes_are_numbered_and_given_oldest_first(any_database: Database) -> None:
    first = fill(any_database, FULL, GAN)
    second = fill(any_database, replace(FULL, title="Attention"), BERT)
    with any_database.read() as connection:
        assert [paper.key for paper in papers.changed_after(connection, 0, 1)] == [2]
        assert [paper.key for paper in papers.changed_after(connection, first, 1)] == [1, 3]
        assert papers.changed_after(connection, second, 10) == []
        assert counters.last_change(connection) == second


def test_a_merged_paper_is_gone_but_its_ids_and_title_lead_on(any_database: Database) -> None:
    change = fill(any_database, FULL, GAN)
    with any_database.write() as connection:
        papers.merge_into(connection, 2, 1)
    with any_database.read() as connection:
        assert papers.get_by_id(connection, GAN.id) == FULL
        assert papers.find_by_titles(connection, [title_key(GAN.title)]) == {title_key(GAN.title): [1]}
        assert papers.merged_after(connection, change) == [2]
        assert papers.count(connection) == 1


def test_days_are_listed_newest_first_with_their_neighbours(any_database: Database) -> None:
    fill(any_database, FULL, GAN, BERT)
    whole = date(2017, 1, 1), date(2017, 12, 31)
    with any_database.read() as connection:
        assert [paper.key for paper in papers.of_day(connection, *whole, limit=9)] == [1, 2]
        assert [day.count for day in papers.count_days(connection, *whole)] == [1, 1]
        assert papers.neighbour_days(connection, *whole) == (None, BERT.day)


def test_a_vector_comes_back_and_is_stale_once_the_text_changes(any_database: Database) -> None:
    fill(any_database, GAN, BERT)
    rows = np.stack([unit(1, 2, 3), unit(3, 2, 1)])
    with any_database.write() as connection:
        vectors.save(connection, "tiny", [2, 3], [papers.text_digest(GAN), papers.text_digest(BERT)], rows)
    with any_database.read() as connection:
        assert vectors.pending(connection, "tiny", 9) == []
        [block] = vectors.changed_after(connection, "tiny", 0)
        np.testing.assert_allclose(block.rows, rows, atol=1e-3)
        assert block.keys.tolist() == [2, 3]
    fill(any_database, replace(GAN, abstract="We introduce."))
    with any_database.read() as connection:
        assert [one.key for one in vectors.pending(connection, "tiny", 9)] == [2]
        assert vectors.count(connection, "tiny") == 1


def test_vectors_of_two_models_stand_side_by_side(any_database: Database) -> None:
    fill(any_database, GAN)
    for model in ("tiny", "other"):
        with any_database.write() as connection:
            vectors.save(connection, model, [2], [papers.text_digest(GAN)], unit(1, 2)[None])
    with any_database.write() as connection:
        assert vectors.drop_model(connection, "tiny") == 1
    with any_database.read() as connection:
        assert vectors.count_models(connection) == {"other": 1}


def test_vectors_taken_over_serve_until_there_are_new_ones(any_database: Database) -> None:
    fill(any_database, GAN, BERT)
    digests = [papers.text_digest(GAN), papers.text_digest(BERT)]
    with any_database.write() as connection:
        vectors.save(connection, "tiny", [2, 3], digests, np.stack([unit(1, 2), unit(2, 1)]))
        vectors.save(connection, "tiny-2", [2], digests[:1], unit(3, 1)[None])
    with any_database.write() as connection:
        assert vectors.has_model(connection, ["tiny"])
        assert vectors.take_over(connection, "tiny-2", "tiny") == 1
    with any_database.read() as connection:
        assert not vectors.has_model(connection, ["tiny"])
        _, rows = vectors.of_papers(connection, "tiny-2", [2, 3])
        np.testing.assert_allclose(rows, np.stack([unit(3, 1), unit(2, 1)]), atol=1e-3)
        assert (vectors.count(connection, "tiny-2"), vectors.count_outdated(connection, "tiny-2")) == (1, 1)
        assert [one.key for one in vectors.pending(connection, "tiny-2", 9)] == [3]


def test_a_vector_of_a_paper_that_has_gone_is_passed_over(any_database: Database) -> None:
    fill(any_database, GAN)
    with any_database.write() as connection:
        vectors.save(connection, "tiny", [2, 77], ["a", "b"], np.stack([unit(1, 2), unit(2, 1)]))
    with any_database.read() as connection:
        assert vectors.count_models(connection) == {"tiny": 1}


def test_blocks_of_vectors_never_tear_a_change_apart(any_database: Database) -> None:
    fill(any_database, FULL, GAN, BERT)
    for keys in ([1, 2], [3]):
        with any_database.write() as connection:
            vectors.save(connection, "tiny", keys, ["x"] * len(keys), np.stack([unit(1, 2)] * len(keys)))
    with any_database.read() as connection:
        blocks = list(vectors.changed_after(connection, "tiny", 0, block=1))
    assert [block.keys.tolist() for block in blocks] == [[1, 2], [3]]
