"""`broadsheet pick`: put a paper into an edition by hand."""

from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from typing import Annotated

import typer

from broadsheet.cli.editions import as_period
from broadsheet.cli.failures import COULD_NOT
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.lookup import get_paper
from broadsheet.cli.output.console import note, open_console, print_json, styled, warn
from broadsheet.editions import curate
from broadsheet.editions.calendar import bounds, current, id_of, spelled
from broadsheet.lib.clock import now
from broadsheet.model.paper import Paper
from broadsheet.model.reader import LOCAL
from broadsheet.render.mathematics import to_plain
from broadsheet.store import papers, picks
from broadsheet.store.database import Connection, Database, open_database
from broadsheet.store.picks import Pick
from broadsheet.web.views.edition.picking import name_of

EXAMPLES = (
    "broadsheet pick 2611.01234",
    "broadsheet pick 2611.01234 --for week --lead --line 'Read this one first.'",
    "broadsheet pick 2611.01234 --back",
    "broadsheet pick --list",
)

_LISTED = 100


def pick(  # noqa: PLR0913  (its options)
    context: typer.Context,
    paper_id: Annotated[
        str | None,
        typer.Argument(metavar="ID", help="An id or address of a paper; with --list an edition.", show_default=False),
    ] = None,
    into: Annotated[
        str | None,
        typer.Option("--for", help="The edition: day, week, month for the open one, or an id.", show_default="day"),
    ] = None,
    lead: Annotated[bool, typer.Option("--lead", help="Let the paper lead the edition.")] = False,
    line: Annotated[str, typer.Option(help=f"What you say of it, up to {curate.LONGEST_LINE} characters.")] = "",
    back: Annotated[bool, typer.Option("--back", help="Take the pick back.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="List the picks that stand instead.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Put a paper into an edition by hand.

    Picked papers stand before those that were ranked, and are told from them. A pick for an edition that is closed goes
    into the next one of its kind. A second pick of the same paper takes the place of the first.
    """
    if listing and (back or lead or line or into):
        raise typer.BadParameter("--list goes with an edition and --json only.")
    if not listing and not paper_id:
        raise typer.BadParameter("give the id of a paper, or --list.")
    if len(" ".join(line.split())) > curate.LONGEST_LINE:
        raise typer.BadParameter(f"a line has up to {curate.LONGEST_LINE} characters; this one has {len(line):,}.")
    with closing(open_database(settings_of(context).catalog_url)) as database:
        if listing:
            return _list(database, paper_id, json=json)
        paper, moment = get_paper(database, paper_id or ""), now()
        if back:
            return _take_back(database, paper, _named(into, moment) if into else "", moment, json=json)
        asked = _named(into or "day", moment)
        with database.write() as connection:
            made = curate.pick(connection, paper.key, asked, leads=lead, line=line, curator=LOCAL, now=moment)
    if json:
        print_json({"asked": asked, **_as_json(made, paper)})
    else:
        note(_told(asked, made, paper))
    return None


def _named(which: str, moment: datetime) -> str:
    """Return the id of the edition that is meant; of a period the open one."""
    if which == "today":
        return id_of("day", moment.date())
    if period := as_period(which):
        return current(period, moment)
    bounds(found := spelled(which.strip()))
    return found


def _told(asked: str, made: Pick, paper: Paper) -> str:
    closed = f"The edition {asked} is closed, and what is closed does not change. " if asked != made.edition else ""
    leads = ", and leads it" if made.leads else ""
    return (
        f"{closed}{paper.id}, “{to_plain(paper.title)}”, goes into the edition of {name_of(made.edition)} "
        f"({made.edition}){leads}."
    )


def _take_back(database: Database, paper: Paper, edition_id: str, moment: datetime, *, json: bool) -> None:
    taken, closed = [], []
    with database.write() as connection:
        for one in picks.of_paper(connection, paper.key):
            if edition_id and one.edition != edition_id:
                continue
            if curate.open_for(connection, one.edition, moment) != one.edition:
                closed.append(one.edition)
            elif picks.withdraw(connection, one.number, moment):
                taken.append(one)
    if json:
        print_json({"taken_back": [_as_json(one, paper) for one in taken]})
    for one in () if json else taken:
        note(f"{paper.id} is no longer picked for the edition of {name_of(one.edition)} ({one.edition}).")
    if not taken:
        why = f" The edition {closed[0]} is closed: what was picked for it stays in it." if closed else ""
        warn(f"{paper.id} has no pick that could be taken back.{why}")
        raise typer.Exit(COULD_NOT)


def _list(database: Database, which: str | None, *, json: bool) -> None:
    with database.read() as connection:
        found = picks.of_edition(connection, _named(which, now())) if which else picks.latest(connection, _LISTED)
        of = _papers(connection, found)
    if json:
        print_json([_as_json(one, of[one.paper_key]) for one in found])
        return
    console = open_console()
    for one in found:
        paper = of[one.paper_key]
        leads = ("  leads", "green") if one.leads else ""
        console.print(styled((f"{one.edition:<12}", "bold"), f"{paper.id}  {to_plain(paper.title)}", leads))
        if one.line:
            console.print(styled(f"{'':<12}{one.line}"))
    if not found:
        note("No paper is picked. `broadsheet pick ID` picks one for the edition of today.")


def _papers(connection: Connection, found: Iterable[Pick]) -> dict[int, Paper]:
    return {paper.key: paper for paper in papers.get(connection, [one.paper_key for one in found])}


def _as_json(one: Pick, paper: Paper) -> dict[str, object]:
    return {
        "number": one.number,
        "paper": paper.id,
        "title": paper.title,
        "edition": one.edition,
        "leads": one.leads,
        "line": one.line,
        "curator": one.curator,
        "made": one.made.isoformat(),
    }
