"""What arXiv says of papers in each of its formats, as our records."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import orjson
import pytest

from broadsheet.errors import BadRecord
from broadsheet.harvest.adapters import adapt
from broadsheet.harvest.sources.arxiv import oai, sets
from broadsheet.harvest.sources.arxiv.withdrawn import standing
from broadsheet.lib.http.answer import Answer
from broadsheet.model.paper import Record, Version
from broadsheet.model.raw import RawRecord


def read(body: bytes, prefix: str = "arXivRaw") -> oai.Listing:
    return oai.read(Answer(oai.ADDRESS, 200, {}, body), prefix)


def adapted(raws: Iterable[object]) -> dict[str, Record]:
    return {(record := adapt(raw)).source_id: record for raw in raws if isinstance(raw, RawRecord)}


@cache
def official(shared: Path, prefix: str) -> dict[str, Record]:
    """The 509 papers of arXiv's own test data in one format."""
    pages = sorted((shared / "fixtures/arxiv_oai/official_server").glob(f"ListRecords_{prefix}_p*.xml"))
    assert len(pages) == 6
    return adapted(raw for page in pages for raw in read(page.read_bytes(), prefix).records)


def test_509_papers_are_complete_in_all_three_formats(shared: Path) -> None:
    raw, split, core = (official(shared, prefix) for prefix in ("arXivRaw", "arXiv", "oai_dc"))
    assert len(raw) == 509
    assert list(raw) == list(split) == list(core)
    for one, two, three in zip(raw.values(), split.values(), core.values(), strict=True):
        assert one.title == two.title == three.title
        assert one.abstract == two.abstract == three.abstract != ""
        assert one.categories == two.categories == three.categories != ()
        assert one.doi == two.doi == three.doi
        assert one.comment == two.comment == three.comment
        assert one.journal_ref == two.journal_ref == three.journal_ref
        assert one.license == two.license
        assert one.authors
        assert one.published == three.published


def test_509_papers_have_as_many_authors_in_all_three_formats(shared: Path) -> None:
    raw, split, core = (official(shared, prefix) for prefix in ("arXivRaw", "arXiv", "oai_dc"))
    differing = [one for one in raw if not len(raw[one].authors) == len(split[one].authors) == len(core[one].authors)]
    assert len(differing) == 15
    # In these the saved answers cut affiliations in parentheses, or "et al", as if they were authors.
    assert all(any("(" in one.name or one.name == "et al" for one in split[name].authors) for name in differing)


def test_509_papers_have_the_versions_that_arxivs_database_has(shared: Path) -> None:
    rows = (shared / "fixtures/arxiv_oai/official_server/metadata_rows.jsonl").read_bytes().splitlines()
    current = {row["paper_id"]: row for row in map(orjson.loads, rows) if row["is_current"]}
    for name, record in official(shared, "arXivRaw").items():
        assert record.version == record.versions[-1].number == current[name]["version"]
        assert str(record.updated) == current[name]["created"][:10]
        assert (record.standing == "withdrawn") == bool(current[name]["is_withdrawn"])


def test_recorded_answers_of_earlier_years_are_read(shared: Path) -> None:
    answers = sorted((shared / "fixtures/arxiv_oai/hepcrawl").glob("*.xml"))
    listings = [read(answer.read_bytes(), "arXiv") for answer in answers]
    assert [len(one.records) for one in listings] == [3, 3, 1, 12, *[1] * 11]
    for record in (record for listing in listings for record in adapted(listing.records).values()):
        assert record.title
        assert record.abstract
        assert all(author.family for author in record.authors)


RAW = b"""<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>hep-th/9901001</id>
<version version="v1"><date>Fri, 1 Jan 1999 10:00:00 GMT</date><size>16kb</size></version>
<version version="v2"><date>Mon, 5 Apr 1999 10:00:00 GMT</date><size>%s</size>%s</version>
<title>On $\\alpha$-vacua</title><authors>Ada van Berg (1), Bo Chen and Eve D\\'iaz ((1) Here, (2) There)</authors>
<categories>hep-th math.CO 81T20</categories>%s<abstract>We look.</abstract></arXivRaw>"""


def raw(size: bytes = b"20kb", kind: bytes = b"", comment: bytes = b"") -> Record:
    return adapt(RawRecord("arxiv_raw", RAW % (size, kind, comment), "", 1))


def test_a_raw_record_has_versions_names_and_categories() -> None:
    record = raw(comment=b"<comments>12 pages</comments><doi>10.1000/X; 10.1000/y</doi>")
    assert (record.arxiv_id, record.version, record.year, record.comment) == ("hep-th/9901001", 2, 1999, "12 pages")
    assert record.versions == (Version(1, date(1999, 1, 1)), Version(2, date(1999, 4, 5)))
    assert (record.published, record.updated) == (date(1999, 1, 1), date(1999, 4, 5))
    assert record.announced == date(1999, 1, 5)  # Friday was New Year's Day; Monday evening in the East
    assert [one.name for one in record.authors] == ["Ada van Berg", "Bo Chen", "Eve Díaz"]
    assert record.categories == ("hep-th", "math.CO")
    assert (record.doi, record.standing) == ("10.1000/x", "")


@pytest.mark.parametrize(
    ("date_of_v1", "announced"),
    [
        (b"Thu, 19 Nov 2026 18:59:59 GMT", date(2026, 11, 20)),
        (b"Thu, 19 Nov 2026 19:00:00 GMT", date(2026, 11, 23)),
        (b"Thu, 19 Nov 2026", None),
        (b"soon", None),
    ],
)
def test_the_time_of_the_first_version_gives_the_day_of_announcement(date_of_v1: bytes, announced: date | None) -> None:
    versions = b'<version version="v2"><date>Mon, 30 Nov 2026 10:00:00 GMT</date></version>'
    versions += b'<version version="v1"><date>' + date_of_v1 + b"</date></version>"
    payload = b'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>2611.00001</id>%s<title>T</title></arXivRaw>'
    assert adapt(RawRecord("arxiv_raw", payload % versions, "", 1)).announced == announced


def test_later_versions_alone_give_no_day_of_announcement() -> None:
    payload = RAW.replace(b'version="v1"', b'version="v3"') % (b"1kb", b"", b"")
    assert adapt(RawRecord("arxiv_raw", payload, "", 1)).announced is None


@pytest.mark.parametrize(
    ("size", "kind", "withdrawn"),
    [
        (b"0kb", b"<source_type>I</source_type>", True),
        (b"1kb", b"<source_type>I</source_type>", True),
        (b"0kb", b"", True),
        (b"0kb", b"<source_type>D</source_type>", False),
        (b"20kb", b"", False),
    ],
)
def test_a_last_version_without_content_is_a_withdrawal(size: bytes, kind: bytes, withdrawn: bool) -> None:
    assert (raw(size, kind).standing == "withdrawn") == withdrawn


SAID = [
    ("This paper has been withdrawn by the authors due to an error in Lemma 2", True),
    ("This submission is withdrawn: see v1", True),
    ("The paper was withdrawn", True),
    ("Paper withdrawn", True),
    ("Withdrawn", True),
    ("[Withdrawn by the author]", True),
    ("This paper and abstract have been withdrawn.", True),
    ("5 pages, 1 figure. This paper has been withdrawn by the author", True),
    ("5 pages; an earlier paper has been withdrawn", False),
    ("Consent was withdrawn by 12 patients", False),
    ("We study withdrawn drugs", False),
    ("Withdrawal of cash", False),
    ("", False),
]


@pytest.mark.parametrize(("comment", "withdrawn"), SAID)
def test_authors_say_in_many_words_that_a_paper_is_withdrawn(comment: str, withdrawn: bool) -> None:
    assert standing(comment, "We look.") == (("withdrawn", comment) if withdrawn else ("", ""))


def test_an_abstract_may_say_it_too() -> None:
    assert standing("5 pages", "This article has been withdrawn.") == ("withdrawn", "This article has been withdrawn.")
    assert standing("5 pages", "We look.", by_version=True) == ("withdrawn", "")


SPLIT = b"""<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2611.00001</id><created>%s</created>
<authors><author><keyname>van Berg</keyname><forenames>Ada</forenames><suffix>Jr</suffix></author>
<author><keyname>Planck Collaboration</keyname></author></authors><title>T</title><abstract>A</abstract></arXiv>"""


def test_family_and_given_names_stand_apart() -> None:
    first, second = adapt(RawRecord("arxiv_oai", SPLIT % b"2026-11-02", "", 1)).authors
    assert (first.name, first.family, first.given) == ("Ada van Berg Jr", "van Berg", "Ada")
    assert second.name == "Planck Collaboration"


@pytest.mark.parametrize(("created", "counts"), [(b"2026-11-02", True), (b"2026-10-30", True), (b"2027-01-04", False)])
def test_a_day_of_creation_counts_only_near_the_month_of_the_id(created: bytes, counts: bool) -> None:
    assert bool(adapt(RawRecord("arxiv_oai", SPLIT % created, "", 1)).published) == counts


@pytest.mark.parametrize("format", ["arxiv_raw", "arxiv_oai", "arxiv_dc", "arxiv_atom"])
@pytest.mark.parametrize("payload", [b"", b"<a", b"<a/>", b"<a><id>x</id><title>y</title></a>", b"\xff"])
def test_a_record_that_is_none_is_refused(format: str, payload: bytes) -> None:
    with pytest.raises(BadRecord):
        adapt(RawRecord(format, payload, "", 1))


ENVELOPE = (
    "<OAI-PMH %s><responseDate>2026-11-20T12:00:00Z</responseDate><ListRecords><record><header><identifier>"
    "oai:arXiv.org:2611.00001</identifier><datestamp>%s</datestamp></header><metadata>"
    '<arXiv xmlns="http://arxiv.org/OAI/arXiv/" %s><id>2611.00001</id><updated>%s</updated><title>T</title></arXiv>'
    "</metadata></record></ListRecords></OAI-PMH>"
)
SCHEMA = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://arxiv.org/OAI/arXiv/ %s"'


def test_a_record_is_the_same_in_whatever_envelope_it_comes() -> None:
    one = ENVELOPE % ("", "2026-11-19", "", "2026-11-19")
    two = ENVELOPE % ('xmlns="http://www.openarchives.org/OAI/2.0/"', "2026-11-20", SCHEMA % "x.xsd", "2026-11-20")
    assert read(one.encode(), "arXiv").records == read(two.encode(), "arXiv").records


def test_another_format_than_was_asked_for_is_refused_record_by_record() -> None:
    (refusal,) = read((ENVELOPE % ("", "2026-11-19", "", "2026-11-19")).encode(), "arXivRaw").records
    assert not isinstance(refusal, RawRecord)
    assert "came as 'arXiv'" in refusal.reason


@pytest.mark.parametrize(
    ("name", "spec", "feed"),
    [
        ("cs", "cs", "cs"),
        ("cs.AI", "cs:cs:AI", "cs.AI"),
        ("CS.ai", "cs:cs:AI", "cs.AI"),
        ("cs:cs:AI", "cs:cs:AI", "cs.AI"),
        ("stat.ML", "stat:stat:ML", "stat.ML"),
        ("hep-th", "physics:hep-th", "hep-th"),
        ("math-ph", "physics:math-ph", "math-ph"),
        ("physics", "physics:physics", "physics"),
        ("physics.optics", "physics:physics:optics", "physics.optics"),
        ("cond-mat.str-el", "physics:cond-mat:str-el", "cond-mat.str-el"),
        ("q-bio.NC", "q-bio:q-bio:NC", "q-bio.NC"),
    ],
)
def test_sets_are_written_as_readers_write_them(name: str, spec: str, feed: str) -> None:
    assert (sets.set_spec(name), sets.feed_name(name)) == (spec, feed)


def test_all_of_physics_is_a_set_of_its_own() -> None:
    assert sets.set_spec("grp_physics") == "physics"
    assert "hep-th+" in sets.feed_name("grp_physics")


def test_sets_are_those_that_arxiv_puts_into_its_headers(shared: Path) -> None:
    pages = (shared / "fixtures/arxiv_oai/official_server").glob("ListRecords_arXiv_p*.xml")
    specs = {part.partition("<")[0] for page in pages for part in page.read_text().split("<setSpec>")[1:]}
    historical = {"chao-dyn", "ao-sci"}
    assert {sets.set_spec(spec) for spec in specs - historical if ":" in spec} == specs - historical
