"""Addresses in abstracts and comments: found whole, once, and for what they are."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.links import find_links, link_key
from broadsheet.extract.text import clean_abstract
from broadsheet.model.names import title_key


@pytest.mark.parametrize(
    ("text", "kind", "url"),
    [
        ("Code: https://github.com/camlab-ethz/poseidon.", "code", "https://github.com/camlab-ethz/poseidon"),
        ("Code (http://www.GitHub.com/a/b.git).", "code", "https://github.com/a/b"),
        ("at github.com/demidovd98/FiNDR.", "code", "https://github.com/demidovd98/FiNDR"),
        (r"at \url{https://github.com/a/b\_c}", "code", "https://github.com/a/b_c"),
        ("https://github.com/VILA-Lab/SRe2L/tree/main/CDA.", "code", "https://github.com/VILA-Lab/SRe2L/tree/main/CDA"),
        ("https://github.com/a/b/tree/main", "code", "https://github.com/a/b"),
        ("https://github.com/a/b/blob/main/README.md#top", "code", "https://github.com/a/b"),
        ("https://gitlab.kit.edu/kit/x/y is code", "code", "https://gitlab.kit.edu/kit/x/y"),
        ("https://anonymous.4open.science/r/DLF-3AD-DA61.", "code", "https://anonymous.4open.science/r/DLF-3AD-DA61"),
        ("models: https://hf.co/camlab-ethz/Poseidon-T", "model", "https://huggingface.co/camlab-ethz/Poseidon-T"),
        ("https://huggingface.co/datasets/a/b", "data", "https://huggingface.co/datasets/a/b"),
        ("https://doi.org/10.5281/zenodo.1819", "data", "https://doi.org/10.5281/zenodo.1819"),
        ("scripts at https://zenodo.org/records/1", "code", "https://zenodo.org/records/1"),
        ("Demo: https://x-pandora.github.io/Phys/!", "project", "https://x-pandora.github.io/Phys/"),
        ("Project page: http://www.cs.columbia.edu/cg/PDE/", "project", "http://www.cs.columbia.edu/cg/PDE/"),
        ("see https://youtu.be/cNpafhHAEjg,", "video", "https://youtu.be/cNpafhHAEjg"),
        ("The code of https://arxiv.org/abs/2402.17457", "page", "https://arxiv.org/abs/2402.17457"),
        ("in print: https://doi.org/10.1145/3807503.3819363.", "page", "https://doi.org/10.1145/3807503.3819363"),
        ("(see https://en.wikipedia.org/wiki/A_(b))", "page", "https://en.wikipedia.org/wiki/A_(b)"),
    ],
)
def test_an_address_is_found_for_what_it_is(text: str, kind: str, url: str) -> None:
    links = find_links(text)
    assert [(link.kind, link.url, link.origin) for link in links] == [(kind, url, "text")]


@pytest.mark.parametrize(
    "text",
    [
        "Code: https://github. com/wujunjie1998/Ref-Long. Accepted",
        "Code: https://github.com/ wujunjie1998/Ref-Long.",
        "Code: https ://github.com/wujunjie1998/Ref-Long",
        "Code: https://github.com/wujunjie1998/Ref-Long.git{https://github.com/wujunjie1998/Ref-Long}",
        "at github.com/wujunjie1998/Ref-Long, https://github.com/wujunjie1998/Ref-Long/",
    ],
)
def test_a_broken_or_repeated_address_is_one(text: str) -> None:
    assert [link.url for link in find_links(text)] == ["https://github.com/wujunjie1998/Ref-Long"]


@pytest.mark.parametrize(
    "text",
    [
        "https://alice:secret@example.org/x",
        "git@github.com:alice/code.git",
        "ftp://example.org/x",
        "javascript:alert(1)",
        "https://github.com/xxxx",
        "https://github.com/",
        "https://localhost/x",
        "e.g. the end.Next one",
    ],
)
def test_what_is_no_public_address_is_left(text: str) -> None:
    assert find_links(text) == ()


def test_two_spellings_have_one_key() -> None:
    assert link_key("http://www.GitHub.com/Alice/Code.git") == link_key("https://github.com/alice/code/")
    assert link_key("https://x.org/A") != link_key("https://x.org/a")


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    for link in find_links(text + " https://x.org/" + text):
        assert link.url.startswith(("http://", "https://"))
        assert link.url.isascii()


def test_annotated_papers_get_their_links(shared: Path) -> None:
    abstracts = _abstracts(shared)
    found = {"code": [0, 0, 0], "project": [0, 0, 0]}
    for line in (shared / "gold" / "annotations-dev.jsonl").read_text().splitlines():
        gold = json.loads(line)
        links = find_links(clean_abstract(abstracts[title_key(gold["title"])]))
        for kind, kinds in (("code", ("code", "model", "data")), ("project", ("project",))):
            told = {link_key(url) for url in gold[kind]}
            got = {link_key(link.url) for link in links if link.kind in kinds}
            counts = (len(told & got), len(got - told), len(told - got))
            found[kind] = [total + count for total, count in zip(found[kind], counts, strict=True)]
    for right, wrong, missed in found.values():
        assert right / (right + wrong) >= 0.95
        assert right / (right + missed) >= 0.95


def _abstracts(shared: Path) -> dict[str, str]:
    """Each title of the saved pages with the line below it."""
    abstracts: dict[str, str] = {}
    for page in sorted((shared / "seeds").glob("*.txt")):
        lines = [line.strip() for line in page.read_text().splitlines() if line.strip()]
        for title, below in pairwise(lines):
            abstracts.setdefault(title_key(title.split("Subscribe", 1)[-1]), below)
    return abstracts
