"""What a reader may have meant by a word that no paper has. The rule is in docs/search.md."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from broadsheet.model.query import Guess, Query, Spelling, Term, Words
from broadsheet.search.engine import Vocabulary
from broadsheet.search.index.analysis import STOP_WORDS, name_words, stem
from broadsheet.search.index.varieties import LEAST_SPELT, other_spellings
from broadsheet.search.likeness import edit_cost, one_slip_away

_SHORTEST = 5  # letters: shorter words are all near to one another
_LONGEST = 32
_TWO_SLIPS = 8  # letters from which on a word may have two slips
_SLIPS = 2
_BEGINNING = 3  # letters that are nearly right where there are two slips
_CHECKED = 12  # unknown words of one query that are looked after
_GUESSES = 3
_SHARE = 0.2  # of the likelihood of the best guess, for another to be searched for too
# A slip that costs 1 makes a word as much less likely as this many times fewer papers would.
_SLIP = 50.0
_LEAST_OF_TWO = 1.4  # what two slips cost at least
_TYPO = 1_000  # times as many papers have the other word, where a known one may be a slip
_SELDOM = 2  # papers that have such a word
_HALF = 3  # letters of each of two words that were run together

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Found:
    """A word that the index knows, and how likely it was meant: papers that have it, less for each slip."""

    text: str
    likelihood: float


def respelled(query: Query, vocabulary: Vocabulary | None) -> tuple[Query, Spelling]:
    """Return the query with guesses in place of the free words that no paper has, and what is to be said of it.

    Words in phrases, fields and operators stay as they were typed: for these there is a suggestion only.
    """
    if vocabulary is None or query.by_text or query.lookup:
        return query, Spelling()
    guesses = {guess.typed: guess for guess in _guesses(query, vocabulary)}
    searched = _with_guesses(query, guesses) if guesses else query
    unknown = tuple(guess for guess in guesses.values() if not guess.is_known)
    meant = {**dict(_hints(query, vocabulary)), **{guess.typed: guess.meant[0] for guess in unknown}}
    return searched, Spelling(unknown, _replaced(query.text, meant) if meant else "")


def told(guess: Guess) -> str:
    """Say in a sentence what was searched for in place of a word."""
    meant = " or ".join(f"`{one}`" for one in guess.meant)
    return f"No paper has `{guess.typed}`; shown are papers with {meant}."


def _guesses(query: Query, vocabulary: Vocabulary) -> Iterator[Guess]:
    typed = [word for part in query.scored if isinstance(part, Words) for word in _WORD.findall(part.text)]
    unknown = [word for word in dict.fromkeys(typed) if _is_unknown(word, vocabulary)]
    for word in unknown[:_CHECKED]:
        if found := _likely(word, vocabulary):
            yield Guess(word, found, is_known=vocabulary.is_joined(word))


def _is_unknown(word: str, vocabulary: Vocabulary) -> bool:
    return (
        _SHORTEST <= len(word) <= _LONGEST
        and word.isalpha()
        and word.lower() not in STOP_WORDS
        and not vocabulary.stemmed(word)
        and not any(vocabulary.stemmed(other) >= LEAST_SPELT for other in other_spellings(word.lower()))
        and not vocabulary.is_name(word)
    )


def _likely(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What may have been meant, likeliest first, one word of each stem."""
    typed = _folded(word)
    found = list(_run_together(typed, vocabulary))
    if not vocabulary.is_joined(word):
        found += _one_slip(typed, vocabulary)
        found += _two_slips(typed, vocabulary, max((one.likelihood for one in found), default=0.0))
    of_stem: dict[str, _Found] = {}
    for one in sorted((one for one in found if one.likelihood), key=lambda one: (-one.likelihood, one.text)):
        of_stem.setdefault(one.text if " " in one.text else stem(one.text), one)
    best = list(of_stem.values())[:_GUESSES]
    return tuple(one.text for one in best if one.likelihood >= _SHARE * best[0].likelihood)


def _folded(word: str) -> str:
    return next(iter(name_words(word)), "")


def _one_slip(typed: str, vocabulary: Vocabulary) -> Iterator[_Found]:
    for word in {word for word in one_slip_away(typed) if vocabulary.written(word)}:
        yield _found(typed, word, vocabulary.written(word), 1)


def _found(typed: str, word: str, papers: int, slips: int) -> _Found:
    cost = edit_cost(typed, word, most=slips)
    return _Found(word, papers / _SLIP**cost if cost is not None else 0.0)


def _two_slips(typed: str, vocabulary: Vocabulary, best: float) -> Iterator[_Found]:
    """Words with the same beginning, but for a slip in its last letter, that can be as likely as others."""
    if len(typed) < _TWO_SLIPS:
        return
    least = _SHARE * best * _SLIP**_LEAST_OF_TWO
    for prefix in {typed[:_BEGINNING], typed[: _BEGINNING - 1] + typed[_BEGINNING]}:
        for word, count in vocabulary.beginning(prefix):
            if count >= least and abs(len(word) - len(typed)) <= _SLIPS:
                yield _found(typed, word, count, _SLIPS)


def _run_together(typed: str, vocabulary: Vocabulary) -> Iterator[_Found]:
    """Two words without the space between them."""
    for at in range(_HALF, len(typed) - _HALF + 1):
        first, second = typed[:at], typed[at:]
        known = vocabulary.written(first) and vocabulary.written(second)
        if known and (count := vocabulary.side_by_side(first, second)):
            yield _Found(f"{first} {second}", count / _SLIP)


def _hints(query: Query, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Words that stay as they are with what they may be slips of: known but seldom, and those that must occur."""
    for part in query.scored:
        if isinstance(part, Words):
            yield from _slips_of_frequent(part.text, vocabulary)
        elif isinstance(part, Term) and part.field == "author":
            yield from _authors(part.text, vocabulary)
        elif isinstance(part, Term):
            yield from _slips_of_frequent(part.text, vocabulary)
            for word in _WORD.findall(part.text):
                if _is_unknown(word, vocabulary) and (found := _likely(word, vocabulary)):
                    yield word, found[0]


def _slips_of_frequent(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for word in dict.fromkeys(_WORD.findall(text)):
        typed = _folded(word)
        if len(typed) < _SHORTEST or not word.isalpha() or vocabulary.written(typed) > _SELDOM:
            continue
        if vocabulary.is_name(word):
            continue
        least = _TYPO * max(vocabulary.written(typed), 1)
        if least <= vocabulary.papers and (frequent := list(_one_slip(typed, vocabulary))):
            likely = max(frequent, key=lambda one: one.likelihood).text
            if vocabulary.written(likely) >= least and stem(likely) != stem(typed):
                yield word, likely


def _authors(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    for word in _WORD.findall(text):
        typed = _folded(word)
        if len(typed) < _SHORTEST or vocabulary.authors(typed):
            continue
        if near := {one for one in one_slip_away(typed) if vocabulary.authors(one)}:
            likely = max(near, key=lambda one: _found(typed, one, vocabulary.authors(one), 1).likelihood)
            yield word, likely.title()


def _with_guesses(query: Query, guesses: Mapping[str, Guess]) -> Query:
    """The query without the words that no paper has, with what was meant: to be scored, and to be embedded."""
    kept = {typed: "" for typed, guess in guesses.items() if not guess.is_known}
    scored: list[Words | Guess | Term] = []
    for part in query.scored:
        if not isinstance(part, Words):
            scored.append(part)
        elif rest := " ".join(_replaced(part.text, kept).split()):
            scored.append(Words(rest))
    meant = {typed: guess.meant[0] for typed, guess in guesses.items()}
    return replace(query, scored=(*scored, *guesses.values()), words=_replaced(query.words, meant))


def _replaced(text: str, instead: Mapping[str, str]) -> str:
    """The text with other words for some, capitals as they were typed."""
    return _WORD.sub(lambda match: _like(match[0], instead[match[0]]) if match[0] in instead else match[0], text)


def _like(typed: str, meant: str) -> str:
    if typed.isupper():
        return meant.upper()
    return meant[:1].upper() + meant[1:] if typed[:1].isupper() else meant
