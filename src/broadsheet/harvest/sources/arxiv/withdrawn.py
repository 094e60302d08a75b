"""Whether arXiv, or the authors in their own words, say that a paper is withdrawn."""

import re

from broadsheet.harvest.files.fields.values import one_line
from broadsheet.model.paper import Standing

_WORK = r"(?:paper|article|manuscript|submission|work|preprint|note|version|e-?print|letter|document|thesis|report)"
# "This paper has been withdrawn by the authors", "Paper withdrawn", "Withdrawn", "This submission is now withdrawn"
_SAYS_SO = re.compile(
    rf"(?:(?:this|the|our)\s(?:\w+\s)?)?(?:{_WORK}\s(?:and\s\w+\s)?)?"
    r"(?:(?:has|have|had|is|was|are|were)\s(?:now\s|hereby\s|been\s){0,2})?(?:temporarily\s)?withdrawn\b",
    re.IGNORECASE,
)
# Further on in a comment only the whole sentence counts: "5 pages. This paper has been withdrawn …"
_SAYS_LATER = re.compile(rf"[.;:]\s+th(?:is|e)\s{_WORK}\s(?:has\sbeen|is|was)\swithdrawn\b", re.IGNORECASE)
_WITHDRAWN = re.compile(r"\bwithdr(?:awn|ew|aw|awal)\b", re.IGNORECASE)
_MARKUP = " *[]()_.-:\"'"
_LONGEST_NOTE = 500


def standing(comment: str, abstract: str, *, by_version: bool = False) -> tuple[Standing, str]:
    """Return `withdrawn` and the words that say why, or two empty texts.

    `by_version` tells that the paper's last version is marked as a withdrawal; otherwise comment or
    abstract must begin by saying so, since many a paper speaks of withdrawals.
    """
    says_so = next((text for text in (comment, abstract) if _SAYS_SO.match(text.lstrip(_MARKUP))), "")
    says_so = says_so or (comment if _SAYS_LATER.search(comment) else "")
    if not (by_version or says_so):
        return "", ""
    note = says_so or (comment if _WITHDRAWN.search(comment) else "")
    return "withdrawn", one_line(note)[:_LONGEST_NOTE]
