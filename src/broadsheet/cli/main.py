"""The command `broadsheet`: its options, and the table of its commands."""

import os
import signal
import sys
import threading
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from broadsheet import __version__
from broadsheet.cli.invocation import Invocation
from broadsheet.cli.lazy import Entry, LazyGroup
from broadsheet.settings import read_home, read_settings

_SOON = 0.01  # seconds

_READ, _MARK, _TAKE, _RUN = "Find and read", "Mark and pick", "Bring in and take out", "Run"
_DIGEST = "Digests"

COMMANDS = (
    Entry("search", "search:search", "Find papers by word and by meaning.", _READ),
    Entry("show", "show:show", "Show one paper: its text, its citation, or who said what about it.", _READ),
    Entry("extract", "extract:extract", "Read what papers say of themselves: names, results, data, code, kind.", _READ),
    Entry("similar", "similar:similar", "Find papers like these papers, or like a text.", _READ),
    Entry("table", "table:table", "Show papers as a table of systems, data, claimed results and code.", _READ),
    Entry("edition", "editions.edition:edition", "Show the front page of a day, a week or a month.", _READ),
    Entry(
        "explain-rank", "editions.explain_rank:explain_rank", "Show a paper's score in an edition, part by part.", _READ
    ),
    Entry("for-you", "personal.for_you:for_you", "List papers suggested to you, each with why.", _READ),
    Entry("vote", "marks.vote:vote", "Vote for a paper.", _MARK),
    Entry("save", "marks.save:save", "Save a paper for later.", _MARK),
    Entry("saved", "personal.saved:saved", "List, search or write out the papers that were saved.", _MARK),
    Entry("shelf", "personal.shelf:shelf_", "Say how far a saved paper is read; write a note on it.", _MARK),
    Entry("rate", "personal.rate:rate", "Say what a paper is worth to you.", _MARK),
    Entry("follow", "personal.follow:follow", "Follow a search, an author, a category, or papers like these.", _MARK),
    Entry("follows", "personal.follows:follows", "List what is followed, or remove from it.", _MARK),
    Entry("profile", "personal.profile:profile", "Learn at once from papers that you care about.", _MARK),
    Entry("pick", "editions.pick:pick", "Put a paper into an edition by hand.", _MARK),
    Entry("digest", "digests.digest:digest", "Show what a digest would bring now, and send it.", _DIGEST),
    Entry("digest-plan", "digests.digest_plan:digest_plan", "Choose when a digest comes, and what is in it.", _DIGEST),
    Entry("setup", "setup:setup", "Choose fields and sources, and let them come in.", _TAKE),
    Entry("harvest", "harvest:harvest", "Bring papers in from services.", _TAKE),
    Entry("import", "import_files:import_files", "Take papers in from files.", _TAKE),
    Entry("export", "export:export", "Write a search or the whole library to a file.", _TAKE),
    Entry("corrections", "facts.corrections:corrections", "Write what readers corrected, to learn from.", _TAKE),
    Entry("serve", "serve:serve", "Serve the pages on this machine.", _RUN),
    Entry("worker", "worker:worker", "Do what the timetable says, without the pages.", _RUN),
    Entry("jobs", "jobs:jobs", "Show the timetable, or run one job of it.", _RUN),
    Entry("index", "index:index", "Bring the search index up to date.", _RUN),
    Entry("accounts", "accounts:accounts", "Show who reads here, and look after accounts.", _RUN),
    Entry("mail", "mail:mail", "Send a test mail, see what waits, take what came back.", _RUN),
    Entry("stats", "stats:stats", "Count what is in the library.", _RUN),
    Entry("doctor", "doctor:doctor", "Check what Broadsheet stands on, and say how to mend it.", _RUN),
)


class _Commands(LazyGroup):
    entries = COMMANDS


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"broadsheet {__version__}")
        raise typer.Exit


@app.callback(epilog="Exit codes: 0 done, 1 could not be done, 2 wrong usage, 130 interrupted.")
def _broadsheet(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(help="Data folder, before BROADSHEET_HOME and the user's own.", show_default=False),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an unexpected error came from.")] = False,
    version: Annotated[  # noqa: ARG001  (its callback does the work)
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """The front page of research, on your own machine: take papers in, find them, read them."""
    settings = read_settings()
    if home is not None:
        settings = replace(settings, home=read_home(str(home)))
    given = context.obj if isinstance(context.obj, Invocation) else Invocation(settings)
    context.obj = replace(given, settings=settings, debug=debug)


def main() -> None:
    """Run the command that the process was called with; ends the process with its exit code."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A title may hold what the terminal's encoding does not have.
            stream.reconfigure(errors="replace")
    signal.signal(signal.SIGINT, _interrupt)
    sys.unraisablehook = _interrupt_again
    app(prog_name="broadsheet")


def _open_what_is_closed() -> None:
    """Let standard streams that the caller has closed lead nowhere, in the order of their numbers."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  (open as long as the process)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Let Ctrl-C end the command tidily; a second one ends it at once, which nothing that is stored suffers from."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.default_int_handler(number, frame)


def _interrupt_again(dropped: "sys.UnraisableHookArgs") -> None:
    """Repeat an interruption that fell into a callback of the garbage collection, where Python drops it."""
    if not issubclass(dropped.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(dropped)
        return
    signal.signal(signal.SIGINT, _interrupt)
    main_thread = threading.main_thread().ident
    assert main_thread is not None
    # Not from within: this runs in the callback as well.
    again = threading.Timer(_SOON, signal.pthread_kill, (main_thread, signal.SIGINT))
    again.daemon = True
    again.start()
