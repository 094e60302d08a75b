"""OpenAlex: citations, references, venue, topics, open access and retractions of papers that the library has.

Address, limits and meaning: docs/sources/openalex.md.
"""

from types import MappingProxyType

from broadsheet.harvest.sources import completing
from broadsheet.harvest.sources.base import Source
from broadsheet.harvest.sources.openalex.adapt import FORMAT, adapt
from broadsheet.harvest.sources.openalex.fetch import HOST, harvest
from broadsheet.lib.http.answer import Rule

SOURCE = Source(
    name="openalex",
    title="OpenAlex",
    about="Citations, venues, topics, open-access links and retractions for papers that the library has.",
    harvest=harvest,
    adapters=MappingProxyType({FORMAT: adapt}),
    hosts=MappingProxyType({HOST: Rule(interval=0.5, keeps=False)}),
    judge=completing.judge,
    completes=True,
    every=24.0,
)
