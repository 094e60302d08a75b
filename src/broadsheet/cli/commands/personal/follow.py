"""`broadsheet follow`: follow a search, an author, a category or papers like these."""

from typing import Annotated

import typer

from broadsheet.cli.commands.personal.follows import follow_to_json
from broadsheet.cli.invocation import settings_of
from broadsheet.cli.output.console import note, print_json
from broadsheet.cli.reader import reader_here
from broadsheet.lib.clock import now
from broadsheet.model.follow import FollowKind
from broadsheet.personal.follows import keep, read_wish
from broadsheet.services import opened

EXAMPLES = (
    "broadsheet follow speculative decoding",
    "broadsheet follow '\"state space\" has:code'",
    "broadsheet follow --author 'Ada Byron'",
    "broadsheet follow --category cs.CR --never",
    "broadsheet follow --like 2402.17457 --like 1706.03762",
)


def follow(
    context: typer.Context,
    query: Annotated[list[str] | None, typer.Argument(metavar="QUERY", help="A search, in its whole grammar.")] = None,
    author: Annotated[str | None, typer.Option("--author", help="The name of an author.")] = None,
    category: Annotated[str | None, typer.Option("--category", help="A category such as cs.LG, or cs for all.")] = None,
    like: Annotated[list[str] | None, typer.Option("--like", metavar="ID", help="A paper; repeat for more.")] = None,
    never: Annotated[bool, typer.Option("--never", help="Never suggest these papers instead.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Follow a search, an author, a category, or papers like these.

    New papers that match come into suggestions and digests. Without operators and fields, the words of a search bring
    the nearest few papers a week. With --never such papers are kept away from both.
    """
    kind, text = _asked(" ".join(query or ()), author, category, like)
    moment, reader = now(), reader_here(settings_of(context))
    with opened(settings_of(context), ahead=False) as services:
        wish = read_wish(services.library, kind, text, moment.date())
        with services.database.write() as connection:
            made = keep(connection, reader, wish, excluded=never, made=moment)
    if json:
        print_json(follow_to_json(made))
    else:
        note(f"{'Never suggested' if never else 'Followed'} from now on: {made.title} (number {made.number}).")


def _asked(query: str, author: str | None, category: str | None, like: list[str] | None) -> tuple[FollowKind, str]:
    asked: dict[FollowKind, str] = {
        "search": query,
        "author": author or "",
        "category": category or "",
        "similar": " ".join(like or ()),
    }
    given = [(kind, text) for kind, text in asked.items() if text]
    if len(given) != 1:
        raise typer.BadParameter("give one of: a search, --author, --category, --like.")
    return given[0]
