"""Every service that can be harvested, by name. docs/sources/adding-a-source.md has the recipe for another."""

from collections.abc import Mapping
from types import MappingProxyType

from broadsheet.harvest.sources import (
    huggingface,
)
from broadsheet.harvest.sources.base import Source

_ALL = (
    huggingface.SOURCE,
)  # fmt: skip

SOURCES: Mapping[str, Source] = MappingProxyType({source.name: source for source in _ALL})
