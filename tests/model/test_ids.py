"""Identifiers in all their spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.model.ids import ArxivId, parse_acl_id, parse_arxiv_id, parse_doi, parse_paper_id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1706.03762", ArxivId("1706.03762")),
        ("arXiv:1706.03762v7", ArxivId("1706.03762", 7)),
        ("https://arxiv.org/abs/1706.03762v1", ArxivId("1706.03762", 1)),
        ("http://arxiv.org/pdf/0704.0001.pdf", ArxivId("0704.0001")),
        ("https://arxiv.org/pdf/1706.03762v7#page=3", ArxivId("1706.03762", 7)),
        ("https://huggingface.co/papers/2402.17457", ArxivId("2402.17457")),
        ("10.48550/arXiv.2402.17457", ArxivId("2402.17457")),
        ("https://doi.org/10.48550/arXiv.2402.17457", ArxivId("2402.17457")),
        ("oai:arXiv.org:hep-th/9901001", ArxivId("hep-th/9901001")),
        ("math.GT/0309136", ArxivId("math/0309136")),
        ("quant-ph/0201082v1", ArxivId("quant-ph/0201082", 1)),
        (" 1706.03762 ", ArxivId("1706.03762")),
        ("1799.03762", None),
        ("١٧٠٦.٠٣٧٦٢", None),
        ("2024.12", None),
        ("0808.05394x", None),
        ("attention is all you need", None),
        ("", None),
    ],
)
def test_arxiv_ids(text: str, expected: ArxivId | None) -> None:
    assert parse_arxiv_id(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1038/Nature14539", "10.1038/nature14539"),
        ("https://doi.org/10.1038/nature14539", "10.1038/nature14539"),
        (
            "doi: 10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9",
            "10.1002/(sici)1097-4571(199009)41:6<391::aid-asi1>3.0.co;2-9",
        ),
        ("https://doi.org/10.1002%2F%28SICI%291%3C2%3A%3A3%3E4", "10.1002/(sici)1<2::3>4"),
        ("https://doi.org/10.1038/nature%0014539", None),
        ("<a>10.1038/nature14539</a>", None),
        ("10.1038/" + "a" * 500, None),
        ("10.1016/0893-6080(89)90020-8", "10.1016/0893-6080(89)90020-8"),
        ("10.1038", None),
    ],
)
def test_dois(text: str, expected: str | None) -> None:
    assert parse_doi(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P19-1001", "P19-1001"),
        ("p19-1001", "P19-1001"),
        ("https://aclanthology.org/2024.acl-long.1/", "2024.acl-long.1"),
        ("https://www.aclweb.org/anthology/N19-1423.pdf", "N19-1423"),
        ("2020.emnlp-main.550", "2020.emnlp-main.550"),
        ("2024.acl", None),
    ],
)
def test_acl_ids(text: str, expected: str | None) -> None:
    assert parse_acl_id(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arxiv:1706.03762", "arxiv:1706.03762"),
        ("doi:10.1038/nature14539", "doi:10.1038/nature14539"),
        ("acl:P19-1001", "acl:P19-1001"),
        ("bs:0123456789ab", "bs:0123456789ab"),
        ("bs:xyz", None),
        ("grokking", None),
    ],
)
def test_any_id_becomes_the_public_one(text: str, expected: str | None) -> None:
    assert parse_paper_id(text) == expected


@given(st.text(max_size=200))
def test_a_public_id_reads_as_itself(text: str) -> None:
    if found := parse_paper_id(text):
        assert parse_paper_id(found) == found
