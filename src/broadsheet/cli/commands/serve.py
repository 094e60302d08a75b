"""`broadsheet serve`: the pages, on this machine."""

import signal
import socket
import webbrowser
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from threading import Event
from typing import Annotated

import typer
import uvicorn

from broadsheet.app import build_app
from broadsheet.cli.address import address_of, is_only_here, listen
from broadsheet.cli.harvesting import known_sources, open_ground
from broadsheet.cli.index_state import read_index_state
from broadsheet.cli.invocation import Invocation, invocation_of
from broadsheet.cli.output.console import note, warn
from broadsheet.cli.presence import claimed
from broadsheet.cli.upkeep import index_new
from broadsheet.errors import SettingsError
from broadsheet.harvest.starter import load_starter
from broadsheet.jobs.keep_up import keeping_up
from broadsheet.jobs.running import Work
from broadsheet.jobs.worker import working
from broadsheet.lib.clock import now
from broadsheet.lib.memory import share_arenas
from broadsheet.mail.checking import check_settings
from broadsheet.services import Services, opened
from broadsheet.settings import Settings
from broadsheet.store import readers
from broadsheet.store.database import open_database

EXAMPLES = ("broadsheet serve", "broadsheet serve --port 8080 --open", "broadsheet --home ./library serve")

# More are left to the background: the server is to be there in two seconds.
_INDEXED_FIRST = 20_000
_LONGEST_HEADER = 1 << 18  # bytes: a query of 100,000 characters gets an answer, if only that it is too long
_GOODBYE_SECONDS = 5


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; 0 takes any free one.", show_default="8300")
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the front page in a browser.")] = False,
    worker: Annotated[bool, typer.Option("--worker/--no-worker", help="Also do what the timetable says.")] = True,
) -> None:
    """Serve the pages on this machine.

    An empty library starts with 400 papers, each with a summary of one sentence. While it serves, the server takes up
    what other commands import, and harvests what `broadsheet setup` or the page /setup planned; without a plan nothing
    is asked outside. Ctrl-C stops it.
    """
    share_arenas()
    invocation = invocation_of(context)
    settings = invocation.settings
    settings = replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
    )
    check_settings(settings)
    invocation = replace(invocation, settings=settings)
    try:
        with (
            _stopped_by_sigterm(),
            claimed(settings.home) as announce,
            closing(listen(settings.host, settings.port)) as listening,
        ):
            address = address_of(listening)
            _check_open(settings, only_here=is_only_here(listening))
            announce(address, works=worker)
            _prepare(settings)
            _run(invocation, listening, address, open_browser=open_browser, worker=worker)
    except KeyboardInterrupt:
        note("Stopped.")


def _check_open(settings: Settings, *, only_here: bool) -> None:
    if settings.mode == "local" and not only_here:
        raise SettingsError(
            f"Broadsheet does not listen on {settings.host} without accounts: whoever reaches that address could read "
            "and change this library. Set BROADSHEET_MODE=group, and invite yourself by `broadsheet accounts invite "
            "EMAIL --role admin`; docs/accounts.md says how. Or leave --host and BROADSHEET_HOST away, to serve this "
            "machine alone."
        )


def _greet_group(services: Services, *, only_here: bool) -> None:
    with services.database.read() as connection:
        begun = readers.has_accounts(connection)
    if not begun:
        note("There is no account yet. `broadsheet accounts invite EMAIL --role admin` makes the first.")
    if not only_here and not services.settings.address.startswith("https://"):
        warn(
            "passwords go over the network as they are. Put a proxy with https in front, and set BROADSHEET_ADDRESS "
            "and BROADSHEET_PROXIES."
        )


@contextmanager
def _stopped_by_sigterm() -> Iterator[None]:
    """A service manager's way to stop is the same as Ctrl-C."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _prepare(settings: Settings) -> None:
    """Make what is missing: catalog, starter papers, the index of words."""
    with closing(open_database(settings.catalog_url)) as database:
        if load_starter(database, now) is not None:
            note("The library was empty and starts with 400 papers; `broadsheet import FILE` brings in more.")
        state = read_index_state(settings, database)
        if not state.usable or 0 < state.unindexed <= _INDEXED_FIRST:
            index_new(settings, database, wait=False)


@contextmanager
def _working(invocation: Invocation, services: Services, *, wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    ground = open_ground(invocation, services.database, Event())
    with working(Work(ground, known_sources(invocation))):
        yield


def _run(invocation: Invocation, listening: socket.socket, address: str, *, open_browser: bool, worker: bool) -> None:
    with (
        opened(invocation.settings) as services,
        keeping_up(services),
        _working(invocation, services, wanted=worker),
    ):
        config = uvicorn.Config(
            build_app(services, sources=known_sources(invocation)),
            log_level="warning",
            access_log=False,
            lifespan="on",
            server_header=False,
            proxy_headers=False,  # whom to believe is a setting of ours, see web.http.recognition
            h11_max_incomplete_event_size=_LONGEST_HEADER,
            timeout_graceful_shutdown=_GOODBYE_SECONDS,
        )
        if invocation.settings.mode == "group":
            _greet_group(services, only_here=is_only_here(listening))
        note(f"Broadsheet is at {address}  (Ctrl-C stops it)")
        if open_browser:
            webbrowser.open(address)
        uvicorn.Server(config).run(sockets=[listening])
