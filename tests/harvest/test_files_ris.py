"""RIS in the dialects of several writers."""

from datetime import date

import pytest
from files_samples import examples, read, record, records

from broadsheet.errors import BadRecord
from broadsheet.harvest.files import adapt
from broadsheet.model.paper import Link, Record
from broadsheet.model.raw import RawRecord

ENDNOTE = """TY  - JOUR
AU  - Martin, Alice
AU  - Chen, Bob
PY  - 2020//
DA  - 2020/05/12/
TI  - On
      Graphs
T2  - Journal of Graphs
VL  - 7
IS  - 3
SP  - 1
EP  - 9
AB  - We prove that
graphs are nice.
KW  - graphs
proofs
KW  - Graphs
DO  - 10.1000/ABC
L1  - https://a.org/paper.pdf
N1  - Export Date: 1 May 2021
ER  - 

"""  # noqa: W291
SCOPUS = """TY  - CONF
T1  - On Graphs
A1  - Martin, A.
A1  - Chen, B.
Y1  - 2020
N2  - We prove that graphs are nice.
JF  - Proceedings of Graphs
UR  - https://www.scopus.com/x?id=1;https://a.org/y
M3  - Conference Paper
N1  - Cited By: 3; Code at https://github.com/alice/graphs
ER  -
"""


def test_an_endnote_reference() -> None:
    paper = record(ENDNOTE)
    assert paper.title == "On Graphs"
    assert paper.abstract == "We prove that graphs are nice."
    assert [author.family for author in paper.authors] == ["Martin", "Chen"]
    assert (paper.published, paper.year, paper.kind) == (date(2020, 5, 12), 2020, "article-journal")
    assert (paper.venue, paper.volume, paper.issue, paper.pages) == ("Journal of Graphs", "7", "3", "1-9")
    assert (paper.source, paper.source_id, paper.doi) == ("ris", "10.1000/abc", "10.1000/abc")
    assert paper.keywords == ("graphs", "proofs")
    assert paper.links == (Link("pdf", "https://a.org/paper.pdf", "ris"),)
    assert paper.comment == ""


def test_a_scopus_reference() -> None:
    paper = record(SCOPUS)
    assert (paper.title, paper.year, paper.kind) == ("On Graphs", 2020, "paper-conference")
    assert [author.given for author in paper.authors] == ["A.", "B."]
    assert paper.abstract == "We prove that graphs are nice."
    assert [link.url for link in paper.links] == ["https://www.scopus.com/x?id=1", "https://a.org/y"]


def test_one_blank_before_the_dash() -> None:
    assert record(ENDNOTE.replace("  -", " -")) == record(ENDNOTE)


def test_arxiv_ids() -> None:
    paper = record("TY  - JOUR\nTI  - x\nJO  - arXiv preprint arXiv:1701.07875v2\nER  - \n")
    assert (paper.arxiv_id, paper.version, paper.source_id) == ("1701.07875", 2, "1701.07875")


def test_references_are_counted_by_lines() -> None:
    assert [item.position for item in read(f"1.\n{SCOPUS}\n2.\n{SCOPUS}")] == [2, 15]


def test_a_missing_end_costs_nothing() -> None:
    assert len(records(SCOPUS.replace("ER  -\n", "") * 3)) == 3


def test_windows_1252_is_read() -> None:
    assert record(SCOPUS.replace("On Graphs", "Schrödinger").encode("cp1252")).title == "Schrödinger"


@pytest.mark.parametrize("text", ["TY  - JOUR\nER  - \n", "TY  - JOUR\nAU  - Martin, Alice\n", "TY  - JOUR\nTI  -\n"])
def test_a_reference_without_a_title_is_refused(text: str) -> None:
    (raw,) = read(text)
    assert isinstance(raw, RawRecord)
    with pytest.raises(BadRecord, match="no title"):
        adapt(raw)


def test_an_unknown_kind_and_a_nonsense_date() -> None:
    paper = record("TY  - SONG\nTI  - x\nDA  - 20245/99/99\n")
    assert paper == Record(source="ris", source_id="x", title="x")


def test_the_documented_example() -> None:
    paper = record(examples()["ris"])
    assert (paper.venue, paper.pages, paper.year) == ("International Conference on Machine Learning", "214-223", 2017)
