"""`broadsheet setup`: choose fields and sources, and let them come in."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Annotated, TypeVar

import typer

from broadsheet import links
from broadsheet.cli.commands.harvest import failed
from broadsheet.cli.failures import COULD_NOT, INTERRUPTED
from broadsheet.cli.harvesting import Asked, harvest_all, known_sources
from broadsheet.cli.invocation import Invocation, invocation_of
from broadsheet.cli.output.console import note, warn
from broadsheet.cli.output.harvesting import print_sources
from broadsheet.cli.presence import working_address
from broadsheet.cli.upkeep import index_new, read_and_embed
from broadsheet.errors import SettingsError
from broadsheet.harvest.planning import (
    EVERYTHING,
    FIELDS_OF,
    Choice,
    default_choice,
    enact,
    read_fields,
    read_plan,
    read_since,
    read_sources,
    wanted_by,
)
from broadsheet.harvest.sources.base import Source
from broadsheet.harvest.telling import expectation
from broadsheet.harvest.volumes import estimate
from broadsheet.lib.clock import now
from broadsheet.model.categories import ARCHIVES, UNDIVIDED, category_name
from broadsheet.settings import read_settings
from broadsheet.store import plans
from broadsheet.store.database import Database, open_database

EXAMPLES = (
    "broadsheet setup",
    "broadsheet setup --fields cs.LG,cs.CL --sources arxiv,huggingface --since 30d --yes",
    "broadsheet setup --sources none --yes",
)

_ALL, _NONE = "all", "none"

_T = TypeVar("_T")


def setup(
    context: typer.Context,
    fields: Annotated[
        str | None, typer.Option(help="Fields such as cs.LG,cs.CL or cs, or all.", show_default="asked for")
    ] = None,
    sources: Annotated[
        str | None, typer.Option(help="Sources such as arxiv,huggingface, or none.", show_default="asked for")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="From this day on: 2026-11-20, 30d, 1y or all.", show_default="asked for"),
    ] = None,
    contact: Annotated[
        str, typer.Option(help="E-mail address that services are told, for this harvest.", show_default=False)
    ] = "",
    later: Annotated[bool, typer.Option("--later", help="Only plan; a server or worker harvests.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; take what is proposed.")] = False,
) -> None:
    """Choose fields and sources, and let them come in.

    Says beforehand how long it will take and how much room it needs. From then on a running server, or `broadsheet
    worker`, goes on bringing in what is new. Run it again to choose otherwise, or to switch a source off.
    """
    invocation = invocation_of(context)
    if contact:
        checked = read_settings({"BROADSHEET_CONTACT": contact}).contact
        invocation = replace(invocation, settings=replace(invocation.settings, contact=checked))
    known = known_sources(invocation)
    with closing(open_database(invocation.settings.catalog_url)) as database:
        today = now().date()
        with database.read() as connection:
            planned = read_plan(connection)
        proposed = planned or default_choice(known, today)
        # A plan may name a source that another version had.
        proposed = replace(proposed, sources=tuple(name for name in proposed.sources if name in known))
        if sources is None and not yes:
            print_sources(known, planned.sources if planned else ())
        choice = _choose(known, proposed, today, given=(sources, fields, since), ask=not yes)
        _tell(invocation, choice, today)
        if not yes and not typer.confirm("Begin?", default=True, err=True):
            note("Nothing was changed.")
            return
        with database.write() as connection:
            enact(connection, choice, known, now())
        _begin(invocation, database, choice, later=later)


def _choose(
    known: Mapping[str, Source],
    proposed: Choice,
    today: date,
    *,
    given: tuple[str | None, str | None, str | None],
    ask: bool,
) -> Choice:
    """Return the choice: what was given, else what is answered, else what is proposed."""
    sources_given, fields_given, since_given = given

    def read_names(text: str) -> tuple[str, ...]:
        return _read_sources(text, known)

    def read_day(text: str) -> date:
        return read_since(text, today)

    chosen = proposed.sources if sources_given is None else read_names(sources_given)
    fields = proposed.fields if fields_given is None else _read_fields(fields_given)
    since = proposed.since if since_given is None else read_day(since_given)
    if ask and sources_given is None:
        chosen = _ask("Sources", ",".join(proposed.sources) or _NONE, read_names)
    if ask and fields_given is None and FIELDS_OF in chosen:
        note("Fields of arXiv: " + "; ".join(f"{code} {category_name(code)}" for code in (*ARCHIVES, *UNDIVIDED)))
        note("and their categories, such as cs.LG or math.CO.")
        fields = _ask("Fields", ",".join(proposed.fields) or _ALL, _read_fields)
    if ask and since_given is None and chosen:
        since = _ask("From when on (7d, 30d, 1y, a day, all)", _shown(proposed.since), read_day)
    return Choice(fields, chosen, since)


def _ask(question: str, default: str, read: Callable[[str], _T]) -> _T:
    """Ask until the answer can be read."""
    while True:
        try:
            return read(str(typer.prompt(question, default=default, err=True)).strip())
        except SettingsError as error:
            warn(str(error))


def _read_sources(text: str, known: Mapping[str, Source]) -> tuple[str, ...]:
    return () if text.strip().casefold() == _NONE else read_sources(_listed(text.casefold()), known)


def _read_fields(text: str) -> tuple[str, ...]:
    return () if text.strip().casefold() == _ALL else read_fields(_listed(text))


def _listed(text: str) -> list[str]:
    names = [name.strip() for name in text.replace(" ", ",").split(",") if name.strip()]
    if not names:
        raise SettingsError("Nothing was named. Write names with commas between them.")
    return names


def _shown(since: date) -> str:
    return _ALL if since == EVERYTHING else since.isoformat()


def _tell(invocation: Invocation, choice: Choice, today: date) -> None:
    if not choice.sources:
        note("No source will be harvested any more; what is in the library stays.")
        return
    if FIELDS_OF in choice.sources:
        note(f"arXiv: {expectation(estimate(choice.fields, choice.since, today))}")
        if choice.since == EVERYTHING:
            note(
                "For all years arXiv's bulk file is far quicker: download arxiv-metadata-oai-snapshot.json from Kaggle "
                "(Cornell-University/arxiv), `broadsheet import` it, then set up from its day on."
            )
    if not invocation.settings.contact:
        note(
            "Services like to know whom to write to before they block somebody: set BROADSHEET_CONTACT to your e-mail "
            "address (`export BROADSHEET_CONTACT=you@example.org`)."
        )


def _begin(invocation: Invocation, database: Database, choice: Choice, *, later: bool) -> None:
    if not choice.sources:
        return
    address = working_address(invocation.settings.home)
    if address:
        note(f"The running server brings them in: {address.rstrip('/')}{links.STATUS}")
        return
    if later:
        note("Planned. `broadsheet serve` or `broadsheet worker` brings them in.")
        return
    known = known_sources(invocation)
    with database.read() as connection:
        every = [plan for plan in plans.every(connection) if plan.enabled and plan.source in known]
    done = harvest_all(invocation, database, [Asked(known[plan.source], wanted_by(plan), plan) for plan in every])
    index_new(invocation.settings, database)
    if done.stopped:
        raise typer.Exit(INTERRUPTED)
    read_and_embed(invocation.settings, database, wanted=None)
    if failed(done):
        note("`broadsheet serve` or `broadsheet worker` tries again by itself; `broadsheet jobs` says when.")
        raise typer.Exit(COULD_NOT)
    note("`broadsheet serve` shows them, and goes on bringing in what is new.")
