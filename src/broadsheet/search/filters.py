"""Add, replace and remove filters in a query text, keeping the rest as it was typed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.model.entities import entity_key
from broadsheet.search.syntax.fields import read_kind
from broadsheet.search.syntax.tokens import Token, tokenize

# A paper can satisfy several of these at once; of the others the latest counts.
_REPEATABLE = {"has", "author", "title", "abstract", "system", "dataset"}
_NAMES = {"system", "dataset"}


@dataclass(frozen=True, slots=True)
class _Filter:
    field: str
    value: str
    start: int
    end: int


def with_filter(text: str, filter_text: str) -> str:
    """Add a filter such as `cat:cs.LG`; of a field that holds one value the earlier filter is replaced.

    With an empty value (`cat:`) all filters of the field are removed.
    """
    field, _, value = filter_text.partition(":")
    kept = without(text, filter_text if field in _REPEATABLE and value else field)
    return f"{kept} {filter_text}".strip() if value else kept


def without(text: str, filter_text: str) -> str:
    """Remove a filter (`cat:cs.LG`), or all filters of a field (`cat`), outside parentheses and not negated."""
    field, colon, value = filter_text.partition(":")
    wanted = _bare(field, value)
    found = [one for one in _filters(text) if one.field == field and (not colon or one.value == wanted)]
    for one in reversed(found):
        left, right = text[: one.start].rstrip(), text[one.end :].lstrip()
        text = f"{left} {right}" if left and right else left + right
    return text


def has_filter(text: str, filter_text: str) -> bool:
    """Whether the query text has this filter, outside parentheses and not negated."""
    field, _, value = filter_text.partition(":")
    wanted = _bare(field, value)
    return any(one.field == field and one.value == wanted for one in _filters(text))


def filters_of(text: str) -> list[str]:
    """Return the filters as they were typed, those in parentheses and negated ones left out."""
    return [text[one.start : one.end] for one in _filters(text)]


def same_filter(one: str, other: str) -> bool:
    """Whether two filters are one, however they are spelled: `dataset:cifar10` and `dataset:"CIFAR-10"` are."""
    field, _, value = one.partition(":")
    other_field, _, other_value = other.partition(":")
    return field == other_field and _bare(field, value) == _bare(other_field, other_value)


def _bare(field: str, value: str) -> str:
    bare = value.strip().strip('"').lower()
    if field in _NAMES:
        return entity_key(bare)
    return (read_kind(bare) or bare) if field == "kind" else bare


def _filters(text: str) -> Iterator[_Filter]:
    tokens, _ = tokenize(text)
    depth = 0
    for number, token in enumerate(tokens):
        depth += (token.kind == "open") - (token.kind == "close" and depth > 0)
        negated = number > 0 and tokens[number - 1].kind == "not"
        if token.kind == "field" and not depth and not negated and number + 1 < len(tokens):
            end = _value_end(tokens, number + 1)
            yield _Filter(token.text, _bare(token.text, text[token.end : end]), token.start, end)


def _value_end(tokens: Sequence[Token], number: int) -> int:
    if tokens[number].kind != "open":
        return tokens[number].end
    depth = 0
    for token in tokens[number:]:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            return token.end
    return tokens[-1].end
