"""ACL Anthology XML, and XML that means harm."""

import pytest
from files_samples import examples, read, record, records, refusals

from broadsheet.errors import BadRecord
from broadsheet.harvest.files import adapt
from broadsheet.model.paper import Author, Link, Record
from broadsheet.model.raw import RawRecord

META = "<meta><booktitle>Proceedings of <fixed-case>ACL</fixed-case></booktitle><year>2019</year></meta>"
OLD = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="{collection}">
  <volume id="{volume}">{meta}
    <frontmatter><url>P19-1000</url></frontmatter>
    <paper id="{paper}">{content}</paper>
  </volume>
</collection>"""


def collection(content: str, collection: str = "P19", volume: str = "1", paper: str = "1", meta: str = META) -> str:
    return OLD.format(content=content, collection=collection, volume=volume, paper=paper, meta=meta)


def test_a_paper() -> None:
    assert record(examples()["acl_xml"]) == Record(
        source="acl",
        source_id="2024.acl-long.1",
        title="GANs for Text with $O(n)$ Critics",
        abstract="We train a critic for text.",
        authors=(Author("Alice Martin", "Martin", "Alice"),),
        doi="10.18653/v1/2024.acl-long.1",
        acl_id="2024.acl-long.1",
        year=2024,
        kind="paper-conference",
        venue="Proceedings of the 62nd Annual Meeting (Volume 1: Long Papers)",
        pages="1-12",
        publisher="Association for Computational Linguistics",
        links=(
            Link("page", "https://aclanthology.org/2024.acl-long.1/", "acl"),
            Link("pdf", "https://aclanthology.org/2024.acl-long.1.pdf", "acl"),
        ),
    )


@pytest.mark.parametrize(
    ("place", "acl_id"),
    [
        (("P19", "1", "1"), "P19-1001"),
        (("W19", "34", "1"), "W19-3401"),
        (("D19", "1", "12"), "D19-1012"),
        (("D19", "50", "1"), "D19-5001"),
        (("2020.lrec", "1", "7"), "2020.lrec-1.7"),
        (("2024.findings", "acl", "25"), "2024.findings-acl.25"),
    ],
)
def test_ids_are_put_together_where_they_are_not_given(place: tuple[str, str, str], acl_id: str) -> None:
    assert record(collection("<title>x</title>", *place)).acl_id == acl_id


def test_front_matter_is_passed_over() -> None:
    assert len(records(collection("<title>x</title>"))) == 1


def test_the_payload_is_read_without_its_file() -> None:
    (raw,) = read(collection("<title>x</title>"))
    assert isinstance(raw, RawRecord)
    assert raw.position == 5
    assert adapt(raw).venue == "Proceedings of ACL"


def test_every_volume_has_its_own_context() -> None:
    volumes = "".join(
        f"<volume id='{n}'><meta><booktitle>Book {n}</booktitle></meta><paper id='1'><title>x</title></paper></volume>"
        for n in (1, 2)
    )
    assert [paper.venue for paper in records(f"<collection id='P19'>{volumes}</collection>")] == ["Book 1", "Book 2"]


def test_markup_in_titles_and_abstracts() -> None:
    content = (
        "<title><b>Bold</b> &amp; <i>slanted <tex-math>x^2</tex-math></i></title>"
        "<abstract>See <url>https://github.com/alice/gan</url> for <tex-math>\\alpha</tex-math>.</abstract>"
    )
    paper = record(collection(content))
    assert paper.title == "Bold & slanted $x^2$"
    assert paper.abstract == "See https://github.com/alice/gan for $\\alpha$."
    assert paper.links[-1] == Link("code", "https://github.com/alice/gan", "text")


def test_authors_with_one_name_or_several_scripts() -> None:
    content = (
        "<title>x</title><author><last>Plato</last></author><author id='bob-chen'><first>Bob</first><last>Chen</last>"
        "<variant script='hani'><first>博</first><last>陈</last></variant></author><editor><last>Carol</last></editor>"
    )
    assert [author.name for author in record(collection(content)).authors] == ["Plato", "Bob Chen"]


def test_attachments_code_and_videos_are_links() -> None:
    content = (
        "<title>x</title><attachment type='software' hash='1'>P19-1001.Software.zip</attachment>"
        "<attachment type='poster'>P19-1001.Poster.pdf</attachment><video href='https://vimeo.com/1'/>"
        "<pwccode url='https://github.com/alice/gan'>alice/gan</pwccode>"
    )
    found = [(link.kind, link.url) for link in record(collection(content)).links[2:]]
    assert found == [
        ("code", "https://github.com/alice/gan"),
        ("code", "https://aclanthology.org/attachments/P19-1001.Software.zip"),
        ("video", "https://vimeo.com/1"),
    ]


def test_a_journal() -> None:
    meta = "<meta><journal-title>Computational Linguistics</journal-title><journal-volume>45</journal-volume></meta>"
    paper = record(collection("<title>x</title>", "J19", meta=meta))
    assert (paper.kind, paper.venue, paper.volume) == ("article-journal", "Computational Linguistics", "45")


def test_a_paper_without_a_title_is_refused() -> None:
    (raw,) = read(collection("<abstract>x</abstract>"))
    assert isinstance(raw, RawRecord)
    with pytest.raises(BadRecord, match="no title"):
        adapt(raw)


def test_papers_before_a_fault_are_kept() -> None:
    text = collection("<title>x</title>").replace("</volume>", "</paper></volume>")
    raw, refusal = read(text)
    assert isinstance(raw, RawRecord)
    assert (refusal.position, refusal.unit) == (6, "line")
    assert "not well-formed XML" in refusal.reason  # type: ignore[union-attr]


LAUGHS = "".join(f"<!ENTITY l{n + 1} '{f'&l{n};' * 10}'>" for n in range(12))
DOCTYPES = {
    "billion laughs": f"<!DOCTYPE collection [<!ENTITY l0 'ha'>{LAUGHS}]>",
    "quadratic": f"<!DOCTYPE collection [<!ENTITY l12 '{'x' * 40_000}'>]>",
    "external": "<!DOCTYPE collection [<!ENTITY l12 SYSTEM 'file:///etc/hostname'>]>",
    "parameter": "<!DOCTYPE collection [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'>%p;]>",
    "hidden behind a comment": "<!-- <collection> --><!DOCTYPE collection [<!ENTITY l12 'x'>]>",
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES.keys())
def test_entities_are_refused_and_not_expanded(doctype: str) -> None:
    text = collection("<title>&l12;</title>").replace("?>", f"?>{doctype}", 1)
    (refusal,) = refusals(text)
    assert "it declares XML entities" in refusal.reason


def test_a_payload_with_entities_is_not_expanded() -> None:
    payload = (
        DOCTYPES["external"]
        + "<collection id='P19'><volume id='1'><paper id='1'><title>a&l12;b</title></paper></volume></collection>"
    )
    assert adapt(RawRecord("acl_xml", payload.encode(), "here", 1)).title == "ab"


def test_an_element_that_goes_on_for_ever_is_refused() -> None:
    (refusal,) = refusals(b"<collection id='P19'><volume id='1'>" + b"<foo/>" * 1_500_000)
    assert "longer than 8 MiB" in refusal.reason
