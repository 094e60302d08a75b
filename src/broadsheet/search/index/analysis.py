"""How texts are cut into words, for papers and for queries alike."""

import re
from collections.abc import Iterable
from functools import lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

# Rises whenever what is written into the index changes: an index of another version is made anew.
INDEX_VERSION = 1

ENGLISH, NAMES, JOINED = "broadsheet_english", "broadsheet_names", "broadsheet_joined"

_LONGEST = 64  # bytes; longer words are debris
_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[-‐‑–./'’]")
_TRIM = "()[]{}<>,;:!?.\"'“”‘’`*|$"
_SIGNED = re.compile(r"[^\W_]+[+#]+")

_MIXED = re.compile(r"[^\W\d_]\d|[a-z][A-Z]")

# Words that say nothing about a paper's subject. They are in the index, so that phrases hold them.
_STOP_WORDS = """
a about above after again all also an and any are as at be because been before being between both but by can could
did do does doing during each for from further had has have having here how i if in into is it its itself just
may me might more most my no nor not of off on once only or other our out over own same she he her his should so
some such than that the their them then there these they this those through to too under until up upon us using very
via was we were what when where which while who whom why will with within without would you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def analyzers() -> dict[str, TextAnalyzer]:
    """The analyzers by the name that the schema knows them by; tantivy wants them at every open."""
    return {ENGLISH: _english(), NAMES: _names(), JOINED: _joined()}


def _folded(tokenizer: Tokenizer) -> TextAnalyzerBuilder:
    return (
        TextAnalyzerBuilder(tokenizer)
        .filter(Filter.remove_long(_LONGEST))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
    )


@lru_cache(maxsize=1)
def _english() -> TextAnalyzer:
    return _folded(Tokenizer.simple()).filter(Filter.stemmer("english")).build()


@lru_cache(maxsize=1)
def _names() -> TextAnalyzer:
    return _folded(Tokenizer.simple()).build()


@lru_cache(maxsize=1)
def _joined() -> TextAnalyzer:
    return _folded(Tokenizer.whitespace()).build()


def stems(text: str) -> list[str]:
    """The words of `text` in their order as the text fields hold them, stop words included."""
    return _english().analyze(text)


def name_words(text: str) -> list[str]:
    """The words of a person's name as the author field holds them."""
    return _names().analyze(text)


def content_stems(text: str) -> list[str]:
    """The different stems of `text` in their order, without stop words; with them where there is nothing else."""
    words = _WORD.findall(text)
    telling = [word for word in words if word.lower() not in STOP_WORDS]
    return list(dict.fromkeys(stems(" ".join(telling or words))))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of one word, empty where the analyzer makes none of it."""
    found = stems(word)
    return found[0] if found else ""


def joined_forms(text: str) -> list[str]:
    """Compounds and signed names of `text` in one piece: `GPT-4` gives `GPT4`, `Qwen2.5` `Qwen25`, `C++` `C++`.

    By these a name is found however its parts are joined, and is told from its parts.
    """
    found: list[str] = []
    for word in text.split():
        if word.isalnum():
            continue
        bare = word.strip(_TRIM)
        if not bare.isalnum() and len(bare) <= _LONGEST:
            found += _forms(bare)
    return found


def query_forms(text: str) -> list[str]:
    """The joined forms that the words of a query may stand for, as the index holds them.

    `GPT-4` and `GPT4` both give `gpt4`; a plain word gives none.
    """
    solid = [word for word in _WORD.findall(text) if _MIXED.search(word)]
    return list(dict.fromkeys(_joined().analyze(" ".join(joined_forms(text) + solid))))


def _forms(word: str) -> Iterable[str]:
    if _SIGNED.fullmatch(word):
        return (word,)
    parts = _PARTS.split(word)
    if len(parts) > 1 and all(part.isalnum() for part in parts):
        return ("".join(parts),)
    return ()
