"""A library of three fields, and a reader's marks in it: weaving, galaxies, and proofs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from broadsheet.model.paper import Author, Paper
from broadsheet.store import marks
from broadsheet.store.database import Database
from broadsheet.store.marks import MarkKind

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TODAY = NOW.date()

_FIELDS = {
    "weaving": ("cs.LG", ("heddles", "shuttles", "warp tension", "silk looms", "damask patterns", "twill drafts")),
    "galaxies": ("astro-ph.GA", ("spiral arms", "dust lanes", "halo mass", "star formation", "quasars", "metallicity")),
    "proofs": ("math.LO", ("cut elimination", "sequents", "ordinal notations", "type theory", "lemmas", "forcing")),
}
_SAID = ("Measuring", "Rethinking", "Bounds for", "A survey of", "Learning", "Notes on")


def _paper(key: int, field: str, about: str, said: str, day: date) -> Paper:
    code, _ = _FIELDS[field]
    return Paper(
        key,
        f"arxiv:2611.{key:05d}",
        f"{said} {about} in {field}",
        abstract=f"We study {about} and {field}. Item {key}: {about} of {field} with {said.lower()} number {key * 7}.",
        authors=(Author(f"Author {key}"),),
        arxiv_id=f"2611.{key:05d}",
        categories=(code,),
        day=day,
    )


def _field(first: int, field: str) -> list[Paper]:
    subjects = _FIELDS[field][1]
    pairs = [(about, said) for about in subjects for said in _SAID]
    return [
        _paper(first + number, field, about, said, TODAY - timedelta(days=number % 10))
        for number, (about, said) in enumerate(pairs)
    ]


WEAVING, GALAXIES, PROOFS = _field(1, "weaving"), _field(101, "galaxies"), _field(201, "proofs")
ALL = (*WEAVING, *GALAXIES, *PROOFS)


def field_of(key: int) -> str:
    """The field of a paper."""
    return ("weaving", "galaxies", "proofs")[key // 100]


def copied(paper: Paper, key: int) -> Paper:
    """The same paper under another key."""
    return replace(paper, key=key, id=f"arxiv:2612.{key:05d}", arxiv_id=f"2612.{key:05d}")


def mark(
    database: Database, of: Iterable[Paper], kind: MarkKind, *, reader: str = "local", on: bool = True, ago: int = 0
) -> None:
    """Let a reader mark some papers."""
    with database.write() as connection:
        for paper in of:
            marks.put(connection, reader, paper.key, kind, on=on, made=NOW - timedelta(days=ago))
