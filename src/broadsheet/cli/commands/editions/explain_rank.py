"""`broadsheet explain-rank`: the score of a paper in an edition, part by part."""

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

import msgspec
import typer

from broadsheet.cli.editions import edition_named, get_edition
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.lookup import get_paper
from broadsheet.cli.output.console import note, open_console, print_json, styled
from broadsheet.cli.output.listing import byline
from broadsheet.cli.output.progress import working
from broadsheet.cli.output.ranking import print_score
from broadsheet.editions.calendar import bounds, current
from broadsheet.editions.making import Desk, open_desk, rank
from broadsheet.errors import NotFound
from broadsheet.lib.clock import now
from broadsheet.model.edition import Item
from broadsheet.model.ids import parse_paper_id
from broadsheet.model.paper import Paper
from broadsheet.rank.score import FORMULA
from broadsheet.rank.steps import Step, steps
from broadsheet.render.mathematics import to_plain
from broadsheet.settings import Weights
from broadsheet.store import editions
from broadsheet.store.database import Database, open_database
from broadsheet.web.views.edition.picking import name_of

EXAMPLES = (
    "broadsheet explain-rank 2611.01234",
    "broadsheet explain-rank 2611.01234 --edition week",
    "broadsheet explain-rank 2611.01234 --edition 2026-11 --json",
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paper stands in an edition. `is_kept`: it is stored with it; `is_in`: it is one of the edition's own."""

    edition: str
    item: Item
    count: int
    weights: Weights
    formula: str
    is_kept: bool
    is_in: bool


def explain_rank(
    context: typer.Context,
    paper_id: Annotated[str, typer.Argument(metavar="ID", help="An id or address: arXiv, DOI, ACL, or bs:…")],
    which: Annotated[
        str | None,
        typer.Option(
            "--edition",
            "-e",
            help="2026-11-20, 2026-W47, 2026-11 or today; or day, week, month for the latest one.",
            show_default="the latest that has it",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show a paper's score in an edition, part by part.

    The evidence, the reasons, and the formula with the numbers put in, line by line, so that the sum can be checked by
    hand. Where no edition keeps the paper: as it would stand in the one of today.
    """
    settings, moment = settings_of(context), now()
    with closing(open_database(settings.catalog_url)) as database:
        paper = get_paper(database, paper_id)
        desk = open_desk(settings, threads=settings.threads or 1)
        place = _find(database, desk, paper, paper_id, which, moment)
    period, _, _ = bounds(place.edition)
    sum_ = steps(place.item.evidence, place.weights, period)
    if json:
        print_json(_as_json(paper, place, sum_))
        return
    console = open_console()
    console.print(styled((to_plain(paper.title), "bold")))
    console.print(byline(paper))
    score = f"score {place.item.score.total:.3f}"
    console.print(
        styled(
            f"\nEdition of {name_of(place.edition)} ({place.edition}): ",
            (f"rank {place.item.rank:,} of {place.count:,}, {score}\n", "bold"),
        )
    )
    print_score(console, place.item, sum_)
    for told in _remarks(place):
        note(told)


def _find(database: Database, desk: Desk, paper: Paper, asked: str, which: str | None, moment: datetime) -> _Place:
    known_as = {paper.id, parse_paper_id(asked) or paper.id}
    if which is not None:
        found = get_edition(database, desk, edition_named(database, which, moment), moment)
    else:
        with database.read() as connection:
            kept = (editions.latest_with(connection, paper.key, one) for one in sorted(known_as))
            latest = next((one for one in kept if one is not None), None)
        if latest is None:
            return _ranked(database, desk, paper, current("day", moment), moment)
        found = latest
    item = next((one for one in found.items if one.key == paper.key or one.id in known_as), None)
    weights = msgspec.convert(found.weights, Weights)
    if item is not None:
        return _Place(found.id, item, found.count, weights, found.formula, is_kept=True, is_in=True)
    return _ranked(database, replace(desk, weights=weights), paper, found.id, found.known_until)


def _ranked(database: Database, desk: Desk, paper: Paper, edition_id: str, moment: datetime) -> _Place:
    """Rank a paper among those of an edition as it was known at a moment, whether it is one of them or not."""
    with working(f"Ranking the edition {edition_id}"), database.read() as connection:
        made = rank(connection, desk, edition_id, moment, also=[paper.key])
    item = next((one for one in made.items if one.key == paper.key), None)
    if item is None:
        raise NotFound(f"{paper.id} is {paper.standing or 'not there any more'}: such papers are in no edition.")
    is_in = paper.key in made.listed or bool(item.evidence.counts) or item.picked
    return _Place(edition_id, item, len(made.items), desk.weights, FORMULA, is_kept=False, is_in=is_in)


def _remarks(place: _Place) -> list[str]:
    told = []
    if place.item.picked:
        told.append("The curator picked it: picked papers stand before all others, whatever their scores.")
    if not place.is_in:
        told.append(
            "It is not one of this edition's papers: this is where it would stand. `--edition` with the day that it is "
            "listed under ranks it among the papers of that day."
        )
    elif not place.is_kept:
        told.append("It is not among the papers that are kept with this edition: this was computed now.")
    if place.formula != FORMULA:
        told.append(f"The edition was ranked by formula {place.formula}; the sum is that of formula {FORMULA}.")
    return told


def _as_json(paper: Paper, place: _Place, sum_: tuple[Step, ...]) -> dict[str, object]:
    return {
        "paper": paper.id,
        "title": paper.title,
        "edition": place.edition,
        "rank": place.item.rank,
        "count": place.count,
        "in_edition": place.is_in,
        "kept": place.is_kept,
        "picked": place.item.picked,
        "formula": place.formula,
        "weights": msgspec.to_builtins(place.weights),
        "evidence": msgspec.to_builtins(place.item.evidence),
        "score": msgspec.to_builtins(place.item.score),
        "steps": msgspec.to_builtins(sum_),
    }
