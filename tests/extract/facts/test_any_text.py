"""Reading holds what it promises for every text."""

import subprocess
import sys

import pytest
from bench.hostile import HOSTILE
from hypothesis import given
from hypothesis import strategies as st
from invariants import check

from broadsheet.extract.facts.read import read
from broadsheet.store.fact_rows import pack, unpack

PIECES = (
    *("We propose ", "we introduce ", "called ", "dubbed ", "termed ", "named ", "SNS", "GPT-4", "Swift-Net", "PFGM++"),
    *(
        "Sparse Newton Steps (SNS)",
        "(",
        ")",
        "[",
        "{",
        "}",
        "$",
        "$x^2$",
        "\\",
        "\\alpha",
        "\\textbf{X}",
        ", ",
        ". ",
        ": ",
    ),
    *("25%", "3.5", "2-3x", "1.4 ± 0.1", "10^{-5}", "25 times", "six", "half", "dB", " points ", "FPS", "accuracy of "),
    *(
        "improves ",
        "reduces ",
        "by ",
        "from ",
        "to ",
        "over ",
        "outperforms ",
        "on CIFAR-10",
        "on the ImageNet dataset",
    ),
    *("MNIST, CIFAR-10 and COCO", " benchmark ", "https://github.com/a/b", "http://", "a.github.io/b.", "code ", "at "),
    *("\n", " ", "\u00a0", "中文", "Привет", "é", "𝛼", "\u200b", "<b>", "|", "&amp;", "=cmd()", "-", "–", "/", "_"),
)
texts = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


@given(title=texts, abstract=texts)
def test_every_fact_stands_where_it_says(title: str, abstract: str) -> None:
    check(title, abstract, read(title, abstract))


@given(title=texts, abstract=texts)
def test_reading_twice_gives_the_same(title: str, abstract: str) -> None:
    assert read(title, abstract) == read(title, abstract)


@given(title=texts, abstract=texts)
def test_what_is_stored_is_what_was_read(title: str, abstract: str) -> None:
    facts = read(title, abstract).facts
    assert [(one.text, one.where, one.start, one.end, one.measure) for one in unpack(pack(facts))] == [
        (one.text, one.where, one.start, one.end, one.measure) for one in facts
    ]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_like_others(name: str) -> None:
    text = HOSTILE[name](3_000)
    check("A title", text, read("A title", text))
    check(text, "", read(text, ""))


READ_LONG = """
import sys
from bench.hostile import HOSTILE
from broadsheet.extract.facts.read import read
from broadsheet.extract.text import clean_abstract, clean_title
for name, make in HOSTILE.items():
    print(repr(name), flush=True)
    text = make(50_000)
    clean_abstract(text), clean_title(text)
    read(text, text)
"""


def test_long_runs_come_to_an_end() -> None:
    """All of them take seconds; a pattern that takes more than linear time would need minutes for one of them."""
    try:
        done = subprocess.run([sys.executable, "-c", READ_LONG], capture_output=True, text=True, timeout=100)
    except subprocess.TimeoutExpired as error:
        said = (error.stdout or b"").decode().splitlines()
        pytest.fail(f"reading does not come to an end with {said[-1] if said else 'nothing'}")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(HOSTILE)


READ_ALL = """
from bench.hostile import HOSTILE
from broadsheet.extract.facts.read import read
for make in HOSTILE.values():
    print(read("We propose SNS: A and B", make(600)))
print(read("Swift-Net: Sums", "We propose Sparse Newton Steps (SNS) and PFGM++. On MNIST, CIFAR-10 and COCO, SNS "
    "improves accuracy by 25% and 3.5 points over GPT-4 and BERT. Code: https://github.com/a/b, https://a.github.io/b"))
"""


def test_every_process_reads_the_same() -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", READ_ALL], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(said) == 1
