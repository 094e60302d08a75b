"""`broadsheet harvest`: bring papers in from services."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from typing import Annotated

import typer

from broadsheet.cli.failures import COULD_NOT, INTERRUPTED
from broadsheet.cli.harvesting import Asked, Harvested, harvest_all, known_sources, went_wrong
from broadsheet.cli.invocation import Invocation, invocation_of
from broadsheet.cli.output.console import note, print_json, warn
from broadsheet.cli.output.harvesting import print_report, print_runs, print_sources, run_to_json
from broadsheet.cli.upkeep import index_new, read_and_embed
from broadsheet.errors import NotFound, SettingsError
from broadsheet.harvest.planning import read_since, read_sources, wanted_by
from broadsheet.harvest.run import running
from broadsheet.harvest.sources.base import Source, Wanted
from broadsheet.lib.clock import now
from broadsheet.store import harvests, plans
from broadsheet.store.database import Connection, Database, open_database
from broadsheet.store.harvests import StoredRun

EXAMPLES = (
    "broadsheet harvest",
    "broadsheet harvest arxiv --set cs.LG --since 30d",
    "broadsheet harvest arxiv --id 2402.17457",
    "broadsheet harvest --report",
)

_RUNS_SHOWN = 20


def harvest(  # noqa: PLR0913  (its options)
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE", help="Sources; with --report also the number of a run.", show_default="the plan"
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="From this day on: 2026-11-20, 30d, 1y or all.", show_default="goes on"),
    ] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", help="Part of the source, such as cs or cs.LG; again for more.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after so many records.")] = None,
    ids: Annotated[list[str] | None, typer.Option("--id", help="Ask for this paper only; again for more.")] = None,
    query: Annotated[str | None, typer.Option(help="Ask for what the source finds for this.")] = None,
    folder: Annotated[str | None, typer.Option(help="Folder to read, for sources that are one (acl).")] = None,
    embed: Annotated[
        bool | None,
        typer.Option(help="Embed the new papers now, however many; or not now.", show_default="if at most 1,000"),
    ] = None,
    report: Annotated[bool, typer.Option("--report", help="Show the kept reports instead.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="Show all sources instead.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the reports as JSON.")] = False,
) -> None:
    """Bring papers in from services.

    Goes on where the last harvest of each source stopped, and keeps a report of every run. Without SOURCE the sources
    of the plan are harvested, which `broadsheet setup` makes. Ctrl-C stops after the record in hand; what is complete
    is kept, and the next harvest goes on from there.

    Exits with 1 where a harvest failed or was broken off by a fault; reaching a limit or a day's budget is none.
    """
    invocation, asked_for = invocation_of(context), names or []
    with closing(open_database(invocation.settings.catalog_url)) as database:
        if listing:
            _list(invocation, database, json)
        elif report:
            _report(invocation, database, asked_for, json)
        else:
            if any(given is not None and not given.strip() for given in (since, query, folder, *(ids or ()))):
                raise SettingsError("An option without a value asks for nothing: leave it out.")
            day = read_since(since, now().date()) if since else None
            wanted = Wanted(day, tuple(sets or ()), limit, tuple(ids or ()), query or "", folder or "")
            _harvest(invocation, database, asked_for, wanted, embed, json)


def _harvest(
    invocation: Invocation, database: Database, names: list[str], wanted: Wanted, embed: bool | None, json: bool
) -> None:
    every = _asked(known_sources(invocation), database, names, wanted)
    done = harvest_all(invocation, database, every)
    index_new(invocation.settings, database)
    if json:
        print_json([run_to_json(run, running=False) for run in done.runs])
    if done.stopped:
        raise typer.Exit(INTERRUPTED)
    read_and_embed(invocation.settings, database, wanted=embed)
    if wanted.ids and not any(run.report["read"] for run in done.runs):
        warn(f"nothing came for {', '.join(wanted.ids[:20])}")
        raise typer.Exit(COULD_NOT)
    if failed(done):
        raise typer.Exit(COULD_NOT)


def failed(done: Harvested) -> bool:
    """Whether something went wrong that the exit code is to tell."""
    return done.refused or any(map(went_wrong, done.runs))


def _asked(sources: Mapping[str, Source], database: Database, names: list[str], wanted: Wanted) -> list[Asked]:
    with database.read() as connection:
        planned = {plan.source: plan for plan in plans.every(connection) if plan.enabled and plan.source in sources}
    if not names and not planned:
        raise NotFound(
            "Nothing is planned yet. `broadsheet setup` chooses fields and sources; or name a source: "
            f"{', '.join(sources)}."
        )
    chosen = read_sources(names, sources) if names else tuple(planned)
    _check(wanted, [sources[name] for name in chosen], named=bool(names))
    asked = []
    for name in chosen:
        plan = planned.get(name)
        asked.append(Asked(sources[name], _completed(wanted, wanted_by(plan)) if plan else wanted, plan))
    return asked


def _completed(wanted: Wanted, planned: Wanted) -> Wanted:
    """Return what is asked for, what was left open taken from the plan."""
    if not wanted.is_ordinary:
        return wanted
    return replace(wanted, since=wanted.since or planned.since, sets=wanted.sets or planned.sets)


def _check(wanted: Wanted, chosen: list[Source], *, named: bool) -> None:
    single = "--id" if wanted.ids else "--query" if wanted.query else "--folder" if wanted.folder else ""
    if single and (not named or len(chosen) > 1):
        raise SettingsError(f"{single} asks one source: name it, as in `broadsheet harvest arxiv {single} …`.")
    if wanted.folder and not chosen[0].takes_folder:
        raise SettingsError(f"{chosen[0].name} reads no folder: leave --folder out.")
    if wanted.sets and (without := [source.name for source in chosen if not source.takes_sets]):
        raise SettingsError(f"{', '.join(without)} cannot be harvested in parts: leave --set out.")


def _list(invocation: Invocation, database: Database, json: bool) -> None:
    sources = known_sources(invocation)
    with database.read() as connection:
        planned = {plan.source for plan in plans.every(connection) if plan.enabled}
    if json:
        print_json(
            [
                {"name": name, "title": one.title, "about": one.about, "planned": name in planned}
                for name, one in sources.items()
            ]
        )
    else:
        print_sources(sources, planned)


def _report(invocation: Invocation, database: Database, names: list[str], json: bool) -> None:
    sources = known_sources(invocation)
    titles = {name: source.title for name, source in sources.items()}
    with database.read() as connection:
        found = _runs(connection, names, sources)
        active = running(connection)
    if json:
        print_json([run_to_json(run, running=run.source in active) for run in found])
    elif len(names) == 1 and names[0].isdecimal():
        (run,) = found
        print_report(run, titles.get(run.source, run.source), running=run.source in active)
    elif not found:
        note(f"Nothing has been harvested from {', '.join(names)} yet." if names else "Nothing has been harvested yet.")
    else:
        print_runs(found, titles, active)
        note("`broadsheet harvest --report NUMBER` shows one run in full.")


def _runs(connection: Connection, names: list[str], sources: Mapping[str, Source]) -> list[StoredRun]:
    """Return the last run of every source, those of the sources named, or the one of this number."""
    if not names:
        return harvests.last_runs(connection)
    found: list[StoredRun] = []
    for name in names:
        if name.isdecimal():
            run = harvests.get_run(connection, int(name)) if len(name) < 10 else None
            if run is None:
                raise NotFound(f"There is no report {name}. `broadsheet harvest --report` lists the last ones.")
            found.append(run)
        else:
            runs = harvests.runs(connection, source=name, limit=_RUNS_SHOWN)
            if not runs:
                read_sources([name], sources)  # a source that is gone has reports, one that never was has none
            found += runs
    return found
