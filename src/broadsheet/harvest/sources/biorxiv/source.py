"""The two servers that share one service."""

from functools import partial
from types import MappingProxyType

from broadsheet.harvest.sources.base import Source
from broadsheet.harvest.sources.biorxiv.adapt import adapt
from broadsheet.harvest.sources.biorxiv.fetch import HOST, harvest
from broadsheet.harvest.sources.biorxiv.judge import judge
from broadsheet.lib.http.answer import Rule


def make_source(name: str, title: str, about: str) -> Source:
    """Return the source of a server, whose name is also that of its records' format."""
    return Source(
        name=name,
        title=title,
        about=about,
        harvest=partial(harvest, name, title),
        adapters=MappingProxyType({name: adapt}),
        hosts=MappingProxyType({HOST: Rule(interval=1.0)}),
        judge=judge,
        takes_sets=True,  # subjects
        every=12.0,
    )
