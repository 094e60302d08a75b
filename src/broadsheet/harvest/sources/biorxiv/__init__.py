"""bioRxiv, the preprints of biology: docs/sources/biorxiv.md."""

from broadsheet.harvest.sources.biorxiv.source import make_source

SOURCE = make_source(
    "biorxiv",
    "bioRxiv",
    "Preprints of the life sciences, with their versions, subject and licence.",
)
