"""From what a reader types to a Query. Any input parses; what cannot be used is told beside the rest.

The grammar, with its meaning, is in docs/search.md.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from broadsheet.model.ids import parse_pasted_id
from broadsheet.model.query import (
    All,
    Any_,
    Constraint,
    Not,
    Problem,
    Query,
    Term,
    TextField,
    Words,
)
from broadsheet.search.syntax.fields import FieldReader
from broadsheet.search.syntax.tokens import Token, balance, tokenize

MAX_DEPTH = 16
MAX_WORDS = 64  # that score
MAX_CONSTRAINTS = 64
MAX_PROBLEMS = 10
TEXT_WORDS = 30  # more words than this without an operator are a pasted text
MAX_TEXT = 10_000  # characters of a pasted text that are used

_TEXT_FIELDS: dict[str, TextField] = {"title": "title", "abstract": "abstract", "author": "author"}
_HAS_LETTER = re.compile(r"[^\W_]|[+#]")


class Free(str):
    """A word outside every group and operator: it scores and is not required."""

    __slots__ = ()


Part = Free | Constraint
Group = list["Part | Group"]
Operand = Callable[[str | None], Part | Group | None]


def parse(text: str, today: date | None = None) -> Query:
    """Parse a query; without `today`, days counted from today are a problem. Never raises."""
    if looked_up := parse_pasted_id(text):
        return Query(text=text, words=_clean(text), scored=(Words(_clean(text)),), lookup=looked_up)
    tokens, problems = tokenize(text)
    if _is_pasted(tokens):
        return parse_text(text)
    parser = _Parser(tokens, problems, today)
    parts = list(_flatten(parser.group(None)))
    return _assemble(text, parts, parser)


def _is_pasted(tokens: Sequence[Token]) -> bool:
    words = sum(len(token.text.split()) for token in tokens if token.kind in {"word", "phrase"})
    if words <= TEXT_WORDS or any(token.kind == "field" for token in tokens):
        return False
    # A minus before a digit is a number, and a long abstract may well say NOT.
    following = [*tokens[1:], None]
    operators = sum(
        token.kind in {"and", "or"} or (token.kind == "not" and not (after and after.text[:1].isdigit()))
        for token, after in zip(tokens, following, strict=True)
    )
    return operators * 2 * TEXT_WORDS < words


def parse_text(text: str) -> Query:
    """Take a whole text as a query: search by its meaning and its rare words."""
    words = _clean(text)
    problems: tuple[Problem, ...] = ()
    if len(words) > MAX_TEXT:
        message = f"Only the first {MAX_TEXT:,} characters of this text were used."
        problems = (Problem(message, MAX_TEXT, len(text)),)
        words = words[:MAX_TEXT]
    return Query(text=text, words=words, scored=(Words(words),), by_text=True, problems=problems)


def _clean(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _assemble(text: str, parts: Sequence[Part], parser: "_Parser") -> Query:
    words: list[str] = []
    free: list[str] = []
    required: list[Term] = []
    constraints: list[Constraint] = []
    for part in parts:
        if not isinstance(part, Free):
            positive = list(_positive(part))
            constraints.append(part)
            required += positive
            words += [term.text for term in positive if term.field != "author"]
        elif len(free) < MAX_WORDS:
            free.append(part)
            words.append(part)
        else:
            parser.report(f"Only the first {MAX_WORDS} words were searched for.", 0, len(text))
    return Query(
        text=text,
        words=" ".join(words),
        scored=((Words(" ".join(free)),) if free else ()) + tuple(required),
        constraints=tuple(constraints),
        sort=parser.fields.sort,
        problems=tuple(sorted(set(parser.problems), key=lambda problem: problem.start)[:MAX_PROBLEMS]),
    )


def _positive(constraint: Constraint) -> Iterator[Term]:
    if isinstance(constraint, Term):
        yield constraint
    elif isinstance(constraint, All | Any_):
        for part in constraint.parts:
            yield from _positive(part)


def _flatten(group: Group) -> Iterator[Part]:
    for item in group:
        if isinstance(item, list):
            yield from _flatten(item)
        else:
            yield item


class _Parser:
    """Recursive descent over balanced tokens; the depth of parentheses, and so of calls, is bounded.

    group := disjunction*    disjunction := conjunction (OR conjunction)*
    conjunction := unary (AND unary)*    unary := (NOT)* primary
    primary := word | phrase | field value | "(" group ")"
    """

    def __init__(self, tokens: list[Token], problems: list[Problem], today: date | None) -> None:
        self.problems = problems
        self.tokens = balance(tokens, MAX_DEPTH, self.report)
        self.fields = FieldReader(today, self.report)
        self._position = 0
        self._constraints = 0

    def report(self, message: str, start: int, end: int) -> None:
        """Note a problem, once for each message and place."""
        if len(self.problems) < 4 * MAX_PROBLEMS:
            self.problems.append(Problem(message, start, end))

    def group(self, field: str | None) -> Group:
        """Read up to the closing parenthesis, or the end; `field` holds for the bare words in it."""
        items: Group = []
        while (token := self._peek()) is not None and token.kind != "close":
            if token.kind in {"and", "or"}:
                self._dangling(self._next(), "before")
            elif (item := self._disjunction(field)) is not None:
                items.append(item)
        return items

    def _disjunction(self, field: str | None) -> Part | Group | None:
        return self._joined("or", field, self._conjunction)

    def _conjunction(self, field: str | None) -> Part | Group | None:
        return self._joined("and", field, self._unary)

    def _joined(self, kind: str, field: str | None, operand: Operand) -> Part | Group | None:
        """Read operands joined by this operator; a single one stays as it is."""
        first = self._peek()
        operands = [operand(field)]
        while (token := self._peek()) is not None and token.kind == kind:
            self._next()
            following = self._peek()
            if following is None or following.kind in {"close", "and", "or"}:
                self._dangling(token, "after")
            else:
                operands.append(operand(field))
        if len(operands) == 1 or first is None:
            return operands[0]
        parts = tuple(part for one in operands if (part := self._require(one, first)) is not None)
        if len(parts) < 2:
            return next(iter(parts), None)
        return Any_(parts) if kind == "or" else All(parts)

    def _unary(self, field: str | None) -> Part | Group | None:
        negated = False
        sign = None
        while (token := self._peek()) is not None and token.kind == "not":
            sign = self._next()
            negated = not negated
        if sign is None:
            return self._primary(field)
        following = self._peek()
        if following is None or following.kind in {"close", "and", "or"}:
            self._dangling(sign, "after")
            return None
        part = self._require(self._primary(field), sign)
        return Not(part) if negated and part is not None else part

    def _primary(self, field: str | None) -> Part | Group | None:
        token = self._next()
        if token.kind == "field":
            return self._field(token)
        if token.kind == "open":
            group = self.group(field)
            if self._peek() is not None:
                self._next()
            return group
        if field not in {None, *_TEXT_FIELDS}:
            return self._count(self.fields.read(str(field), token), token)
        return self._term(token, field)

    def _field(self, name: Token) -> Part | Group | None:
        value = self._peek()
        if value is None or value.start != name.end or value.kind not in {"word", "phrase", "open"}:
            return None
        if value.kind == "open":
            return self._primary(name.text)
        self._next()
        if name.text in _TEXT_FIELDS:
            return self._term(value, name.text)
        return self._count(self.fields.read(name.text, value), value)

    def _term(self, token: Token, field: str | None) -> Part | None:
        text = " ".join(token.text.split())
        if not _HAS_LETTER.search(text):
            return None
        if field is None and token.kind == "word":
            return Free(text)
        return self._count(Term(_TEXT_FIELDS.get(field or "", "any"), text, token.kind == "phrase"), token)

    def _require(self, item: Part | Group | None, token: Token) -> Constraint | None:
        """Make of an operand what must hold; of a group, that each of its parts does."""
        if isinstance(item, Free):
            return self._count(Term("any", str(item)), token)
        if isinstance(item, list):
            parts = tuple(part for one in item if (part := self._require(one, token)) is not None)
            return All(parts) if len(parts) > 1 else next(iter(parts), None)
        return item

    def _count(self, constraint: Constraint | None, token: Token) -> Constraint | None:
        self._constraints += constraint is not None
        if self._constraints <= MAX_CONSTRAINTS:
            return constraint
        if self._constraints == MAX_CONSTRAINTS + 1:
            self.report(f"Only the first {MAX_CONSTRAINTS} conditions were used.", token.start, token.end)
        return None

    def _dangling(self, token: Token, side: str) -> None:
        self.report(f"`{token.text}` has nothing {side} it; it was left out.", token.start, token.end)

    def _peek(self) -> Token | None:
        return self.tokens[self._position] if self._position < len(self.tokens) else None

    def _next(self) -> Token:
        self._position += 1
        return self.tokens[self._position - 1]
