"""Whatever comes in: nothing raises, cleaning twice changes nothing, and time grows with length only."""

import gzip
import json
import re
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from broadsheet.extract.text import clean_abstract, clean_name, clean_title

PIECES = [
    r"\'e", r"\"{\i}", r"\v{c}", r"\textbf{", r"\emph{x}", r"\cite{a}", r"\href{https://x.org}{", r"\frac{a}",
    r"\(", r"\)", r"\[", r"\]", "$", "$$", "{", "}", "~", "--", "---", "``", "''", "`", "'", "_{", "^{2}", r"\,", r"\%",
    "https://x.org/~a", "http://", "<b>", "</b>", "<sub>2</sub>", "a < b", "5", "word", " ", "\n\n", ".", ",", "(",
    r"\unknown", r"\alpha", "é", "e\u0301", "中文", "\u202e", "\x00", r"\b{eta}", r"\SI{2}{", r"\footnote{", r"\bar{1}",
]  # fmt: skip
# Dollars, doubled quotes and escapes may come to stand beside signs that give them another meaning.
STEADY = [piece for piece in PIECES if not re.search(r"\$|''|`|\\[\[\]()]|\\unknown|_\{|^[{}<]", piece)]


@given(st.text())
@example("\\")
@example("\ud800{\\'")
def test_nothing_raises(text: str) -> None:
    for clean in (clean_title, clean_abstract, clean_name):
        assert "\x00" not in clean(text)


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_any_tex_gives_text_of_one_line_per_paragraph(text: str) -> None:
    assert "\n" not in clean_title(text)
    for line in clean_abstract(text).split("\n"):
        assert line == " ".join(line.split())


@given(st.lists(st.sampled_from(STEADY), max_size=25).map("".join))
def test_tex_is_clean_after_one_pass(text: str) -> None:
    for clean in (clean_title, clean_abstract, clean_name):
        assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.characters(exclude_characters="\\&${}~<>`'^_-", exclude_categories=())))
def test_plain_text_is_clean_after_one_pass(text: str) -> None:
    for clean in (clean_title, clean_abstract, clean_name):
        assert clean(clean(text)) == clean(text)


def test_real_papers_are_clean_after_one_pass(shared: Path) -> None:
    with gzip.open(shared / "corpora" / "arxiv-daily.jsonl.gz", "rt") as lines:
        papers = [json.loads(line) for line in islice(lines, 2_000)]
    for paper in papers:
        for clean, text in ((clean_title, paper["title"]), (clean_abstract, paper["abstract"])):
            once = clean(text)
            assert clean(once) == once


@pytest.mark.parametrize(
    "unit",
    ["\\", "{", "}", "$", "$$", "\\(", "`", "'", "~", "--", '\\"', "\\cite{", "{\\em ", "_{", "<b>", "<sub>", "http://",
     "://", "$a ", "$5 ", "\\c ", "{\\'", "&amp;", "\\href{a}{", "\u200d", "\n\n ", "`a b "],
)  # fmt: skip
def test_hostile_repetition_is_read_through(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    assert len(clean_abstract(text)) <= len(text) * 2
