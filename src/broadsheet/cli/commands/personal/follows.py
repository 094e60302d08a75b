"""`broadsheet follows`: what is followed."""

from typing import Annotated

import typer

from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, open_console, print_json, styled
from broadsheet.cli.reader import reader_here
from broadsheet.errors import NotFound
from broadsheet.lib.clock import now
from broadsheet.model.follow import Follow
from broadsheet.personal.follows import feed_of, of_last_week
from broadsheet.personal.matching import wanted_of
from broadsheet.services import Services, opened
from broadsheet.store import follows as stored

EXAMPLES = ("broadsheet follows", "broadsheet follows --remove 3")

_KINDS = {"search": "search", "author": "author", "category": "category", "similar": "papers like these"}


def follows(
    context: typer.Context,
    remove: Annotated[
        int | None, typer.Option("--remove", metavar="NUMBER", min=1, max=2**63 - 1, help="Remove this one.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """List what is followed, or remove from it.

    Each with how many papers of the last week it matches, or keeps away.
    """
    reader = reader_here(settings_of(context))
    with opened(settings_of(context), ahead=False) as services:
        if remove is not None:
            _remove(services, reader, remove)
        with services.database.read() as connection:
            held = stored.of_reader(connection, reader)
        fresh = of_last_week(services.library, held, now())
    if json:
        print_json([{**follow_to_json(one), "new": len(fresh[wanted_of(one)])} for one in held])
        return
    console = open_console()
    for one in held:
        count = f"{len(fresh[wanted_of(one)]):,} {'kept away' if one.excluded else 'new'} in a week"
        kind = f"never: {_KINDS[one.kind]}" if one.excluded else _KINDS[one.kind]
        console.print(styled((f"{one.number:>4}  ", "dim"), (one.title, "bold")))
        console.print(styled((f"      {kind} · {count}", "cyan")))
    if not held:
        note("Nothing is followed. `broadsheet follow QUERY` follows a search.")


def follow_to_json(follow: Follow) -> dict[str, object]:
    """A follow as JSON; `feed` is a local address of the server, empty where there is none."""
    return {
        "number": follow.number,
        "kind": follow.kind,
        "value": follow.value,
        "title": follow.title,
        "never": follow.excluded,
        "made": follow.made.isoformat(),
        "feed": "" if follow.excluded else feed_of(follow),
    }


def _remove(services: Services, reader: str, number: int) -> None:
    with services.database.write() as connection:
        removed = stored.remove(connection, reader, number)
    if removed is None:
        raise NotFound(f"There is no follow of the number {number}; `broadsheet follows` lists them.")
    note(f"Removed: {removed.title}.")
