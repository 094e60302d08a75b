"""Filters of a search as links: those that hold, and those that could be added."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet import links
from broadsheet.model.categories import category_name
from broadsheet.model.query import FacetValue, ResultPage
from broadsheet.search.filters import filters_of, same_filter, with_filter, without
from broadsheet.web.names.words import PAPER_KIND_NAMES, SOURCE_NAMES

# A filter is a link that holds the whole query: beyond this a page of them would weigh too much.
LONGEST_QUERY = 1_500

_VALUES = 10
_PLAIN = re.compile(r"\w[\w.+-]*")
_ANY = "\ufdd0"  # a character that no text holds: Unicode keeps it for uses such as this
_FACETS = (
    ("category", "Category", "cat"),
    ("year", "Year", "year"),
    ("source", "Source", "source"),
    ("kind", "Kind of paper", "kind"),
    ("dataset", "Data", "dataset"),
    ("has", "Has", "has"),
)
_HAS_NAMES = {"code": "Code", "pdf": "PDF", "results": "Claimed results"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet; its address adds the filter, or takes it away where it holds."""

    name: str
    detail: str
    count: int
    address: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """The values of one facet among the results."""

    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Removable:
    """A filter of the query as it was typed, and the search without it."""

    text: str
    address: str


def facets_of(text: str, sort: str, result: ResultPage) -> tuple[Facet, ...]:
    """Build the facets of a result; none where no filter can be added to the query."""
    if result.query.by_text or len(text) > LONGEST_QUERY:
        return ()
    held = filters_of(text)
    built = (
        Facet(title, _choices(text, sort, field, result.facets.get(name, ())[:_VALUES], held))
        for name, title, field in _FACETS
    )
    return tuple(facet for facet in built if facet.choices)


def removable(text: str, sort: str) -> tuple[Removable, ...]:
    """Return the filters that hold, `sort:` left out: that is no filter."""
    if len(text) > LONGEST_QUERY:
        return ()
    return tuple(
        Removable(one, links.search(without(text, one), sort=sort))
        for one in filters_of(text)
        if not one.startswith("sort:")
    )


def _choices(text: str, sort: str, field: str, values: Sequence[FacetValue], held: Sequence[str]) -> tuple[Choice, ...]:
    # Adding one value differs from adding another in nothing but the value: the query is taken apart once.
    added = with_filter(text, f"{field}:{_ANY}")
    choices = []
    for value in values:
        typed = _typed(value.value)
        filter_text = f"{field}:{typed}"
        holds = any(same_filter(filter_text, one) for one in held)
        changed = without(text, filter_text) if holds else added.replace(_ANY, typed)
        name, detail = _named(field, value.value)
        choices.append(Choice(name, detail, value.count, links.search(changed, sort=sort), holds))
    return tuple(choices)


def _typed(value: str) -> str:
    """A value as it is typed: in quotation marks, unless it is one plain word."""
    bare = value.replace('"', "")
    return bare if _PLAIN.fullmatch(bare) else f'"{bare}"'


def _named(field: str, value: str) -> tuple[str, str]:
    """Return what a value is called, and its code where that is another."""
    if field == "cat":
        name = category_name(value)
        return name, "" if name == value else value
    if field == "source":
        return SOURCE_NAMES.get(value, value), ""
    if field == "kind":
        return PAPER_KIND_NAMES.get(value, value), ""
    return (_HAS_NAMES.get(value, value) if field == "has" else value), ""
