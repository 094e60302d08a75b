"""arXiv: everything it announces, over OAI-PMH; single papers and questions over its query API."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from broadsheet.harvest.sources.arxiv import atom, feeds, query, records
from broadsheet.harvest.sources.arxiv.increments import increment
from broadsheet.harvest.sources.arxiv.sets import set_spec
from broadsheet.harvest.sources.arxiv.verdict import judge
from broadsheet.harvest.sources.base import Asking, Page, Source
from broadsheet.lib.http.answer import Rule

# The first has the versions, the second the authors' names apart.
PREFIXES = ("arXivRaw", "arXiv")
# arXiv's terms: one request every three seconds over one connection, for all of its services together.
# A page of records can take a minute to come, and no page is asked for twice.
_POLITE = Rule(interval=3.0, attempts=6, silence=180.0, deadline=600.0, group="arxiv.org", keeps=False)
HOSTS = MappingProxyType(
    {
        "oaipmh.arxiv.org": _POLITE,
        "export.arxiv.org": _POLITE,
        "rss.arxiv.org": replace(_POLITE, attempts=3, silence=60.0, keeps=True),
    }
)


def harvest(asking: Asking) -> Iterator[Page]:
    """Yield what changed since the last time, set by set and format by format; or only what was asked for."""
    if not asking.wanted.is_ordinary:
        yield from query.papers(asking, asking.wanted.ids)
        if asking.wanted.query:
            yield from query.results(asking, asking.wanted.query)
        return
    specs = list(dict.fromkeys(map(set_spec, asking.wanted.sets))) or [""]
    newest: date | None = None
    for spec in specs:
        for prefix in PREFIXES:
            for page in increment(asking, prefix, spec):
                newest = max(filter(None, (newest, page.newest)), default=None)
                yield page
    yield from feeds.cross_check(asking, newest)


SOURCE = Source(
    name="arxiv",
    title="arXiv",
    about="Preprints in physics, mathematics, computer science and related fields, the day they are announced.",
    harvest=harvest,
    adapters=MappingProxyType(
        {
            "arxiv_raw": records.adapt_raw,
            "arxiv_oai": records.adapt_split,
            "arxiv_dc": records.adapt_dublin_core,
            atom.FORMAT: atom.adapt,
        }
    ),
    hosts=HOSTS,
    judge=judge,
    takes_sets=True,
    every=12.0,
)
