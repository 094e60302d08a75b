"""How texts are cut into words, for papers and for queries alike."""

import re
from functools import lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

# Rises whenever what is written into the index changes: an index of another version is made anew.
INDEX_VERSION = 5

ENGLISH, NAMES, JOINED = "broadsheet_english", "broadsheet_names", "broadsheet_joined"

_LONGEST = 64  # bytes; longer words are debris
_WORD = re.compile(r"[^\W_]+")
_JOINTS = str.maketrans("", "", "-‐‑–./'’")
_TRIM = "()[]{}<>,;:!?.\"'“”‘’`*|$"
_SIGNS = "+#"

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


def content_words(text: str) -> dict[str, str]:
    """The different stems of `text` in their order, without stop words unless there is nothing else.

    Each with its word as the field `joined` would hold it.
    """
    words = _WORD.findall(text)
    telling = [word for word in words if word.lower() not in STOP_WORDS] or words
    found: dict[str, str] = {}
    for word in telling:
        found.setdefault(stem(word), whole_form(word))
    found.pop("", None)
    return found


@lru_cache(maxsize=65_536)
def whole_form(word: str) -> str:
    """The word as the field `joined` would hold it."""
    return next(iter(_joined().analyze(word)), "")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of one word, empty where the analyzer makes none of it."""
    found = stems(word)
    return found[0] if found else ""


def repeated_stems(title: str, rest: str) -> list[str]:
    """The stems of the title's words that the rest of the text has too."""
    lowered = rest.lower()
    found = {}
    for word in _WORD.findall(title.lower()):
        root = stem(word)
        if root and root not in found:
            # Stop words are in every abstract; to look for them would take the longest.
            found[root] = word in STOP_WORDS or _has_stem(lowered, word, root)
    return [root for root, repeated in found.items() if repeated]


def _has_stem(lowered: str, word: str, root: str) -> bool:
    # A stem is the beginning of all its words, but for a last letter (theory and theories: theori).
    common = root if word.startswith(root) else root[:-1]
    at = lowered.find(common)
    while at >= 0:
        match = _WORD.match(lowered, at)
        if match and not lowered[at - 1 : at].isalnum() and stem(match[0]) == root:
            return True
        at = lowered.find(common, at + 1)
    return False


def joined_forms(text: str) -> list[str]:
    """Compounds and signed names of `text` in one piece: `GPT-4` gives `GPT4`, `Qwen2.5` `Qwen25`, `C++` `C++`.

    By these a name is found however its parts are joined, and is told from its parts.
    """
    odd = [bare for word in text.split() if not word.isalnum() and not (bare := word.strip(_TRIM)).isalnum()]
    pieces = [bare.translate(_JOINTS) for bare in odd]
    return [piece for piece in pieces if len(piece) <= _LONGEST and piece.rstrip(_SIGNS).isalnum()]


def compounds(text: str) -> list[str]:
    """The compounds and signed names of a query as the field `joined` holds them."""
    return list(dict.fromkeys(_joined().analyze(" ".join(joined_forms(text)))))
