"""What sources call the kinds of works, as CSL types."""

_NAMES = {
    "article": "article misc unpublished online electronic unpb preprint posted-content manuscript gen elec unpd",
    "article-journal": "article-journal article-magazine article-newspaper jour ejour mgzn jfull inpr news",
    "paper-conference": "paper-conference inproceedings conference conf cpaper proceedings-article",
    "chapter": "chapter incollection inbook suppbook chap echap entry-encyclopedia book-chapter",
    "book": "book mvbook collection proceedings mvproceedings ebook edbook",
    "thesis": "thesis phdthesis mastersthesis thes dissertation",
    "report": "report techreport rprt manual standard",
}
_BY_NAME = {name: kind for kind, names in _NAMES.items() for name in names.split()}


def csl_kind(name: str) -> str:
    """The CSL type for a CSL, BibTeX or RIS type; "" where there is no good match.

    BibTeX's `article`, which is CSL's `article-journal`, is for the caller to tell apart.
    """
    return _BY_NAME.get(name.strip().lower(), "")
