"""Citations say what the paper says, and programs read back what we write."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import escape
from typing import Any
from urllib.parse import parse_qs

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.model.paper import Author, Link, Paper, Standing
from broadsheet.render.citations import bibtex_key, coins, highwire, to_bibtex, to_bibtex_many, to_csl, to_ris

SCHMIDHUBER = Paper(
    1,
    "arxiv:1404.7828",
    "Deep Learning in Neural Networks: An Overview",
    abstract="In recent years, deep networks have won contests.",
    authors=(Author("Jürgen Schmidhuber", "Schmidhuber", "Jürgen"),),
    arxiv_id="1404.7828",
    doi="10.1016/j.neunet.2014.09.003",
    categories=("cs.NE", "cs.LG"),
    published=date(2014, 4, 30),
    year=2014,
)
BERT = Paper(
    2,
    "acl:N19-1423",
    "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
    authors=(Author("Jacob Devlin", "Devlin", "Jacob"), Author("Ming-Wei Chang", "Chang", "Ming-Wei")),
    acl_id="N19-1423",
    doi="10.18653/v1/n19-1423",
    venue="Proceedings of NAACL-HLT",
    pages="4171–4186",
    year=2019,
    kind="paper-conference",
)
PEOPLE = (
    Author("Ian O'Brien", "O'Brien", "Ian"),
    Author("Jan van der Berg", "van der Berg", "Jan"),
    Author("DeepSeek-AI"),
    Author("Martin Luther King Jr.", "King", "Martin Luther"),
    Author("Research and Development Team"),
    Author("张三", "张", "三"),
)


def _fields(entry: str) -> dict[str, str]:
    library = parse_string(entry, append_middleware=[LatexDecodingMiddleware()])
    assert not library.failed_blocks
    (read,) = library.entries
    return {"": read.entry_type, "key": read.key, **{field.key: str(field.value) for field in read.fields}}


def test_a_preprint_in_bibtex() -> None:
    fields = _fields(to_bibtex(SCHMIDHUBER))
    assert fields == {
        "": "misc",
        "key": "schmidhuber2014deep",
        "title": "Deep Learning in Neural Networks: An Overview",
        "author": "Schmidhuber, Jürgen",
        "year": "2014",
        "eprint": "1404.7828",
        "archivePrefix": "arXiv",
        "primaryClass": "cs.NE",
        "doi": "10.1016/j.neunet.2014.09.003",
        "url": "https://arxiv.org/abs/1404.7828",
        "abstract": "In recent years, deep networks have won contests.",
        "month": "apr",
    }


def test_an_abstract_in_bibtex_keeps_its_mathematics_and_its_capitals() -> None:
    paper = Paper(key=1, id="bs:1", title="On GANs", abstract=r"GANs reach 5% at $x_{1} \leq 2$ & stop_there.")
    assert r"abstract = {GANs reach 5\% at {$x_{1} \leq 2$} \& stop\_there.}" in to_bibtex(paper)


def test_a_conference_paper_in_bibtex() -> None:
    fields = _fields(to_bibtex(BERT))
    assert (fields[""], fields["booktitle"]) == ("inproceedings", "Proceedings of NAACL-HLT")
    assert fields["pages"] in ("4171--4186", "4171–4186")
    assert "{BERT}: Pre-training" in to_bibtex(BERT)


@pytest.mark.parametrize(
    ("standing", "said"), [("retracted", "Retracted"), ("withdrawn", "Withdrawn"), ("deleted", "Deleted"), ("", None)]
)
def test_every_format_notes_how_a_paper_stands(standing: Standing, said: str | None) -> None:
    paper = replace(BERT, standing=standing, standing_note="Because.")
    assert _fields(to_bibtex(paper)).get("note") == said
    assert to_csl(paper).get("note") == said
    assert (f"N1  - {said}" in to_ris(paper)) == (said is not None)


def test_bibtex_keeps_mathematics_and_escapes_the_rest() -> None:
    title = r"An $O(n^2)$ bound for the Schrödinger bridge at 50% & {x} \y"
    entry = to_bibtex(_paper(title))
    assert r"{$O(n^2)$} bound for the {Schr{\"o}dinger} bridge at 50\% \&" in entry
    assert r"{$O({\alpha})$} at 5 km s{\textsuperscript{-1}}" in to_bibtex(_paper("An $O(α)$ at 5 km s⁻¹"))
    assert entry.isascii()
    assert entry.count("{") == entry.count("}")


def test_names_stand_in_the_order_of_the_paper() -> None:
    author = _fields(to_bibtex(_paper("A title", PEOPLE)))["author"]
    assert author.replace("{", "").replace("}", "") == (
        "O'Brien, Ian and van der Berg, Jan and DeepSeek-AI and King, Jr., Martin Luther and "
        "Research and Development Team and 张, 三"
    )
    assert "{Research and Development Team}" in to_bibtex(_paper("A title", PEOPLE))


@pytest.mark.parametrize(
    ("name", "family", "title", "key"),
    [
        ("Łukasz Kaiser", "Kaiser", "One Model to Learn Them All", "kaiser2017one"),
        ("Jan van der Berg", "van der Berg", "On the Édge", "vanderberg2017edge"),
        ("DeepSeek-AI", "", "The $x^2$ problem", "deepseekai2017x2"),
        ("张三", "张", "深度学习", "anonymous2017"),
        ("Øystein Æsir", "Æsir", "A", "aesir2017a"),
    ],
)
def test_keys_are_readable_ascii(name: str, family: str, title: str, key: str) -> None:
    assert bibtex_key(_paper(title, (Author(name, family, name.removesuffix(family).strip()),))) == key


def test_many_entries_get_keys_of_their_own_one_at_a_time() -> None:
    def endless() -> Iterator[Paper]:
        while True:
            yield SCHMIDHUBER

    entries = to_bibtex_many(endless())
    keys = [_fields(next(entries))["key"] for _ in range(30)]
    assert keys[:3] == ["schmidhuber2014deep", "schmidhuber2014deepa", "schmidhuber2014deepb"]
    assert len(set(keys)) == 30


def test_ris_is_read_back() -> None:
    (read,) = rispy.loads(to_ris(SCHMIDHUBER))
    assert read["type_of_reference"] == "UNPB"
    assert read["title"] == SCHMIDHUBER.title
    assert read["authors"] == ["Schmidhuber, Jürgen"]
    assert (read["year"], read["doi"]) == ("2014", SCHMIDHUBER.doi)
    (read,) = rispy.loads(to_ris(BERT))
    assert (read["type_of_reference"], read["start_page"], read["end_page"]) == ("CPAPER", "4171", "4186")


def test_csl_names_every_part() -> None:
    assert to_csl(SCHMIDHUBER) == {
        "id": "arxiv:1404.7828",
        "type": "article",
        "title": SCHMIDHUBER.title,
        "author": [{"family": "Schmidhuber", "given": "Jürgen"}],
        "issued": {"date-parts": [[2014, 4, 30]]},
        "publisher": "arXiv",
        "number": "arXiv:1404.7828",
        "archive": "arXiv",
        "DOI": SCHMIDHUBER.doi,
        "URL": "https://arxiv.org/abs/1404.7828",
        "keyword": "cs.NE, cs.LG",
        "abstract": SCHMIDHUBER.abstract,
    }
    names = to_csl(_paper("A title", PEOPLE))["author"]
    assert isinstance(names, list)
    assert names[2:4] == [{"literal": "DeepSeek-AI"}, {"family": "King", "given": "Martin Luther", "suffix": "Jr."}]


def test_coins_is_a_context_object() -> None:
    fields = parse_qs(coins(SCHMIDHUBER))
    assert fields["ctx_ver"] == ["Z39.88-2004"]
    assert fields["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:journal"]
    assert fields["rft_id"] == [f"info:doi/{SCHMIDHUBER.doi}", "https://arxiv.org/abs/1404.7828"]
    assert fields["rft.atitle"] == [SCHMIDHUBER.title]
    assert (fields["rft.genre"], fields["rft.date"]) == (["preprint"], ["2014-04-30"])
    assert parse_qs(coins(BERT))["rft.genre"] == ["proceeding"]
    assert '"' not in escape(coins(BERT))


def test_highwire_tags_tell_the_kind_of_paper() -> None:
    tags = highwire(SCHMIDHUBER, "https://papers.example/papers/arxiv:1404.7828")
    assert tags == [
        ("citation_title", SCHMIDHUBER.title),
        ("citation_author", "Schmidhuber, Jürgen"),
        ("citation_publication_date", "2014/04/30"),
        ("citation_technical_report_institution", "arXiv"),
        ("citation_technical_report_number", "arXiv:1404.7828"),
        ("citation_doi", SCHMIDHUBER.doi),
        ("citation_arxiv_id", "1404.7828"),
        ("citation_pdf_url", "https://arxiv.org/pdf/1404.7828"),
        ("citation_abstract_html_url", "https://papers.example/papers/arxiv:1404.7828"),
    ]
    assert ("citation_conference_title", "Proceedings of NAACL-HLT") in highwire(BERT)
    journal = Paper(3, "doi:10.1/x", "A title", doi="10.1/x", venue="Nature", volume="5", pages="e12")
    assert ("citation_journal_title", "Nature") in highwire(journal)
    assert ("citation_firstpage", "e12") in highwire(journal)


def test_marks_without_a_letter_of_their_own_become_commands() -> None:
    assert r"{\"{m}}{\={x}} {\"o}" in to_bibtex(_paper("m\u0308x\u0304 ö"))
    assert "b\u0337" in to_bibtex(_paper("a\u0301b\u0337"))


NASTY = st.one_of(
    st.text(max_size=30),
    st.lists(
        st.sampled_from(["{", "}", "\\", "%", "$", "é", "\n", "and", ",", " ", "x", "_", "TY  - ", "中", "'"])
    ).map("".join),
)


@given(NASTY, st.lists(st.tuples(NASTY, NASTY), max_size=4), st.integers(1000, 9999))
def test_any_title_and_names_can_be_read_back(title: str, names: list[tuple[str, str]], year: int) -> None:
    authors = tuple(Author(f"{given} {family}".strip(), family.strip(), given.strip()) for family, given in names)
    paper = Paper(1, "bs:000000000000", title, authors=authors, year=year, links=(Link("pdf", "https://x.org/}", "x"),))
    entry = to_bibtex(paper)
    library = parse_string(entry)
    assert not library.failed_blocks
    assert library.entries[0].fields_dict["year"].value == str(year)
    (read,) = rispy.loads(to_ris(paper))
    assert read["year"] == str(year)
    told = [author for author in authors if author.name.strip().isprintable() and author.name.strip()]
    assert len(read.get("authors", [])) >= len(told)
    assert json.loads(json.dumps(to_csl(paper), ensure_ascii=True))["issued"]["date-parts"] == [[year]]
    assert parse_qs(coins(paper))["rft.date"] == [str(year)]
    assert all("\n" not in content for _, content in highwire(paper))


def _paper(title: str, authors: tuple[Author, ...] = (), **fields: Any) -> Paper:
    return Paper(1, "bs:000000000000", title, authors=authors, year=2017, **fields)
