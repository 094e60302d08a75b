"""Cut a query text into tokens. Any text can be cut, in time linear in its length."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from broadsheet.model.query import Problem

Kind = Literal["word", "phrase", "field", "open", "close", "and", "or", "not"]

FIELDS = (
    *("title", "abstract", "author", "cat", "id", "source", "has", "after", "before", "year", "sort"),
    *("system", "dataset", "kind"),
)

_QUOTES = '"“”„‟«»'
_QUOTE = re.compile(f"[{_QUOTES}]")
_WORD = re.compile(rf"[^\s(){_QUOTES}]+")
_FIELD = re.compile(r"([^\W\d_]{2,20}):")
_DASHES = "-−"
_SURROGATE = re.compile("[\ud800-\udfff]")
_OPERATORS: dict[str, Kind] = {"AND": "and", "OR": "or", "NOT": "not"}
_SYNONYMS = {"category": "cat", "categories": "cat", "by": "author", "date": "after", "since": "after", "order": "sort"}
_SYNONYMS |= {"data": "dataset", "benchmark": "dataset", "type": "kind", "method": "system"}
# Names before a colon that are no field and no slip either.
_SCHEMES = {"http", "https", "ftp", "mailto", "arxiv", "doi", "acl", "bs", "oai"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query; `start` and `end` are its character offsets.

    A field's token covers `name:` only; its value is the next token, which begins where it ends.
    """

    kind: Kind
    text: str
    start: int
    end: int


@dataclass(slots=True)
class _Scanner:
    text: str
    tokens: list[Token]
    problems: list[Problem]

    def add(self, kind: Kind, text: str, start: int, end: int) -> int:
        self.tokens.append(Token(kind, text, start, end))
        return end

    def report(self, message: str, start: int, end: int) -> None:
        self.problems.append(Problem(message, start, end))


def tokenize(text: str) -> tuple[list[Token], list[Problem]]:
    """Cut `text` into tokens, with a problem for every quote that never closes and every unknown field."""
    # A lone surrogate cannot be encoded; what stands in for it is as long, so offsets stay true.
    scanner = _Scanner(_SURROGATE.sub("\ufffd", text), [], [])
    position = 0
    while position < len(scanner.text):
        position = _scan(scanner, position)
    return scanner.tokens, scanner.problems


def _scan(scanner: _Scanner, start: int) -> int:
    sign = scanner.text[start]
    if sign.isspace():
        return start + 1
    if sign == "(":
        return scanner.add("open", sign, start, start + 1)
    if sign == ")":
        return scanner.add("close", sign, start, start + 1)
    if sign in _QUOTES:
        return _scan_phrase(scanner, start)
    if sign in _DASHES:
        return _scan_dash(scanner, start)
    return _scan_word(scanner, start)


def _scan_phrase(scanner: _Scanner, start: int) -> int:
    closing = _QUOTE.search(scanner.text, start + 1)
    if closing is None:
        end = len(scanner.text)
        scanner.report("This quotation mark is never closed; what follows was searched as single words.", start, end)
        return start + 1
    scanner.add("phrase", scanner.text[start + 1 : closing.start()], start, closing.end())
    return closing.end()


def _scan_dash(scanner: _Scanner, start: int) -> int:
    following = scanner.text[start + 1 : start + 2]
    before = scanner.text[start - 1 : start]
    negates = following and not following.isspace() and following not in _DASHES + ")"
    if negates and (not before or before.isspace() or before == "("):
        scanner.add("not", scanner.text[start], start, start + 1)
    return start + 1


def _scan_word(scanner: _Scanner, start: int) -> int:
    match = _WORD.match(scanner.text, start)
    assert match is not None, "every other sign was dealt with"
    word, end = match[0], match.end()
    if word in _OPERATORS:
        return scanner.add(_OPERATORS[word], word, start, end)
    field = _FIELD.match(word)
    if field is None:
        return scanner.add("word", word, start, end)
    name, after = field[1], start + field.end()
    if name.lower() in FIELDS:
        return _scan_field(scanner, start, after, end)
    if _is_slip(name, word[field.end() :]):
        likely = nearest_field(name)
        hint = f" Did you mean `{likely}:`?" if likely else ""
        scanner.report(f"There is no field `{name}:`; `{word[:60]}` was searched as words.{hint}", start, end)
    return scanner.add("word", word, start, end)


def _scan_field(scanner: _Scanner, start: int, after: int, end: int) -> int:
    name = scanner.text[start : after - 1].lower()
    following = scanner.text[after : after + 1]
    if not following or following.isspace() or following == ")":
        # `Many Analysts, One Dataset: Navigating …` is a title.
        if scanner.text[start].islower():
            scanner.report(f"`{name}:` has no value right after it; it was searched as a word.", start, after)
        return scanner.add("word", scanner.text[start : after - 1], start, after)
    scanner.add("field", name, start, after)
    if end > after:
        scanner.add("word", scanner.text[after:end], after, end)
    return end


def _is_slip(name: str, value: str) -> bool:
    if name.lower() in _SCHEMES or value.startswith("//"):
        return False
    if not value:
        return nearest_field(name) is not None and name.islower()
    return name.islower() or nearest_field(name) is not None


def nearest_field(name: str) -> str | None:
    """Return the field that `name` is a slip or another word for, None where there is none."""
    name = name.lower()
    return _SYNONYMS.get(name) or next(iter(get_close_matches(name, FIELDS, 1, cutoff=0.75)), None)


def balance(tokens: Sequence[Token], depth: int, report: Callable[[str, int, int], None]) -> list[Token]:
    """Drop parentheses without a partner or nested deeper than `depth`, reporting both."""
    opened: list[int] = []
    dropped: set[int] = set()
    deepest = None
    for number, token in enumerate(tokens):
        if token.kind == "open":
            opened.append(number)
        elif token.kind == "close" and opened:
            if len(opened) > depth:
                dropped |= {opened[-1], number}
                deepest = tokens[opened[-1]]
            opened.pop()
        elif token.kind == "close":
            dropped.add(number)
            report("This parenthesis closes nothing; it was left out.", token.start, token.end)
    for number in opened:
        dropped.add(number)
        report("This parenthesis is never closed; it was left out.", tokens[number].start, tokens[number].end)
    if deepest is not None:
        report(f"Parentheses deeper than {depth} were left out.", deepest.start, deepest.end)
    return [token for number, token in enumerate(tokens) if number not in dropped]
