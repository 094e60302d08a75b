"""`broadsheet digest`: plans of digests, what would come now, one now, or what is due."""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from threading import Event
from typing import Annotated

import msgspec
import typer

from broadsheet.cli.failures import COULD_NOT
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, open_console, print_json, warn
from broadsheet.cli.output.digests import plan_as_json, print_digest, print_plans
from broadsheet.cli.reader import reader_named
from broadsheet.cli.upkeep import index_new
from broadsheet.digests.making import Desk, make_due, preview, send_now
from broadsheet.embed.lazy import LazyEmbedder
from broadsheet.errors import NotFound, SettingsError
from broadsheet.lib.clock import now
from broadsheet.mail.courier import deliver_due
from broadsheet.mail.digests import compose_digest
from broadsheet.mail.post import open_post
from broadsheet.model.digest import Digest, Plan
from broadsheet.search.embedded import EmbeddedEngine
from broadsheet.search.library import Library
from broadsheet.services import index_folder
from broadsheet.settings import Settings
from broadsheet.store import digest_plans
from broadsheet.store.database import Database, open_database

EXAMPLES = (
    "broadsheet digest",
    "broadsheet digest --preview",
    "broadsheet digest --send --plan 2",
    "broadsheet digest --due",
)

_SENDING = 12 * 3_600.0  # seconds: a command goes on until all is sent, unlike a job


def digest(  # noqa: PLR0913  (its options)
    context: typer.Context,
    shown: Annotated[bool, typer.Option("--preview", help="Show what would come now; nothing is kept.")] = False,
    sent: Annotated[
        bool, typer.Option("--send", help="Make one now, and mail it where the plan has an address.")
    ] = False,
    due: Annotated[bool, typer.Option("--due", help="Make and mail what is due, of all readers.")] = False,
    share: Annotated[
        str, typer.Option(metavar="I/N", help="With --due: the I-th of N parts, for several processes.")
    ] = "1/1",
    number: Annotated[
        int | None, typer.Option("--plan", metavar="N", help="The plan, by number.", show_default="the first")
    ] = None,
    reader: Annotated[str, typer.Option(help="Whose plans, by e-mail address, where there are accounts.")] = "",
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show what a digest would bring now, and send it.

    `broadsheet digest-plan` makes a plan. A running server makes and mails what is due by itself; `--due` does it from
    a timetable of your own, such as cron, every few minutes. A digest that was made is in the archive on the pages.
    """
    if shown + sent + due > 1 or (due and (number is not None or reader)):
        raise typer.BadParameter("give one of --preview, --send and --due; --due goes for all plans of all readers.")
    settings = settings_of(context)
    with closing(open_database(settings.catalog_url)) as database:
        if due:
            _do_due(settings, database, _read_share(share), json=json)
            return
        if not (shown or sent):
            _list(database, reader, json=json)
            return
        plan = _chosen(database, reader, number)
        with _opened(settings, database) as library:
            made = preview(library, plan, now()) if shown else _send(settings, database, library, plan)
    _print(made, json=json)


def _list(database: Database, reader: str, *, json: bool) -> None:
    with database.read() as connection:
        plans = digest_plans.of_reader(connection, reader_named(connection, reader).id)
    if json:
        print_json([plan_as_json(plan) for plan in plans])
        return
    print_plans(open_console(), plans, now())
    if not plans:
        note("There is no plan of digests. `broadsheet digest-plan daily --at 07:00 --zone Europe/Berlin` makes one.")


def _chosen(database: Database, reader: str, number: int | None) -> Plan:
    with database.read() as connection:
        plans = digest_plans.of_reader(connection, reader_named(connection, reader).id)
    if not plans:
        raise NotFound("There is no plan of digests. `broadsheet digest-plan daily --at 07:00` makes one.")
    found = next((plan for plan in plans if number in (None, plan.number)), None)
    if found is None:
        raise SettingsError(f"There is no plan {number}. There are: {', '.join(str(plan.number) for plan in plans)}.")
    return found


def _send(settings: Settings, database: Database, library: Library, plan: Plan) -> Digest:
    made = send_now(Desk(library, partial(compose_digest, open_post(settings, database))), plan, now())
    if plan.address and plan.confirmed:
        _mail(settings, database)
    elif plan.address:
        warn(f"{plan.address} is not confirmed: the digest is in the archive, and was not mailed.")
    return made


def _read_share(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,3})/(\d{1,3})", text, re.ASCII)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise SettingsError(f"{text!r} is no part. Write 1/2 in one process and 2/2 in the other.")
    return int(match[1]) - 1, int(match[2])


def _do_due(settings: Settings, database: Database, share: tuple[int, int], *, json: bool) -> None:
    with _opened(settings, database) as library:
        desk = Desk(library, partial(compose_digest, open_post(settings, database)))
        made = make_due(desk, now, share=share)
    mailed = _mail(settings, database)
    if json:
        print_json({"made": msgspec.to_builtins(made), "mail": mailed})
    else:
        note(f"{made.told()} {mailed}")
    if made.failed:
        raise typer.Exit(COULD_NOT)


def _mail(settings: Settings, database: Database) -> str:
    sent = deliver_due(settings, database, now, stop=Event(), seconds=_SENDING)
    if sent.failed or sent.held_up:
        warn(sent.told())
    return sent.told()


@contextmanager
def _opened(settings: Settings, database: Database) -> Iterator[Library]:
    index_new(settings, database)
    with closing(LazyEmbedder(settings.model, threads=settings.threads)) as embedder:
        yield Library(database, EmbeddedEngine(index_folder(settings), embedder.name), embedder)


def _print(made: Digest, *, json: bool) -> None:
    if json:
        print_json(msgspec.to_builtins(made))
    else:
        print_digest(open_console(), made)
