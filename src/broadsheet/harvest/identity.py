"""Which records speak of the same paper.

Two records are of one paper when they share an arXiv id, a DOI or an ACL id, else when
their titles are equal once folded, and first author (the last word of the family name)
and year agree where both have them. Years may differ by one: a preprint of December and its proceedings of May are
one paper. Two different arXiv ids are never one paper, whatever else agrees.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from broadsheet.model.names import family_key, fold
from broadsheet.model.paper import Record

# Titles that many different papers have: equal titles say nothing unless the first author is known and agrees.
_COMMON_TITLES = frozenset(
    {
        *("editorial", "introduction", "preface", "foreword", "erratum", "corrigendum", "errata", "retraction"),
        *("conclusion", "overview", "comment", "reply", "addendum", "abstract", "discussion", "survey", "summary"),
        *("index", "contents", "acknowledgments", "contributors", "proceedings", "front", "matter", "a", "the", "to"),
    }
)


@dataclass(slots=True)
class Known:
    """What is known of a paper's identity, over all its records."""

    arxiv_ids: set[str]
    dois: set[str]
    acl_ids: set[str]
    families: set[str]
    years: set[int]

    @classmethod
    def of(cls, record: Record) -> "Known":
        """Read the identity out of one record."""
        first = record.authors[0] if record.authors else None
        return cls(
            arxiv_ids={record.arxiv_id} if record.arxiv_id else set(),
            dois={record.doi} if record.doi else set(),
            acl_ids={record.acl_id} if record.acl_id else set(),
            families={family_key(first.name, first.family)} - {""} if first else set(),
            years={record.year} if record.year else set(),
        )

    def add(self, other: "Known") -> None:
        """Take in what another record of the same paper says."""
        self.arxiv_ids |= other.arxiv_ids
        self.dois |= other.dois
        self.acl_ids |= other.acl_ids
        self.families |= other.families
        self.years |= other.years


def identifiers(record: Record) -> tuple[str, ...]:
    """Return the public ids that registries gave this record's paper, the most decisive first."""
    ids = []
    if record.arxiv_id:
        ids.append(f"arxiv:{record.arxiv_id}")
    if record.doi:
        ids.append(f"doi:{record.doi}")
    if record.acl_id:
        ids.append(f"acl:{record.acl_id}")
    return tuple(ids)


def may_share_identifier(left: Known, right: Known) -> bool:
    """Whether a shared DOI or ACL id may join these: not across two different arXiv ids."""
    return not _differ(left.arxiv_ids, right.arxiv_ids)


def same_by_title(title: str, left: Known, right: Known) -> bool:
    """Whether two papers with this title, equal once folded, are one."""
    if any(_differ(getattr(left, name), getattr(right, name)) for name in ("arxiv_ids", "dois", "acl_ids")):
        return False
    if _differ(left.families, right.families):
        return False
    if left.years and right.years and not any(abs(a - b) <= 1 for a in left.years for b in right.years):
        return False
    return bool(left.families & right.families) or not _is_common(title)


def _is_common(title: str) -> bool:
    words = fold(title).split()
    return len(words) < 2 or all(word in _COMMON_TITLES for word in words)


def _differ(left: Iterable[object], right: Iterable[object]) -> bool:
    """Whether both say something and they have nothing in common."""
    left, right = set(left), set(right)
    return bool(left and right and not left & right)
