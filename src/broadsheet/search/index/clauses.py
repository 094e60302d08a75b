"""From the parts of a Query to queries of tantivy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p

from tantivy import FieldType, Occur, Schema, Searcher
from tantivy import Query as Clause

from broadsheet.model import query as model
from broadsheet.search.index.analysis import compounds, content_words, name_words, stem, stems
from broadsheet.search.index.documents import last_order_of, order_of
from broadsheet.search.index.varieties import LEAST_SPELT, other_spellings

# Tuned on the training half of SciFact; docs/search.md has the table. A word in the title counts in `text` already.
# What is longer than a few words is a question and no title.
TITLE_WEIGHT, LONG_TITLE_WEIGHT = 0.2, 0.1
_FEW_WORDS = 5
JOINED_WEIGHT = 0.25
_GUESSED_WEIGHT = 0.7  # of what may have been meant by a word that no paper has
_SHORTEST_NAME = 3  # letters
_FREQUENT_NAME = 500  # papers: a family name that more have tells little
_RARE_WORDS = 25  # of a pasted text that score
_SATURATED = 2.2  # k1 + 1: where the factor for the number of times ends, by which BM25 multiplies the rarity


@dataclass(frozen=True, slots=True)
class Clauses:
    """Makes clauses for one index."""

    schema: Schema

    def constraint(self, constraint: model.Constraint) -> Clause:
        """Match what satisfies the constraint; adds nothing to the score."""
        return Clause.const_score_query(self._matching(constraint), 0.0)

    def constraints(self, constraints: Sequence[model.Constraint]) -> Clause | None:
        """Match what satisfies all of them; None where there are none."""
        if not constraints:
            return None
        return Clause.const_score_query(self._all([self._matching(one) for one in constraints]), 0.0)

    def scoring(self, query: model.Query, searcher: Searcher) -> Clause | None:
        """Match and score what contains a word of the query; None where nothing scores."""
        parts: list[Clause] = []
        for part in query.scored:
            if isinstance(part, model.Term):
                parts += self._scored_term(part)
            elif isinstance(part, model.Guess):
                parts += self._guessed(part, searcher)
            elif query.by_text:
                parts += self._scored_stems(dict.fromkeys(rare_stems(part.text, searcher), 1.0))
            else:
                parts += self._scored_words(part.text, searcher)
        if not parts:
            return None
        # Kept flat: only a plain union of terms lets tantivy skip papers that cannot reach the top.
        return Clause.boolean_query([(Occur.Should, part) for part in parts])

    def possible(self, query: model.Query, searcher: Searcher) -> float:
        """The BM25 that the text of a paper could get at most: that of endlessly many of every word that scores."""
        return _SATURATED * sum(self._possible(query, part, searcher) for part in query.scored)

    def _possible(self, query: model.Query, part: model.Words | model.Guess | model.Term, searcher: Searcher) -> float:
        if isinstance(part, model.Term):
            field = "author" if part.field == "author" else "text"
            weight = TITLE_WEIGHT if part.field == "title" else 1.0
            return weight * rarity(searcher, field, _words(part))
        if isinstance(part, model.Guess):
            meant = [rarity(searcher, "text", list(content_words(one))) for one in part.meant]
            return _GUESSED_WEIGHT * max(meant, default=0.0)
        if query.by_text:
            return rarity(searcher, "text", rare_stems(part.text, searcher))
        return sum(self._possible_of_word(*pair, searcher) for pair in content_words(part.text).items())

    def _possible_of_word(self, word: str, whole: str, searcher: Searcher) -> float:
        """The rarity of a word; of one that no text has, as part of a compound or as a family name."""
        written = [rarity(searcher, "text", [one]) for one in (word, *_other_stems(word, whole, searcher))]
        if in_text := min((rare for rare in written if rare), default=0.0):
            return in_text
        family = rarity(searcher, "family", name_words(whole)) if self._named(whole, searcher) else 0.0
        return family or JOINED_WEIGHT * rarity(searcher, "joined", [whole])

    def every_word(self, query: model.Query) -> Clause | None:
        """Match what contains every free word; None where there is none. Terms are constraints already."""
        free = " ".join(part.text for part in query.scored if isinstance(part, model.Words))
        parts = [self._anywhere(word, whole) for word, whole in content_words(free).items()]
        parts += [self._any_guess(part) for part in query.scored if isinstance(part, model.Guess)]
        return self._all(parts) if parts else None

    def keys(self, keys: Sequence[int]) -> Clause:
        """Match the papers with these keys."""
        return Clause.const_score_query(Clause.term_set_query(self.schema, "key", list(keys)), 0.0)

    def title(self, key: str) -> Clause:
        """Match papers with exactly this title, by `model.names.title_key`."""
        return self._term("title_key", key)

    def _scored_words(self, text: str, searcher: Searcher) -> list[Clause]:
        words = content_words(text)
        parts = self._scored_stems(_weighted(words, searcher))
        parts += self._named(text, searcher)
        for form in dict.fromkeys([*words.values(), *compounds(text)]):
            if searcher.doc_freq("joined", form):
                parts.append(Clause.boost_query(self._term("joined", form), JOINED_WEIGHT))
        return parts

    def _scored_stems(self, words: Mapping[str, float]) -> list[Clause]:
        titled = TITLE_WEIGHT if len(words) <= _FEW_WORDS else LONG_TITLE_WEIGHT
        whole = {word: self._term("text", word) for word in words}
        return [
            *(one if words[word] == 1 else Clause.boost_query(one, words[word]) for word, one in whole.items()),
            *(Clause.boost_query(self._term("title", word), titled * weight) for word, weight in words.items()),
        ]

    def _named(self, text: str, searcher: Searcher) -> list[Clause]:
        """Family names that hardly any paper writes as a word."""
        names = (word for word in dict.fromkeys(name_words(text)) if len(word) >= _SHORTEST_NAME)
        return [
            self._term("family", name)
            for name in names
            if (authors := searcher.doc_freq("family", name))
            and searcher.doc_freq("word", name) < authors <= _FREQUENT_NAME
        ]

    def _guessed(self, guess: model.Guess, searcher: Searcher) -> list[Clause]:
        parts = [clause for meant in guess.meant for clause in self._scored_words(meant, searcher)]
        return [Clause.boost_query(part, _GUESSED_WEIGHT) for part in parts]

    def _any_guess(self, guess: model.Guess) -> Clause:
        meant = [content_words(one) for one in guess.meant]
        return self._any([self._all([self._anywhere(*pair) for pair in words.items()]) for words in meant if words])

    def _anywhere(self, word: str, whole: str) -> Clause:
        written = dict.fromkeys([word, *(stem(other) for other in other_spellings(whole))])
        return self._any([*(self._term("text", one) for one in written if one), self._term("joined", whole)])

    def _scored_term(self, term: model.Term) -> list[Clause]:
        words = _words(term)
        if not words:
            return []
        if term.field == "author":
            return [self._phrase("author", words)]
        titled = Clause.boost_query(self._phrase("title", words), TITLE_WEIGHT)
        return [titled] if term.field == "title" else [self._phrase("text", words), titled]

    def _matching(self, constraint: model.Constraint) -> Clause:
        match constraint:
            case model.Term():
                return self._text(constraint)
            case model.Days(first, last):
                return self._range("order", order_of(first) if first else None, last_order_of(last) if last else None)
            case model.Years(first, last):
                return self._range("year", first, last)
            case model.Not(part):
                return Clause.boolean_query([(Occur.Must, Clause.all_query()), (Occur.MustNot, self._matching(part))])
            case model.All(parts):
                return self._all([self._matching(part) for part in parts])
            case model.Any_(parts):
                return self._any([self._matching(part) for part in parts])
            case _:
                return self._term(*_field_and_value(constraint))

    def _text(self, term: model.Term) -> Clause:
        words = _words(term)
        if not words:
            return Clause.all_query()
        if term.field == "abstract":
            return self._beyond_title(words)
        if term.field == "any":
            held = content_words(term.text)
            return self._anywhere(*next(iter(held.items()))) if len(words) == 1 else self._phrase("text", words)
        return self._phrase(term.field, words)

    def _beyond_title(self, words: list[str]) -> Clause:
        """Match what is in the text and not in the title alone."""
        elsewhere = Clause.boolean_query(
            [(Occur.Must, Clause.all_query()), (Occur.MustNot, self._phrase("title", words))]
        )
        again = self._all([self._term("repeated", word) for word in words])
        return self._all([self._phrase("text", words), self._any([elsewhere, again])])

    def _phrase(self, field: str, words: list[str]) -> Clause:
        if len(words) == 1:
            return self._term(field, words[0])
        # A middle name or initial may stand between the parts of a name.
        return Clause.phrase_query(self.schema, field, list(words), slop=2 if field == "author" else 0)

    def _range(self, field: str, first: int | None, last: int | None) -> Clause:
        if first is None and last is None:
            return Clause.all_query()
        return Clause.range_query(self.schema, field, FieldType.Unsigned, first, last)

    def _term(self, field: str, value: str) -> Clause:
        return Clause.term_query(self.schema, field, value)

    def _any(self, parts: Sequence[Clause]) -> Clause:
        return parts[0] if len(parts) == 1 else Clause.boolean_query([(Occur.Should, part) for part in parts])

    def _all(self, parts: Sequence[Clause]) -> Clause:
        return parts[0] if len(parts) == 1 else Clause.boolean_query([(Occur.Must, part) for part in parts])


def _field_and_value(constraint: model.Exact) -> tuple[str, str]:
    match constraint:
        case model.Category(prefix):
            return "prefix", prefix.lower()
        case model.Source(name):
            return "source", name
        case model.Has(what):
            return "has", what
        case model.Identifier(one):
            return "id", one
        case model.AuthorIs(key):
            return "author_key", key
        case model.FamilyIs(brief):
            return "family", brief
        case model.SystemIs(key):
            return "system", key
        case model.DatasetIs(key):
            return "dataset", key
        case model.KindIs(kind):
            return "kind", kind


def _words(term: model.Term) -> list[str]:
    if term.field != "author":
        return stems(term.text)
    family, comma, given = term.text.partition(",")
    return name_words(f"{given} {family}" if comma else family)


def _weighted(words: Mapping[str, str], searcher: Searcher) -> dict[str, float]:
    """The stems of a query's words and of their other spellings, with weights.

    A word counts as much as its more frequent spelling: it is not the rarer for being written as in England.
    """
    weights: dict[str, float] = {}
    for word, whole in words.items():
        others = _other_stems(word, whole, searcher)
        if not others:
            weights[word] = 1.0
            continue
        rare = {one: rarity(searcher, "text", [one]) for one in (word, *others)}
        least = min(value for value in rare.values() if value)
        weights |= {one: least / value for one, value in rare.items() if value}
    return weights


def _other_stems(word: str, whole: str, searcher: Searcher) -> list[str]:
    others = dict.fromkeys(stem(other) for other in other_spellings(whole))
    return [one for one in others if one and one != word and searcher.doc_freq("text", one) >= LEAST_SPELT]


def rarity(searcher: Searcher, field: str, words: Sequence[str]) -> float:
    """The sum of the words' inverse document frequencies, as tantivy's BM25 has them; an unknown word adds none."""
    papers = searcher.num_docs
    counts = [count for word in words if (count := min(searcher.doc_freq(field, word), papers))]
    return sum(log1p((papers - count + 0.5) / (count + 0.5)) for count in counts)


def rare_stems(text: str, searcher: Searcher) -> list[str]:
    """The stems of a long text that the fewest papers have, at most 25, rarest first; one that no paper has is none."""
    counted = [(searcher.doc_freq("text", word), word) for word in content_words(text)]
    return [word for count, word in sorted(counted) if count][:_RARE_WORDS]


def within(scoring: Clause | None, holding: Clause | None, *, optional: bool = False) -> Clause:
    """Match what both match, scored by the first; without both, everything.

    With `optional` set, `scoring` need not match where there is something that must hold.
    """
    if scoring is None or holding is None:
        return scoring or holding or Clause.all_query()
    return Clause.boolean_query([(Occur.Must, holding), (Occur.Should if optional else Occur.Must, scoring)])


def either(one: Clause, other: Clause) -> Clause:
    """Match what one of the two matches."""
    return Clause.boolean_query([(Occur.Should, one), (Occur.Should, other)])
