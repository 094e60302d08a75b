"""The sentence that a fact stands in, with its words marked."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from broadsheet.extract.facts.text import prepare
from broadsheet.lib.mathematics import split_mathematics
from broadsheet.model.facts import Fact
from broadsheet.model.paper import Paper, Record
from broadsheet.model.query import Fragment

LENGTH = 320  # characters of a sentence that are shown; a formula is never cut, however long

_SPACE = re.compile(r"\s+")


class _Span(NamedTuple):
    start: int
    end: int


_Spans = tuple[_Span, ...]


def around(paper: Paper | Record, fact: Fact) -> tuple[Fragment, ...]:
    """The sentence of title or abstract that a fact was read from, its words marked; empty where it stands in neither.

    A long sentence is cut at words around them. Where the text changed after the fact was read, its words are looked
    for, and what is nowhere has no sentence.
    """
    if fact.where not in ("title", "abstract"):
        return ()
    text = paper.title if fact.where == "title" else paper.abstract
    found = _place(text, fact)
    if found is None:
        return ()
    formulas = _formulas(text)
    span = _widened(found, formulas)
    sentences = _sentences(text) if fact.where == "abstract" else (_Span(0, len(text)),)
    sentence = _widened(_joined(sentences, span), formulas)
    sentence = _widened(_joined(sentences, sentence), formulas)  # a sentence that ended within a formula goes on
    if span.end - span.start > LENGTH:
        span = _widened(_Span(span.start, _last_gap(text, span.start, span.start + LENGTH, formulas)), formulas)
    return _fragments(text, sentence, _window(text, sentence, span, formulas), span)


def _place(text: str, fact: Fact) -> _Span | None:
    if 0 <= fact.start < fact.end <= len(text):
        words = text[fact.start : fact.end]
        # The text of the others is not how it is written: a kind is a word of ours, an address is repaired.
        named = fact.kind in ("system", "dataset", "result")
        if words.strip() and (not named or fact.text in words or words in fact.text or fact.text not in text):
            start = fact.start + len(words) - len(words.lstrip())
            return _Span(start, start + len(words.strip()))
    start = text.find(fact.text) if fact.text.strip() else -1
    return None if start < 0 else _Span(start, start + len(fact.text))


def _joined(sentences: _Spans, span: _Span) -> _Span:
    """All that the span touches, in one piece."""
    touched = [one for one in sentences if one.start < span.end and one.end > span.start]
    return _Span(min(one.start for one in [span, *touched]), max(one.end for one in [span, *touched]))


def _window(text: str, sentence: _Span, span: _Span, formulas: _Spans) -> _Span:
    """About LENGTH characters of the sentence around the span, cut between words."""
    if sentence.end - sentence.start <= LENGTH:
        return sentence
    spare = max(LENGTH - (span.end - span.start), 0)
    after = min(max(spare // 2, spare - (span.start - sentence.start)), sentence.end - span.end)
    before = min(spare - after, span.start - sentence.start)
    start, end = span.start - before, span.end + after
    if start > sentence.start:
        start = next((gap.end for gap in _gaps(text, start, span.start, formulas)), span.start)
    if end < sentence.end:
        end = max((gap.start for gap in _gaps(text, span.end, end, formulas)), default=span.end)
    return _Span(start, end)


def _fragments(text: str, sentence: _Span, window: _Span, span: _Span) -> tuple[Fragment, ...]:
    pieces = (
        Fragment("… " if window.start > sentence.start else ""),
        Fragment(text[window.start : span.start]),
        Fragment(text[span.start : span.end], marked=True),
        Fragment(text[span.end : window.end]),
        Fragment(" …" if window.end < sentence.end else ""),
    )
    return tuple(piece for piece in pieces if piece.text)


def _last_gap(text: str, start: int, end: int, formulas: _Spans) -> int:
    return max((gap.start for gap in _gaps(text, start, end, formulas)), default=end)


def _gaps(text: str, start: int, end: int, formulas: _Spans) -> Iterator[_Span]:
    """Spaces between words, those of formulas left out."""
    for match in _SPACE.finditer(text, start, end):
        if not any(formula.start < match.end() and match.start() < formula.end for formula in formulas):
            yield _Span(*match.span())


def _widened(span: _Span, formulas: _Spans) -> _Span:
    """The span and the whole of every formula that it touches."""
    return _joined(formulas, span)


# A page asks for every fact of a paper, one after the other.
@lru_cache(maxsize=128)
def _sentences(text: str) -> _Spans:
    return tuple(_Span(one.start, one.end) for one in prepare("", text).sentences[1:])


@lru_cache(maxsize=128)
def _formulas(text: str) -> _Spans:
    spans: list[_Span] = []
    at = 0
    for segment in split_mathematics(text):
        dollars = {"text": 0, "inline": 1, "display": 2}[segment.kind]
        end = at + len(segment.text) + 2 * dollars
        if dollars:
            spans.append(_Span(at, end))
        at = end
    return tuple(spans)
