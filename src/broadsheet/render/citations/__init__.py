"""A paper as others want to cite it: BibTeX, RIS, CSL-JSON, COinS and Highwire tags. Pure functions."""

from broadsheet.render.citations.bibtex import bibtex_key, to_bibtex, to_bibtex_many
from broadsheet.render.citations.coins import coins
from broadsheet.render.citations.csl import to_csl
from broadsheet.render.citations.highwire import highwire
from broadsheet.render.citations.ris import to_ris

__all__ = ["bibtex_key", "coins", "highwire", "to_bibtex", "to_bibtex_many", "to_csl", "to_ris"]
