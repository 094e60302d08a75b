"""The order in which records arrive, and how they fall into batches, does not change what comes out."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.harvest.intake import take_batch
from broadsheet.model.paper import Author, Paper, Record
from broadsheet.model.raw import RawRecord
from broadsheet.store import papers
from broadsheet.store.database import Database

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SOURCES = ("arxiv", "acl", "huggingface", "csl", "ris", "bibtex", "page", "starter")

# What different sources may say of one paper: some of its ids, one of its titles, its authors or nothing of them.
ONE_PAPER = {
    "title": st.sampled_from(("Wasserstein GAN", "WASSERSTEIN-GAN", "Wasserstein Generative Adversarial Networks")),
    "arxiv_id": st.sampled_from(("", "1701.07875")),
    "doi": st.sampled_from(("", "10.5555/3305381")),
    "acl_id": st.sampled_from(("", "2017.icml-1.7")),
    "authors": st.sampled_from(((), ("Martin Arjovsky",), ("M. Arjovsky", "Soumith Chintala"))),
    "year": st.sampled_from((None, 2017, 2018)),
    "venue": st.sampled_from(("", "ICML")),
    "abstract": st.sampled_from(("", "Short.", "We introduce a new algorithm.")),
    "keywords": st.sampled_from(((), ("gan",), ("GAN", "optimal transport"))),
}


def adapt(raw: RawRecord) -> Record:
    fields = orjson.loads(raw.payload)
    fields["authors"] = tuple(Author(name) for name in fields["authors"])
    fields["keywords"] = tuple(fields["keywords"])
    return Record(source_id=fields["title"], **fields)


@st.composite
def records(draw: st.DrawFn) -> list[RawRecord]:
    """Up to six records of one paper, each by another source."""
    sources = draw(st.lists(st.sampled_from(SOURCES), min_size=2, max_size=6, unique=True))
    every = [{"source": source, **draw(st.fixed_dictionaries(ONE_PAPER))} for source in sources]
    return [RawRecord("fake", orjson.dumps(one), "alice.jsonl", 1) for one in every]


class _Undone(Exception):
    """Undoes what a library took in."""


def library_of(database: Database, raws: list[RawRecord], batch: int) -> list[Paper]:
    """The papers of an empty library that took these records in, without the numbers of that library."""
    found: list[Paper] = []
    with suppress(_Undone), database.write() as connection:
        for start in range(0, len(raws), batch):
            take_batch(connection, raws[start : start + batch], adapt, lambda: NOON)
        found += (replace(paper, key=0, change=0) for paper in papers.stream(connection))
        raise _Undone
    return sorted(found, key=lambda paper: paper.id)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raws=records(), data=st.data())
def test_any_order_in_any_batches_gives_the_same_papers(
    database: Database, raws: list[RawRecord], data: st.DataObject
) -> None:
    batch = data.draw(st.integers(1, len(raws)), "batch")
    again = library_of(database, data.draw(st.permutations(raws), "order"), batch)
    assert again == library_of(database, raws, len(raws))
