"""The questions that the shipped system answers worse than the best baseline, or than at its last run, and why.

They hold texts of the judged collections: they are printed and written under `data/`, never committed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.quality.collections import Question
from bench.quality.measures import Scored
from broadsheet.search.library import Library
from broadsheet.store import papers

WRITTEN, PRINTED = 15, 1  # of each collection
_SHOWN = 3  # results


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system gave for one question: its score, the place of the first right paper, its first titles."""

    system: str
    score: float
    place: int | None
    titles: tuple[str, ...] = ()  # those of right papers marked with ✓


@dataclass(frozen=True, slots=True)
class Loser:
    """One question, answered worse by the first than by the second."""

    collection: str
    text: str
    right: str  # title of the best paper
    ours: Answer
    theirs: Answer


def lost_against(ours: Scored, theirs: Scored, library: Library, count: int = WRITTEN) -> list[Loser]:
    """Return the questions that lost most against another system, the greatest loss first."""
    return [
        _loser(ours, number, library, _answer(theirs, number, library))
        for number in _lost(_own(ours), _own(theirs), count)
    ]


def lost_since(ours: Scored, before: Sequence[float], library: Library, count: int = WRITTEN) -> list[Loser]:
    """Return the questions that lost most since the last run, of which only the scores were kept."""
    return [
        _loser(ours, number, library, Answer("last run", before[number], None))
        for number in _lost([round(score, 3) for score in _own(ours)], before, count)
    ]


def best_baseline(table: Iterable[Scored], names: Sequence[str]) -> Scored | None:
    """Return the best of these systems by the collection's measure."""
    return max((one for one in table if one.system in names), key=Scored.mean, default=None)


def write(losers: Mapping[str, Sequence[Loser]], file: Path) -> None:
    """Write the losers by heading."""
    lines = ["# Questions that lost most", ""]
    for heading, several in losers.items():
        lines += [f"## {heading}", ""]
        for one in several:
            lines += [f"**{one.text}**", "", f"right: {one.right}", ""]
            for answer in (one.ours, one.theirs):
                lines.append(f"- {_told(answer)}")
                lines += [f"    {number}. {title}" for number, title in enumerate(answer.titles, 1)]
            lines.append("")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines), encoding="utf-8")


def printed(losers: Mapping[str, Sequence[Loser]], width: int = 110) -> Iterable[str]:
    """Yield a few of the losers in short lines."""
    for heading, several in losers.items():
        yield heading
        for one in several[:PRINTED]:
            yield f"  {_cut(one.text, width)}"
            yield f"    right: {_cut(one.right, width)}"
            for answer in (one.ours, one.theirs):
                yield f"    {_told(answer)}"
                yield from (f"      {_cut(title, width)}" for title in answer.titles)


def _own(one: Scored) -> Sequence[float]:
    return one.scores[one.collection.measure]


def _lost(ours: Sequence[float], theirs: Sequence[float], count: int) -> list[int]:
    losses = [(after - before, number) for number, (after, before) in enumerate(zip(ours, theirs, strict=True))]
    return [number for loss, number in sorted(losses)[:count] if loss < 0]


def _loser(ours: Scored, number: int, library: Library, theirs: Answer) -> Loser:
    question = ours.collection.questions[number]
    best = max(question.right, key=lambda key: (question.right[key], -key))
    right = _titles(library, [best], question)[0].removeprefix("✓ ")
    return Loser(ours.collection.name, question.text, right, _answer(ours, number, library), theirs)


def _answer(one: Scored, number: int, library: Library) -> Answer:
    question, keys = one.collection.questions[number], one.lists[number]
    place = next((rank for rank, key in enumerate(keys, 1) if question.right.get(key, 0) > 0), None)
    return Answer(one.system, _own(one)[number], place, _titles(library, keys[:_SHOWN], question))


def _titles(library: Library, keys: Sequence[int], question: Question) -> tuple[str, ...]:
    with library.database.read() as connection:
        rows = {paper.key: paper.title for paper in papers.get(connection, keys)}
    return tuple(f"{'✓ ' if question.right.get(key, 0) > 0 else ''}{rows.get(key, '') or '(no title)'}" for key in keys)


def _told(answer: Answer) -> str:
    if answer.place is None and answer.system == "last run":
        return f"{answer.system} {answer.score:.3f}"
    place = f"place {answer.place}" if answer.place else "not among the first 100"
    return f"{answer.system} {answer.score:.3f}, right paper: {place}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"
