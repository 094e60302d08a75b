"""Crossref: where a paper was published, and retractions, for papers of the library that have a DOI.

Address, limits and meaning: docs/sources/crossref.md.
"""

from types import MappingProxyType

from broadsheet.harvest.sources import completing
from broadsheet.harvest.sources.base import Source
from broadsheet.harvest.sources.crossref.adapt import FORMAT, adapt
from broadsheet.harvest.sources.crossref.fetch import HOST, harvest
from broadsheet.lib.http.answer import Rule

SOURCE = Source(
    name="crossref",
    title="Crossref",
    about="Journals, volumes, pages, licences, retractions and citations for papers of the library that have a DOI.",
    harvest=harvest,
    adapters=MappingProxyType({FORMAT: adapt}),
    # Lists: one a second for everybody, three for those who say who they are; one connection suits both.
    hosts=MappingProxyType({HOST: Rule(interval=1.0, keeps=False)}),
    judge=completing.judge,
    completes=True,
    every=24.0,
)
