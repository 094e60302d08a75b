"""Count in how many papers of the corpus names and phrases stand, and which words are common: what is known is old.

python -m models.facts.corpus_names
"""

import math
from collections import Counter
from collections.abc import Iterator

import orjson
from bench.corpus import entries
from bench.report import ROOT

from broadsheet.extract.facts.systems import long_forms
from broadsheet.extract.facts.systems.features import plain
from broadsheet.extract.facts.systems.words import Words, sentence_start, shape, words_of
from broadsheet.extract.facts.text import PaperText, prepare
from broadsheet.extract.text import clean_abstract, clean_title

_CLOSING = (")", ",", ";", ":", " ")
OUTPUT = ROOT / "src" / "broadsheet" / "extract" / "facts" / "weights" / "names.json"
RAREST_NAME = 8  # papers
RAREST_WORD = 40
RAREST_PHRASE = 5
LONGEST_PHRASE = 5  # words


def main() -> None:
    names: Counter[str] = Counter()
    common: Counter[str] = Counter()
    phrases: Counter[str] = Counter()
    for _, text in texts():
        title, abstract = words_of(text)
        found, words = _of(title, abstract)
        names.update(found)
        common.update(words)
        phrases.update(set(_runs(abstract)))
        phrases.update(set(_long_forms(abstract)))
    write(names, common, phrases)


def texts() -> Iterator[tuple[str, PaperText]]:
    """Yield id and text of every paper of the corpus."""
    for entry in entries():
        yield f"arxiv:{entry.id}", prepare(clean_title(entry.title), clean_abstract(entry.abstract))


def _of(title: Words, abstract: Words) -> tuple[set[str], set[str]]:
    names = {word for word in title.words if shape(word) == "odd"}
    common = set()
    for at, word in enumerate(abstract.words):
        kind = shape(word)
        inside = at > 0 and abstract.sentences[at] == abstract.sentences[at - 1]
        if kind == "odd" or (kind == "capital" and inside):
            names.add(word)
        elif kind == "lower" and word.isalpha():
            common.add(word)
    return names, common


def _runs(words: Words) -> Iterator[str]:
    """Capitalised phrases: whole, and without their first word."""
    shapes = list(map(shape, words.words))
    at, count = 0, len(shapes)
    while at < count:
        begin = at
        if shapes[at] == "capital":
            while at + 1 < count and shapes[at + 1] in ("capital", "odd") and words.between(at) == " ":
                at += 1
        for first in (begin, begin + 1):
            if first < at < begin + LONGEST_PHRASE:
                yield plain(words.text[words.starts[first] : words.ends[at]])
        at += 1


def _long_forms(words: Words) -> Iterator[str]:
    """What stands before acronyms in brackets."""
    for at, (word, start, end) in enumerate(zip(words.words, words.starts, words.ends, strict=True)):
        if start and words.text[start - 1] == "(" and shape(word) == "odd" and words.text[end : end + 1] in _CLOSING:
            begin = words.starts[sentence_start(words, at)]
            form = long_forms.before(word, words.text, start - 1, begin)
            if form is not None:
                yield plain(words.text[form.start : form.end])


def write(names: Counter[str], common: Counter[str], phrases: Counter[str]) -> None:
    """Write names and phrases by the power of two of their papers, and common words."""
    of_names = _levels(names, RAREST_NAME, " ")
    of_phrases = _levels(phrases, RAREST_PHRASE, "|")
    words = sorted(word for word, count in common.items() if count >= RAREST_WORD)
    lists = {"names": of_names, "common": " ".join(words), "phrases": of_phrases}
    OUTPUT.write_bytes(orjson.dumps(lists, option=orjson.OPT_INDENT_2) + b"\n")
    print(f"{len(names):,} names, {len(words):,} words, {len(phrases):,} phrases, {OUTPUT.stat().st_size:,} bytes")


def _levels(counts: Counter[str], rarest: int, between: str) -> dict[str, str]:
    levels: dict[int, list[str]] = {}
    for name, count in sorted(counts.items()):
        if count >= rarest and between not in name:
            levels.setdefault(int(math.log2(count)), []).append(name)
    return {str(level): between.join(line) for level, line in sorted(levels.items())}


if __name__ == "__main__":
    main()
