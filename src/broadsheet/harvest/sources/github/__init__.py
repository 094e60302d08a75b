"""GitHub: stars, forks and the last push of repositories that papers of the library link.

Address, limits and meaning: docs/sources/github.md.
"""

from types import MappingProxyType

from broadsheet.harvest.sources import completing
from broadsheet.harvest.sources.base import Source
from broadsheet.harvest.sources.github.fetch import HOST, harvest
from broadsheet.lib.http.answer import Rule

SOURCE = Source(
    name="github",
    title="GitHub",
    about="Stars, forks and the last push of the repositories that papers link.",
    harvest=harvest,
    # 5,000 an hour with a token, one at a time as GitHub asks.
    hosts=MappingProxyType({HOST: Rule(interval=0.75, attempts=4)}),
    judge=completing.judge,
    completes=True,
    every=24.0,
)
