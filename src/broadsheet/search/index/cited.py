"""Which paper a text cites: titles that stand in it, beside names of their authors."""

import re
from collections.abc import Iterator
from itertools import accumulate

from tantivy import Occur, Schema, Searcher
from tantivy import Query as Clause

from broadsheet.model.names import fold
from broadsheet.search.index.analysis import content_words, stems

_LONGEST = 2_000  # characters: a reference is at the beginning of what was pasted
_WORDS = 40  # of a title
_SHORTEST = 10  # letters of a title
_PIECES = 60  # places at which a title may begin
_AUTHORS = 40
_FEWEST, _TELLING = 4, 2  # words of a part of a title, and those of them that are no stop words
_CITED = 3  # titles that are taken

_WORD_OR_MARK = re.compile(r"[^\W_]+|[^\w\s]|\n")


def cited(text: str, schema: Schema, searcher: Searcher) -> Clause | None:
    """Match papers whose title stands in the text from a mark of punctuation on, while another word names an author.

    None where there is none.
    """
    tokens = _WORD_OR_MARK.findall(text[:_LONGEST])
    words = [fold(token) if token[0].isalnum() else "" for token in tokens]
    begins = [at for at, word in enumerate(words) if word and (at == 0 or not words[at - 1])][:_PIECES]
    parts = []
    for begin in begins:
        for end, key in _keys(words, begin):
            if searcher.doc_freq("title_key", key):
                authors = _families([*words[:begin], *words[end:]], searcher)
                parts += [_both(schema, key, authors)] if authors else []
    return Clause.boolean_query([(Occur.Should, part) for part in parts[-_CITED:]]) if parts else None


def _keys(words: list[str], begin: int) -> Iterator[tuple[int, str]]:
    """Where a title that begins here may end, and how it is compared."""
    keys = accumulate(words[begin : begin + _WORDS])
    for end, key in enumerate(keys, begin + 1):
        if len(key) >= _SHORTEST and words[end - 1]:
            yield end, key


def _families(words: list[str], searcher: Searcher) -> list[str]:
    return [word for word in dict.fromkeys(words) if len(word) > 1 and searcher.doc_freq("family", word)][:_AUTHORS]


def _both(schema: Schema, key: str, families: list[str]) -> Clause:
    author = Clause.boolean_query([(Occur.Should, Clause.term_query(schema, "family", family)) for family in families])
    return Clause.boolean_query([(Occur.Must, Clause.term_query(schema, "title_key", key)), (Occur.Must, author)])


def title_phrase(text: str, schema: Schema) -> Clause | None:
    """Match titles that have these words in a row; None for fewer than four, or fewer than two that tell anything."""
    words = stems(text)
    if not _FEWEST <= len(words) <= _WORDS or len(content_words(text)) < _TELLING:
        return None
    return Clause.phrase_query(schema, "title", list(words))
