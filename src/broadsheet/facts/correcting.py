"""Readers put right what was read of a paper. What they said stands above every later extraction."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from broadsheet.errors import NotFound, NotPossible
from broadsheet.model.facts import Correction, Fact, Reading, same_fact
from broadsheet.store import corrections, papers, readings
from broadsheet.store.database import Connection, Database

MOST = 300  # corrections of one paper that hold

_GONE = "This is not what stands there any more: somebody corrected it meanwhile. Load the page anew and look."
_AT_ONCE = 500  # papers


def correct(
    database: Database,
    paper_key: int,
    reader: str,
    *,
    before: Fact | None,
    after: Fact | None,
    now: datetime,
) -> Correction:
    """Let `after` hold in place of `before`, or only remove or add it; NotPossible where that changes nothing."""
    with database.write() as connection:
        held = readings.of_papers(connection, [paper_key]).get(paper_key, Reading())
        replaced = _replaced(held, before, after)
        others = [fact for fact in held.facts if fact is not replaced]
        if after is not None and after.kind not in ("kind", "line") and any(same_fact(one, after) for one in others):
            raise NotPossible("That stands there already.", "text")
        if (after is None and replaced is None) or (replaced and after and _content(replaced) == _content(after)):
            raise NotPossible("Nothing was changed: that is what stands there.", "text")
        if len(corrections.of_papers(connection, [paper_key]).get(paper_key, ())) >= MOST:
            raise NotPossible(f"One paper has up to {MOST} corrections. Take some of them back.")
        made = corrections.put(connection, paper_key, reader, before=replaced, after=after, made=now)
        readings.settle(connection, [paper_key])
    return made


def take_back(database: Database, number: int, reader: str, now: datetime, *, anybody: bool = False) -> Correction:
    """Let a correction of the reader, with `anybody` of whomever, count no more; return it.

    NotFound where it does not hold, NotPossible where it is somebody else's or another one was built on it.
    """
    with database.write() as connection:
        found = corrections.get(connection, number)
        if found is None:
            raise NotFound("This correction does not hold any more; it may have been taken back already.")
        if found.reader != reader and not anybody:
            raise NotPossible("This is somebody else's correction. Correct the fact itself if it is wrong.")
        if is_built_on(found, corrections.of_papers(connection, [found.paper_key])[found.paper_key]):
            raise NotPossible("The same fact was corrected again since. Take the later correction back first.")
        corrections.take_back(connection, found, reader, now)
        readings.settle(connection, [found.paper_key])
    return found


def is_built_on(correction: Correction, said: list[Correction]) -> bool:
    """Whether a later correction puts right what this one said."""
    after = correction.after
    return after is not None and any(
        later.number > correction.number and later.before is not None and same_fact(later.before, after)
        for later in said
    )


def export(database: Database) -> Iterator[dict[str, Any]]:
    """Yield every correction that holds as training data: the texts, what was wrong, what is right, who and when.

    Offsets in `before` and `after` count characters of the paper's title or abstract; `who` is the reader's opaque id.
    """
    with database.read() as connection:
        waiting: list[Correction] = []
        for one in corrections.stream(connection):
            waiting.append(one)
            if len(waiting) >= _AT_ONCE:
                yield from _written(connection, waiting)
                waiting = []
        yield from _written(connection, waiting)


def fact_id(fact: Fact) -> str:
    """A short name for a fact among those of its paper, for forms."""
    value = fact.measure.value if fact.measure else ""
    return hashlib.blake2b("\0".join((fact.kind, fact.text, value)).encode(), digest_size=6).hexdigest()


def fact_of(connection: Connection, paper_key: int, wanted: str) -> Fact:
    """Return the fact of a paper that `fact_id` names; NotPossible where it does not hold any more."""
    held = readings.of_papers(connection, [paper_key]).get(paper_key, Reading())
    found = next((fact for fact in held.facts if fact_id(fact) == wanted), None)
    if found is None:
        raise NotPossible(_GONE)
    return found


def _replaced(held: Reading, before: Fact | None, after: Fact | None) -> Fact | None:
    """The fact that holds which is put right. Of kind and line there is one: what is added there replaces it."""
    if before is None:
        single = after.kind if after and after.kind in ("kind", "line") else None
        return next((fact for fact in held.facts if fact.kind == single), None)
    exact = [fact for fact in held.facts if fact_id(fact) == fact_id(before)]
    found = next(iter(exact), None) or next((fact for fact in held.facts if same_fact(fact, before)), None)
    if found is None:
        raise NotPossible(_GONE)
    return found


def _content(fact: Fact) -> tuple[object, ...]:
    return (fact.kind, fact.text, fact.long_form, _said(fact)["measure"] if fact.measure else None)


def _written(connection: Connection, said: list[Correction]) -> Iterator[dict[str, Any]]:
    keys = list(dict.fromkeys(one.paper_key for one in said))
    known = {paper.key: paper for paper in papers.get(connection, keys)}
    for one in said:
        if (paper := known.get(one.paper_key)) is not None:
            yield {
                "paper": paper.id,
                "title": paper.title,
                "abstract": paper.abstract,
                "before": None if one.before is None else _said(one.before),
                "after": None if one.after is None else _said(one.after),
                "who": one.reader,
                "when": one.made.isoformat(timespec="seconds"),
            }


def _said(fact: Fact) -> dict[str, Any]:
    said = asdict(fact)
    del said["by"]
    if fact.measure is not None:
        # What follows from the value need not be said again.
        said["measure"] = {name: value for name, value in said["measure"].items() if name not in ("low", "high")}
    return said
