"""Semantic Scholar: citations, influential ones, one-sentence summaries and venues of papers that the library has.

Address, limits and meaning: docs/sources/semanticscholar.md.
"""

from types import MappingProxyType

from broadsheet.harvest.sources import completing
from broadsheet.harvest.sources.base import Source
from broadsheet.harvest.sources.semanticscholar.adapt import FORMAT, adapt
from broadsheet.harvest.sources.semanticscholar.fetch import HOST, harvest
from broadsheet.lib.http.answer import Rule

SOURCE = Source(
    name="semanticscholar",
    title="Semantic Scholar",
    about="Citations, summaries of one sentence, venues and free PDFs for papers that the library has.",
    harvest=harvest,
    adapters=MappingProxyType({FORMAT: adapt}),
    # With a key a request a second is allowed. Without one everybody shares a pool that is often exhausted.
    hosts=MappingProxyType({HOST: Rule(interval=3.0, attempts=7, backoff=10.0)}),
    judge=completing.judge,
    completes=True,
    every=24.0,
)
