"""CSL-JSON."""

from datetime import date

import orjson
import pytest
from files_samples import examples, record

from broadsheet.errors import BadRecord
from broadsheet.harvest.files import adapt
from broadsheet.model.paper import Author, Link, Record
from broadsheet.model.raw import RawRecord

ITEM = orjson.loads(examples()["csl"])[0]


def item(**fields: object) -> Record:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return adapt(RawRecord("csl", orjson.dumps(ITEM | named), "here", 1))


def test_an_item() -> None:
    assert record(examples()["csl"]) == Record(
        source="csl",
        source_id="1701.07875",
        title="Wasserstein GAN",
        authors=(Author("Martin Arjovsky", "Arjovsky", "Martin"), Author("Soumith Chintala", "Chintala", "Soumith")),
        arxiv_id="1701.07875",
        published=date(2017, 8, 6),
        year=2017,
        kind="paper-conference",
        venue="International Conference on Machine Learning",
        pages="214-223",
    )


@pytest.mark.parametrize(
    ("issued", "published", "year"),
    [
        ({"date-parts": [["2020", "5", "12"]]}, date(2020, 5, 12), 2020),
        ({"date-parts": [[2020, 5]]}, None, 2020),
        ({"date-parts": [[20245, 1, 1]]}, None, None),
        ({"date-parts": [[2023, 2, 29]]}, None, 2023),
        ({"date-parts": [[]]}, None, None),
        ({"raw": "2020-05-12"}, date(2020, 5, 12), 2020),
        ({"literal": "Spring 2020"}, None, 2020),
        ("2020-05-12", date(2020, 5, 12), 2020),
        (5, None, None),
        (None, None, None),
    ],
)
def test_dates(issued: object, published: date | None, year: int | None) -> None:
    found = item(issued=issued)
    assert (found.published, found.year) == (published, year)


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        (
            {"family": "Berg", "given": "Alice", "non-dropping-particle": "van der"},
            Author("Alice van der Berg", "van der Berg", "Alice"),
        ),
        ({"family": "Martin", "given": "Alice", "suffix": "Jr."}, Author("Alice Martin Jr.", "Martin", "Alice")),
        ({"literal": "The Graph Team"}, Author("The Graph Team")),
        ("Martin, Alice", Author("Alice Martin", "Martin", "Alice")),
    ],
)
def test_authors(author: object, expected: Author) -> None:
    assert item(author=[author]).authors == (expected,)


def test_a_title_in_a_list_as_crossref_writes_it() -> None:
    found = item(title=["Wasserstein GAN"], container_title=["ICML"])
    assert (found.title, found.venue) == ("Wasserstein GAN", "ICML")


def test_jats_in_the_abstract() -> None:
    assert (
        item(abstract="<jats:p>We train a <jats:italic>critic</jats:italic>.</jats:p>").abstract == "We train a critic."
    )


@pytest.mark.parametrize("note", ["arXiv: 1701.07875 [cs]", "arXiv:1701.07875", "Read it.\narXiv: 1701.07875v3 [stat]"])
def test_arxiv_ids_in_notes(note: str) -> None:
    assert item(URL="", note=note).arxiv_id == "1701.07875"


def test_keywords_as_text_or_list() -> None:
    assert item(keyword="GAN, critic; gan").keywords == item(keyword=["GAN", "critic"]).keywords == ("GAN", "critic")


def test_the_doi_names_the_record() -> None:
    found = item(DOI="https://doi.org/10.1000/ABC")
    assert (found.source_id, found.doi, found.arxiv_id) == ("10.1000/abc", "10.1000/abc", "1701.07875")


@pytest.mark.parametrize(("field", "value"), [("title", {}), ("author", 5), ("keyword", {}), ("publisher", [1, 2])])
def test_fields_of_a_wrong_type_are_named(field: str, value: object) -> None:
    with pytest.raises(BadRecord, match=field):
        item(**{field: value})


def test_a_link_is_what_leads_elsewhere_than_to_the_paper_s_own_ids() -> None:
    assert item(URL="https://arxiv.org/pdf/1701.07875v2", DOI="10.1000/abc").links == ()
    page = Link("page", "https://example.org/gan", "csl")
    assert item(URL=page.url, DOI="10.1000/abc").links == (page,)


def test_an_item_of_title_and_type_is_enough() -> None:
    assert (
        record('[{"id": "gan", "type": "article", "title": "Wasserstein GAN", "abstract": "A critic."}]').source
        == "csl"
    )


def test_keywords_that_are_arxiv_categories_are_these() -> None:
    found = item(keyword="cs.LG, critic")
    assert (found.categories, found.keywords) == (("cs.LG",), ("critic",))
