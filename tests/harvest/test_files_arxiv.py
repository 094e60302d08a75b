"""arXiv papers by day and in the bulk snapshot, and what every JSON layout has in common."""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path

import orjson
import pytest
from files_samples import examples, read, record

from broadsheet.errors import BadRecord
from broadsheet.harvest.files import adapt, read_file
from broadsheet.model.paper import Author, Record, Version
from broadsheet.model.raw import RawRecord

DAILY = orjson.loads(examples()["arxiv_daily"])
SNAPSHOT = orjson.loads(examples()["arxiv_snapshot"])


def daily(**fields: object) -> Record:
    return adapt(RawRecord("arxiv_daily", orjson.dumps(DAILY | fields), "here", 1))


def snapshot(**fields: object) -> Record:
    changed = {name.replace("_ref", "-ref"): value for name, value in fields.items()}
    return adapt(RawRecord("arxiv_snapshot", orjson.dumps(SNAPSHOT | changed), "here", 1))


def test_a_paper_of_the_day() -> None:
    assert record(examples()["arxiv_daily"]) == Record(
        source="arxiv",
        source_id="1701.07875",
        title="Wasserstein GAN",
        abstract="We train a generator against a critic.",
        authors=(
            Author("Martin Arjovsky", "Arjovsky", "Martin"),
            Author("Soumith Chintala", "Chintala", "Soumith"),
            Author("Léon Bottou", "Bottou", "Léon"),
        ),
        arxiv_id="1701.07875",
        categories=("stat.ML", "cs.LG"),
        announced=date(2017, 1, 27),
        year=2017,
        kind="article",
        comment="32 pages",
    )


def test_the_real_corpus_is_read_whole(shared: Path) -> None:
    raws = islice(read_file(shared / "corpora" / "arxiv-daily.jsonl.gz", "daily"), 3_000)
    papers = [adapt(raw) for raw in raws if isinstance(raw, RawRecord)]
    assert len(papers) == 3_000
    assert all(paper.title and paper.abstract and paper.year for paper in papers)
    assert all(paper.announced and paper.source_id == paper.arxiv_id for paper in papers)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["cs.LG", "68T45, 62H30", "I.5.3; I.2.10"], ("cs.LG",)),
        (["hep-th", "math.AG", "astro-ph.GA", "cond-mat.mes-hall", "physics.optics"], None),
        (["cs.LG", "cs.LG"], ("cs.LG",)),
        (["CS.LG", "cs.", "foo-bar", "math.12", ""], ()),
        (["math-ph", "cmp-lg", "q-bio.NC", "quant-ph"], None),
    ],
)
def test_only_arxiv_categories_are_kept(given: list[str], kept: tuple[str, ...] | None) -> None:
    assert daily(categories=given).categories == (tuple(given) if kept is None else kept)


@pytest.mark.parametrize(
    ("given", "id_", "version"),
    [
        ("2402.17457v3", "2402.17457", 3),
        ("math.GT/0309136v1", "math/0309136", 1),
        ("hep-th/9901001", "hep-th/9901001", None),
        ("http://arxiv.org/abs/2402.17457", "2402.17457", None),
    ],
)
def test_the_version_is_taken_off_the_id(given: str, id_: str, version: int | None) -> None:
    paper = daily(id=given)
    assert (paper.arxiv_id, paper.source_id, paper.version) == (id_, id_, version)


@pytest.mark.parametrize("given", ["", None, "17457", "2413.00001", "10.1000/x", 5])
def test_without_an_arxiv_id_it_is_no_arxiv_record(given: object) -> None:
    with pytest.raises(BadRecord, match="no arXiv id"):
        daily(id=given)


@pytest.mark.parametrize("given", ["", "  ", None, "\0", [], "\u200b"])
def test_without_a_title_there_is_no_record(given: object) -> None:
    with pytest.raises(BadRecord, match="no title"):
        daily(title=given)


@pytest.mark.parametrize(
    "given", ["20245-01-01", "0000-00-00", "1599-01-01", "2024-13-01", "2023-02-29", "soon", 5, ""]
)
def test_a_nonsense_date_is_dropped_and_the_record_kept(given: object) -> None:
    assert daily(first_seen=given).announced is None


@pytest.mark.parametrize(
    ("given", "year"), [(20245, 2017), ("2016", 2016), (-1, 2017), (True, 2017), (None, 2017), ("c. 1905", 1905)]
)
def test_the_id_tells_the_year_where_the_field_is_nonsense(given: object, year: int) -> None:
    assert daily(year=given).year == year


def test_old_ids_tell_the_year() -> None:
    assert daily(id="astro-ph/9605151", year=None).year == 1996


@pytest.mark.parametrize(
    ("given", "title"),
    [(["Wasserstein GAN"], "Wasserstein GAN"), (1984, "1984"), ("a\0b\x07", "ab"), ('Na\\"ive', "Naïve")],
)
def test_titles_of_evident_types(given: object, title: str) -> None:
    assert daily(title=given).title == title


@pytest.mark.parametrize(
    ("field", "given"),
    [("title", {"en": "x"}), ("title", ["a", "b"]), ("abstract", True), ("authors", 5), ("categories", {})],
)
def test_fields_of_a_wrong_type_are_named(field: str, given: object) -> None:
    with pytest.raises(BadRecord, match=field):
        daily(**{field: given})


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("Alice Martin and Bob Chen", ["Alice Martin", "Bob Chen"]),
        ("Martin, Alice; Chen, Bob", ["Alice Martin", "Bob Chen"]),
        ([{"name": "Alice Martin"}, {"given": "Bob", "family": "Chen"}], ["Alice Martin", "Bob Chen"]),
        ({"name": "Alice Martin"}, ["Alice Martin"]),
        (["Alice Martin", "", "et al."], ["Alice Martin"]),
        (None, []),
    ],
)
def test_authors_in_other_shapes(given: object, names: list[str]) -> None:
    assert [author.name for author in daily(authors=given).authors] == names


def test_5000_authors_are_kept() -> None:
    paper = daily(authors=[f"Alice M{'a' * (n % 50)}rtin{n}" for n in range(5_000)])
    assert len(paper.authors) == 5_000


def test_links_are_read_out_of_abstract_and_comment() -> None:
    paper = daily(
        abstract="Code: https://github.com/alice/gan.", comment="Project page at https://alice.github.io/gan/"
    )
    assert [(link.kind, link.origin) for link in paper.links] == [("code", "text"), ("project", "text")]


def test_json_that_is_not_utf_8_is_refused_with_the_byte() -> None:
    (_, raw) = read(examples()["arxiv_daily"].encode() + b'{"id": "\xe9"}\n')
    assert isinstance(raw, RawRecord)
    assert raw.position == 2
    with pytest.raises(BadRecord, match="not UTF-8 at byte 9"):
        adapt(raw)


@pytest.mark.parametrize("payload", [b"{", b"[]", b'"x"', b"", b'{"title": "\\ud800"}'])
def test_what_is_no_json_object_is_refused(payload: bytes) -> None:
    with pytest.raises(BadRecord, match=r"not (a )?JSON"):
        adapt(RawRecord("arxiv_daily", payload, "here", 1))


def test_nul_bytes_are_removed() -> None:
    text = examples()["arxiv_daily"].replace("GAN", "G\0AN").replace("32 pages", "32\\u0000 pages")
    paper = record(text)
    assert (paper.title, paper.comment) == ("Wasserstein GAN", "32 pages")


def test_a_snapshot_with_the_main_fields_only() -> None:
    line = {"id": "1701.07875", "title": "Wasserstein GAN", "abstract": "x", "categories": "stat.ML cs.LG"}
    assert record(orjson.dumps(line)).categories == ("stat.ML", "cs.LG")


def test_a_paper_of_the_snapshot() -> None:
    paper = record(examples()["arxiv_snapshot"])
    assert paper.abstract == "We train a generator against a critic."
    assert [author.family for author in paper.authors] == ["Arjovsky", "Chintala", "Bottou"]
    assert paper.categories == ("stat.ML", "cs.LG")
    assert paper.versions == (Version(1, date(2017, 1, 26)), Version(3, date(2017, 12, 6)))
    assert (paper.published, paper.updated, paper.version, paper.year) == (
        date(2017, 1, 26),
        date(2017, 12, 6),
        3,
        2017,
    )
    assert paper.announced == date(2017, 1, 30)  # Thursday, 16:10 in the East: Sunday evening


def test_the_update_date_is_used_where_there_are_no_versions() -> None:
    paper = snapshot(versions=[])
    assert (paper.published, paper.updated, paper.version) == (None, date(2017, 12, 7), None)
    assert paper.announced is None


def test_versions_out_of_order_and_broken_ones() -> None:
    versions: Iterable[object] = [{"version": "v2", "created": "20245"}, {"version": "v1"}, {"version": "x"}, None]
    assert snapshot(versions=versions).versions == (Version(1), Version(2))


def test_suffixes_stay_in_the_display_name() -> None:
    (author,) = snapshot(authors_parsed=[["Martin", "Alice", "Jr."]]).authors
    assert author == Author("Alice Martin Jr.", "Martin", "Alice")


def test_authors_are_split_where_they_are_not_parsed() -> None:
    text = "Alice Martin (1,2), Bob Chen, and Carol D\\'iaz ((1) Here, (2) There)"
    names = [author.name for author in snapshot(authors=text, authors_parsed=None).authors]
    assert names[:2] == ["Alice Martin", "Bob Chen"]
    assert "Carol Díaz" in names


def test_journal_doi_and_comment_of_the_snapshot() -> None:
    paper = snapshot(doi="10.1103/PhysRevD.76.013009 10.1103/x", journal_ref="Phys.Rev.\n  D76", comments="5 pages\0")
    assert (paper.doi, paper.journal_ref, paper.comment) == ("10.1103/physrevd.76.013009", "Phys.Rev. D76", "5 pages")
