"""Filters of a search as links: those that hold, and those that could be added."""

from dataclasses import dataclass

from broadsheet import links
from broadsheet.model.query import FacetValue, ResultPage
from broadsheet.search.filters import filters_of, has_filter, with_filter, without
from broadsheet.web.category_names import category_name
from broadsheet.web.words import SOURCE_NAMES

# A filter is a link that holds the whole query: beyond this a page of them would weigh too much.
LONGEST_QUERY = 1_500

_VALUES = 10
_FACETS = (
    ("category", "Category", "cat"),
    ("year", "Year", "year"),
    ("source", "Source", "source"),
    ("has", "Has", "has"),
)
_HAS_NAMES = {"code": "Code", "pdf": "PDF"}


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
    built = (
        Facet(title, tuple(_choice(text, sort, field, value) for value in result.facets.get(name, ())[:_VALUES]))
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


def _choice(text: str, sort: str, field: str, value: FacetValue) -> Choice:
    filter_text = f"{field}:{value.value}"
    holds = has_filter(text, filter_text)
    changed = without(text, filter_text) if holds else with_filter(text, filter_text)
    name, detail = _named(field, value.value)
    return Choice(name, detail, value.count, links.search(changed, sort=sort), holds)


def _named(field: str, value: str) -> tuple[str, str]:
    """Return what a value is called, and its code where that is another."""
    if field == "cat":
        name = category_name(value)
        return name, "" if name == value else value
    if field == "source":
        return SOURCE_NAMES.get(value, value), ""
    return (_HAS_NAMES.get(value, value) if field == "has" else value), ""
