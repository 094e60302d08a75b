"""Filters of an edition: what holds, what could be added, and what is left over."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from broadsheet import links
from broadsheet.model.categories import archive_of, category_name
from broadsheet.model.edition import Item
from broadsheet.web.names.words import SOURCE_NAMES
from broadsheet.web.views.facets import Choice, Facet, Removable

Named = Literal["category", "source"]

_VALUES = 12


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked of the papers of an edition; empty where nothing is. `ranked`: all of them in one list."""

    category: str = ""
    source: str = ""
    code: bool = False
    ranked: bool = False

    @property
    def any(self) -> bool:
        """Whether something is asked of the papers."""
        return bool(self.category or self.source or self.code)

    @property
    def as_list(self) -> bool:
        """Whether the papers are shown as one list in their order, and not laid out."""
        return self.any or self.ranked


def spelled(items: Iterable[Item], category: str) -> str:
    """Return a category or archive as papers spell it: `cs.cl` means `cs.CL`."""
    of_papers = {one for item in items for one in item.categories}
    known = sorted(of_papers | {archive_of(one) for one in of_papers})
    return next((one for one in known if one.casefold() == category.casefold()), category)


def kept(items: Iterable[Item], filters: Filters) -> tuple[Item, ...]:
    """Return the items that pass all filters, in their order."""
    return tuple(item for item in items if _passes(item, filters))


def facets_of(edition_id: str, items: Sequence[Item], filters: Filters) -> tuple[Facet, ...]:
    """Count for every value how many papers there would be with it, the other filters held."""
    built = (
        Facet("Category", _choices(edition_id, items, filters, "category")),
        Facet("Source", _choices(edition_id, items, filters, "source")),
        Facet("Has", _code(edition_id, items, filters)),
    )
    return tuple(facet for facet in built if _divides(facet, len(items)))


def removable(edition_id: str, filters: Filters) -> tuple[Removable, ...]:
    """Return the filters that hold, each with the address of the edition without it."""
    held = (
        (category_name(filters.category), replace(filters, category="")),
        (_source_name(filters.source), replace(filters, source="")),
        ("Code" if filters.code else "", replace(filters, code=False)),
    )
    return tuple(Removable(name, address(edition_id, without)) for name, without in held if name)


def address(edition_id: str, filters: Filters) -> str:
    """Return the address of an edition filtered so."""
    return links.edition(
        edition_id, category=filters.category, source=filters.source, code=filters.code, ranked=filters.ranked
    )


def _divides(facet: Facet, total: int) -> bool:
    """Whether a facet tells papers apart, or holds a filter that could be taken away."""
    return any(choice.holds or choice.count < total for choice in facet.choices)


def _choices(edition_id: str, items: Sequence[Item], filters: Filters, name: Named) -> tuple[Choice, ...]:
    held = filters.category if name == "category" else filters.source
    others = kept(items, _changed(filters, name, ""))
    counts = Counter(value for item in others for value in set(_values(item, name)))
    listed = sorted(counts, key=lambda value: (-counts[value], value))[:_VALUES]
    if held and held not in listed:
        # An archive, or what no paper has: counted by what passes it.
        listed.insert(0, held)
        counts[held] = len(kept(others, _changed(Filters(), name, held)))
    return tuple(_choice(edition_id, filters, name, value, counts[value]) for value in listed)


def _choice(edition_id: str, filters: Filters, name: Named, value: str, count: int) -> Choice:
    holds = value == (filters.category if name == "category" else filters.source)
    called = category_name(value) if name == "category" else _source_name(value)
    changed = _changed(filters, name, "" if holds else value)
    return Choice(called, value if called != value else "", count, address(edition_id, changed), holds)


def _code(edition_id: str, items: Sequence[Item], filters: Filters) -> tuple[Choice, ...]:
    count = sum(item.evidence.has_code for item in kept(items, replace(filters, code=False)))
    changed = replace(filters, code=not filters.code)
    return (Choice("Code", "", count, address(edition_id, changed), filters.code),) if count or filters.code else ()


def _changed(filters: Filters, name: Named, value: str) -> Filters:
    return replace(filters, category=value) if name == "category" else replace(filters, source=value)


def _values(item: Item, name: Named) -> tuple[str, ...]:
    return item.categories if name == "category" else item.sources


def _source_name(source: str) -> str:
    return SOURCE_NAMES.get(source, source)


def _passes(item: Item, filters: Filters) -> bool:
    return (
        (not filters.category or any(_within(one, filters.category) for one in item.categories))
        and (not filters.source or filters.source in item.sources)
        and (not filters.code or item.evidence.has_code)
    )


def _within(category: str, wanted: str) -> bool:
    """Whether a category is the one that is wanted, in any spelling, or belongs to that archive."""
    return category.casefold() == wanted.casefold() or category.casefold().startswith(f"{wanted.casefold()}.")
