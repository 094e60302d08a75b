"""Hugging Face Papers: what its readers submit and vote for, day by day, and what is made of it.

Address, limits and meaning: docs/sources/huggingface.md.
"""

from types import MappingProxyType

from broadsheet.harvest.files import huggingface as listing
from broadsheet.harvest.sources.base import Source
from broadsheet.harvest.sources.huggingface.answers import PAPER, SEARCH
from broadsheet.harvest.sources.huggingface.fetch import HOST, harvest
from broadsheet.harvest.sources.huggingface.judge import judge
from broadsheet.lib.http.answer import Rule

SOURCE = Source(
    name="huggingface",
    title="Hugging Face Papers",
    about="Papers that readers of Hugging Face submit and vote for, with code, models, datasets, demos and upvotes.",
    harvest=harvest,
    # One adapter under three names: a record replaces only one that the same question brought.
    adapters=MappingProxyType({PAPER: listing.adapt, SEARCH: listing.adapt}),
    hosts=MappingProxyType({HOST: Rule(interval=1.0)}),
    judge=judge,
    takes_sets=True,  # days, weeks and months
    every=6.0,
)
