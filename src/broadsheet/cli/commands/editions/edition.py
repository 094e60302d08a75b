"""`broadsheet edition`: the front page of a day, a week or a month."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event
from typing import Annotated

import msgspec
import typer

from broadsheet.cli.editions import EMPTY, as_period, edition_named, get_edition
from broadsheet.cli.failures import COULD_NOT, INTERRUPTED
from broadsheet.cli.harvesting import ended_by_signals, in_background
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, open_console, print_json, warn
from broadsheet.cli.output.editions import print_archive, print_edition
from broadsheet.cli.output.progress import open_meter, working
from broadsheet.cli.output.ranking import print_recomputed
from broadsheet.editions.calendar import closes, current
from broadsheet.editions.keeping import keep
from broadsheet.editions.making import Desk, open_desk
from broadsheet.editions.recomputing import Recomputed, recompute
from broadsheet.lib.clock import now
from broadsheet.model.edition import PERIODS, Edition, Item, Period
from broadsheet.model.paper import Paper
from broadsheet.store import editions, papers
from broadsheet.store.database import Database, open_database
from broadsheet.store.merged import survivors
from broadsheet.web.views.edition.filters import Filters, kept

EXAMPLES = (
    "broadsheet edition",
    "broadsheet edition week --category cs.CL --code",
    "broadsheet edition 2026-11-20 --json",
    "broadsheet edition --live",
    "broadsheet edition --list month",
    "broadsheet edition 2026-W47 --recompute",
    "broadsheet edition --make",
)

_SHOWN = 20
_LISTED = 30


def edition(  # noqa: PLR0913  (its options)
    context: typer.Context,
    which: Annotated[
        str | None,
        typer.Argument(
            metavar="WHICH",
            help="2026-11-20, 2026-W47, 2026-11 or today; or day, week, month for the latest one.",
            show_default="day",
        ),
    ] = None,
    live: Annotated[
        bool, typer.Option("--live", help="Show the one that is open, as it would be printed now.")
    ] = False,
    category: Annotated[str, typer.Option(help="Only papers of this category or archive, such as cs.CL or math.")] = "",
    source: Annotated[str, typer.Option(help="Only papers that this source knows.")] = "",
    code: Annotated[bool, typer.Option("--code", help="Only papers with code.")] = False,
    limit: Annotated[
        int | None,
        typer.Option("--limit", "-n", min=1, help="How many papers, or editions of a list.", show_default="20, 30"),
    ] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the editions there are instead.")] = False,
    again: Annotated[
        bool, typer.Option("--recompute", help="Compute it again from what it was made from, and compare.")
    ] = False,
    make_due: Annotated[bool, typer.Option("--make", help="Make all editions that are due instead.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON, whole unless --limit says how many.")] = False,
) -> None:
    """Show the front page of a day, a week or a month.

    Its papers in the order of their scores, each with the reasons, and the topics that rise. Without WHICH, the edition
    of the last day that is over. One that was never printed is printed now.

    With --recompute: whether the list follows from the evidence stored with it, and whether the library as it was known
    then still gives the same evidence; if not, for which papers and why. Exits with 1 where the list does not follow
    from its own evidence.
    """
    if live + listing + again + make_due > 1:
        raise typer.BadParameter("--live, --list, --recompute and --make are four things: ask for one of them.")
    settings, moment = settings_of(context), now()
    with closing(open_database(settings.catalog_url)) as database:
        if listing:
            return _list(database, _period(which, "--list") if which else None, limit or _LISTED, json=json)
        desk = open_desk(settings, threads=settings.threads or 1)
        if make_due:
            if which:
                raise typer.BadParameter("--make makes every edition that is due; leave WHICH out.")
            return _make(database, desk, json=json)
        asked = current(_period(which or "day", "--live"), moment) if live else None
        edition_id = asked or edition_named(database, which or "day", moment)
        found = get_edition(database, desk, edition_id, moment)
        if again:
            return _recompute(database, desk, found, json=json)
        filters = Filters(category=category, source=source, code=code)
        _show(database, found, kept(found.items, filters), limit, filtered=filters.any, json=json, moment=moment)
    return None


def _period(text: str, option: str) -> Period:
    period = as_period(text)
    if period is None:
        raise typer.BadParameter(f"{option} goes with {', '.join(PERIODS)}, not with {text[:100]!r}.")
    return period


def _show(
    database: Database,
    found: Edition,
    items: Sequence[Item],
    limit: int | None,
    *,
    filtered: bool,
    json: bool,
    moment: datetime,
) -> None:
    if json:
        shown = items if limit is None else items[:limit]
        print_json(msgspec.to_builtins(replace(found, items=tuple(shown))))
    else:
        shown = items[: limit or _SHOWN]
        print_edition(open_console(), found, shown, _papers(database, shown), topics=not filtered)
        if len(shown) < len(items):
            note(f"{len(items) - len(shown):,} more with --limit {len(items)}.")
        if not items:
            note("No paper of this edition passes the filters.")
    if not found.closed and closes(found.id) <= moment:
        note(
            "Its time is over, but not all its papers are embedded: what rises cannot be seen, and the edition is not "
            "kept. `broadsheet index` embeds them."
        )


def _papers(database: Database, items: Sequence[Item]) -> dict[int, Paper]:
    """Return the papers of items by the items' keys; one that went into another since is that one."""
    keys = [item.key for item in items]
    with database.read() as connection:
        into = survivors(connection, keys)
        found = {paper.key: paper for paper in papers.get(connection, [into.get(key, key) for key in keys])}
    return {key: found[into.get(key, key)] for key in keys if into.get(key, key) in found}


def _list(database: Database, period: Period | None, limit: int, *, json: bool) -> None:
    with database.read() as connection:
        heads = [
            head for one in ((period,) if period else PERIODS) for head in editions.heads(connection, one, limit=limit)
        ]
        is_empty = not papers.count(connection)
    if json:
        print_json(msgspec.to_builtins(heads))
    elif heads:
        print_archive(open_console(), heads)
    else:
        note(
            EMPTY if is_empty else "No edition was printed yet. `broadsheet edition --make` prints those that are due."
        )


def _make(database: Database, desk: Desk, *, json: bool) -> None:
    stop = Event()
    due = keep(database, desk, now, go_on=lambda: False).left
    with open_meter("Editions", "editions", due) as meter, ended_by_signals(stop.set, what="the edition in hand"):
        begun = 0

        def go_on() -> bool:
            nonlocal begun
            meter.show(begun, due)
            begun += 1
            return not stop.is_set()

        done = in_background(lambda: keep(database, desk, now, go_on=go_on, settled=timedelta()))
        meter.show(due - done.left, due)
    if json:
        print_json(msgspec.to_builtins(done))
    else:
        note(done.told())
    if done.waiting:
        note("`broadsheet index` embeds their papers.")
    if stop.is_set():
        raise typer.Exit(INTERRUPTED)


def _recompute(database: Database, desk: Desk, found: Edition, *, json: bool) -> None:
    with working(f"Computing the edition {found.id} again"), database.read() as connection:
        made = recompute(connection, desk, found)
    if json:
        print_json(_as_json(found, made))
    else:
        print_recomputed(open_console(), found, made)
    if not made.follows and made.formula == found.formula:
        warn(f"the edition {found.id} does not follow from its own evidence")
        raise typer.Exit(COULD_NOT)


def _as_json(found: Edition, made: Recomputed) -> dict[str, object]:
    return {
        "id": found.id,
        "formula": {"stored": found.formula, "now": made.formula},
        "model": {"stored": found.model, "now": made.model},
        "follows": made.follows,
        "inputs": {"stored": found.inputs, "now": made.inputs},
        "count": {"stored": found.count, "now": made.count},
        "changes": msgspec.to_builtins(made.changes),
    }
