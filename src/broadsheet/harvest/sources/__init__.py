"""Every service that can be harvested, by name. docs/sources/adding-a-source.md has the recipe for another."""

from collections.abc import Mapping
from types import MappingProxyType

from broadsheet.harvest.sources import (
    acl,
    arxiv,
    biorxiv,
    crossref,
    github,
    huggingface,
    medrxiv,
    openalex,
    semanticscholar,
)
from broadsheet.harvest.sources.base import Source

_ALL = (
    arxiv.SOURCE,
    huggingface.SOURCE,
    openalex.SOURCE,
    semanticscholar.SOURCE,
    crossref.SOURCE,
    github.SOURCE,
    acl.SOURCE,
    biorxiv.SOURCE,
    medrxiv.SOURCE,
)  # fmt: skip

SOURCES: Mapping[str, Source] = MappingProxyType({source.name: source for source in _ALL})
