"""Every service that can be harvested, by name. docs/sources/adding-a-source.md has the recipe for another."""

from collections.abc import Mapping
from types import MappingProxyType

from broadsheet.harvest.sources.base import Source

SOURCES: Mapping[str, Source] = MappingProxyType({})
