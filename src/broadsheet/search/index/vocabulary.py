"""The words that the index knows, with the number of papers that have each."""

from dataclasses import dataclass

from tantivy import Query as Clause
from tantivy import Schema, Searcher

from broadsheet.model.entities import entity_key
from broadsheet.search.index.analysis import name_words, stem, whole_form
from broadsheet.search.index.lexical import total


@dataclass(frozen=True, slots=True)
class IndexVocabulary:
    """Looks words up in one state of one index."""

    searcher: Searcher
    schema: Schema

    @property
    def papers(self) -> int:
        """How many papers the index has."""
        return self.searcher.num_docs

    def stemmed(self, word: str) -> int:
        """How many papers have a word of the same stem."""
        return self.searcher.doc_freq("text", stem(word))

    def written(self, folded: str) -> int:
        """How many papers write the word like this, but for case and accents."""
        return self.searcher.doc_freq("word", folded)

    def authors(self, folded: str) -> int:
        """How many papers have an author with this name, given or family."""
        return self.searcher.doc_freq("author", folded)

    def is_joined(self, word: str) -> bool:
        """Whether a paper has this as a compound, in one piece: `gpt4` for `GPT-4`."""
        return bool(self.searcher.doc_freq("joined", whole_form(word)))

    def is_name(self, word: str) -> bool:
        """Whether this is a part of an author's name, or the name of a system or dataset."""
        key = entity_key(word)
        return bool(
            self.authors(next(iter(name_words(word)), ""))
            or (key and (self.searcher.doc_freq("system", key) or self.searcher.doc_freq("dataset", key)))
        )

    def side_by_side(self, first: str, second: str) -> int:
        """How many papers have these words one after the other."""
        clause = Clause.phrase_query(self.schema, "text", [stem(first), stem(second)])
        return total(self.searcher.search(clause, 1))

    def beginning(self, prefix: str) -> list[tuple[str, int]]:
        """Every word that begins like this, as papers write it, with the number of papers."""
        return self.searcher.terms_with_prefix("word", prefix)
