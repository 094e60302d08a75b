"""The words of a text that the fewest papers have."""

import re

from broadsheet.search.index.analysis import content_words, stem
from broadsheet.search.library import Library

_RARE = 25  # words
_WORD = re.compile(r"[^\W_]+")


def rare_words(library: Library, text: str) -> list[str]:
    """Return the words of a text that the fewest papers have, rarest first, each in its first spelling."""
    vocabulary = library.engine.vocabulary()
    if vocabulary is None:
        return []
    spelled: dict[str, str] = {}
    for word in _WORD.findall(text):
        spelled.setdefault(stem(word), word)
    counted = [(vocabulary.stemmed(word), root) for root in content_words(text) if (word := spelled.get(root))]
    return [spelled[root] for count, root in sorted(counted) if count][:_RARE]
