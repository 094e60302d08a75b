"""medRxiv, the preprints of medicine, which come from the service of bioRxiv: docs/sources/medrxiv.md."""

from broadsheet.harvest.sources.biorxiv.source import make_source

SOURCE = make_source(
    "medrxiv",
    "medRxiv",
    "Preprints of the health sciences, with their versions, subject and licence.",
)
