"""Count in how many papers of the corpus a name stands, and which words are common: what is known is seldom new.

python -m models.facts.corpus_names
"""

import math
from collections import Counter
from collections.abc import Iterator

import orjson
from bench.corpus import entries
from bench.report import ROOT

from broadsheet.extract.facts.systems.words import shape, words_of
from broadsheet.extract.facts.text import PaperText, prepare
from broadsheet.extract.text import clean_abstract, clean_title

OUTPUT = ROOT / "src" / "broadsheet" / "extract" / "facts" / "weights" / "names.json"
RAREST_NAME = 8  # papers
RAREST_WORD = 40


def main() -> None:
    names: Counter[str] = Counter()
    common: Counter[str] = Counter()
    for _, text in texts():
        found, words = _of(text)
        names.update(found)
        common.update(words)
    write(names, common)


def texts() -> Iterator[tuple[str, PaperText]]:
    """Yield id and text of every paper of the corpus."""
    for entry in entries():
        yield f"arxiv:{entry.id}", prepare(clean_title(entry.title), clean_abstract(entry.abstract))


def _of(text: PaperText) -> tuple[set[str], set[str]]:
    title, abstract = words_of(text)
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


def write(names: Counter[str], common: Counter[str]) -> None:
    """Write names by the power of two of their papers, and common words."""
    levels: dict[int, list[str]] = {}
    for name, count in sorted(names.items()):
        if count >= RAREST_NAME and " " not in name:
            levels.setdefault(int(math.log2(count)), []).append(name)
    words = sorted(word for word, count in common.items() if count >= RAREST_WORD)
    lists = {"names": {str(level): " ".join(line) for level, line in sorted(levels.items())}, "common": " ".join(words)}
    OUTPUT.write_bytes(orjson.dumps(lists, option=orjson.OPT_INDENT_2) + b"\n")
    print(f"{sum(map(len, levels.values())):,} names, {len(words):,} words, {OUTPUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
